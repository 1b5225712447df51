/** Everything that can have happened to one alert. */
@NullMarked
package health.authz.events.alert;

import org.jspecify.annotations.NullMarked;
