/** The passing of days, as facts. */
@NullMarked
package health.authz.events.calendar;

import org.jspecify.annotations.NullMarked;
