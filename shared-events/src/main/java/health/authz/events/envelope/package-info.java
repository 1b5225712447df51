/** How an event travels: topics, header names, logical type names. */
@NullMarked
package health.authz.events.envelope;

import org.jspecify.annotations.NullMarked;
