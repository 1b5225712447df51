package health.authz.events.authorization;

import health.authz.events.Units;
import org.jspecify.annotations.Nullable;

/**
 * What an authorization's units add up to after an event, so that readers copy and never compute.
 *
 * <p>On a managed authorization {@code allotted = remaining + pending + consumed + openingUsed - adjustments} holds.
 *
 * @param allotted approved in total; {@code null} on an unmanaged authorization
 * @param remaining left to use, 0 or more; {@code null} on an unmanaged authorization, which never counts down
 * @param pending on notes that are not released yet
 * @param consumed on released notes
 * @param openingUsed used elsewhere before the authorization was entered here
 * @param adjustments sum of the corrections of remaining that were given by hand; may be below zero
 */
public record UnitTotals(
        @Nullable Units allotted,
        @Nullable Units remaining,
        Units pending,
        Units consumed,
        Units openingUsed,
        Units adjustments) {}
