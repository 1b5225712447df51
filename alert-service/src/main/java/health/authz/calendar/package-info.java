/** Days as events: each begins once, in order, for every organisation and time zone. */
@NullMarked
package health.authz.calendar;

import org.jspecify.annotations.NullMarked;
