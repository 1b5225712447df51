package health.authz.alert.domain;

import java.time.LocalDate;

/**
 * What surrounds an authorization when alerts on it are decided.
 *
 * @param today the last day that began in the client's time zone
 * @param clientActive false also while the client is not known yet, or no more
 * @param successor whether another authorization carries on after this one (rule A-5)
 * @param enabled the organisation's switch (rule A-12); off raises nothing, and closes as ever
 */
public record Circumstances(LocalDate today, boolean clientActive, boolean successor, boolean enabled) {}
