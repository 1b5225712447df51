package health.authz.authorization.application;

import health.authz.authorization.domain.Added;
import health.authz.authorization.domain.Warning;
import java.util.List;

/**
 * What an accepted command left behind.
 *
 * @param changed whether anything was stored
 */
public record Outcome(Added authorization, boolean changed, List<Warning> warnings) {}
