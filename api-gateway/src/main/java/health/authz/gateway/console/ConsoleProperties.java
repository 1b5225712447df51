package health.authz.gateway.console;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the console shows things.
 *
 * @param datePattern how the organisation writes a date; where something is confirmed the month is named instead
 */
@ConfigurationProperties("authz.console")
record ConsoleProperties(@DefaultValue("MM/dd/yyyy") String datePattern) {}
