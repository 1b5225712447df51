/** How topics are made: kept for ever, or compacted. */
@NullMarked
package health.authz.platform.topics;

import org.jspecify.annotations.NullMarked;
