/** Current facts on clients, users and reference data; personal, so not events: they travel on compacted topics. */
@NullMarked
package health.authz.events.directory;

import org.jspecify.annotations.NullMarked;
