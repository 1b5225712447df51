package health.authz.authorization.domain;

import health.authz.events.AuthorizationId;
import health.authz.events.BillingCode;
import health.authz.events.ClientId;
import health.authz.events.PayerId;
import health.authz.events.WrittenText;
import java.time.LocalDate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An authorization that a client already has, as far as duplicates and overlaps go.
 *
 * @param end last day, inclusive; {@code null} = open
 */
public record ExistingWindow(
        AuthorizationId id,
        ClientId client,
        BillingCode code,
        @Nullable PayerId payer,
        @Nullable String number,
        LocalDate start,
        @Nullable LocalDate end,
        WindowState state) {

    public static ExistingWindow of(Added authorization) {
        Identity identity = authorization.identity();
        Definition definition = authorization.definition();
        return new ExistingWindow(
                identity.id(),
                identity.client(),
                identity.code(),
                definition.payerId(),
                definition.authorizationNumber(),
                definition.startDate(),
                definition.endDate(),
                authorization.windowState());
    }

    /** Rule B-5; numbers are compared without blanks, dashes and case, as claims carry them. */
    boolean isDuplicateOf(BillingCode otherCode, Definition other) {
        return state != WindowState.VOIDED
                && code.equals(otherCode)
                && Objects.equals(payer, other.payerId())
                && Objects.equals(normalised(number), normalised(other.authorizationNumber()))
                && start.equals(other.startDate())
                && Objects.equals(end, other.endDate());
    }

    /** Rule B-6; no payer matches every payer. */
    boolean overlaps(BillingCode otherCode, Definition other) {
        return state == WindowState.USABLE
                && code.equals(otherCode)
                && (payer == null || other.payerId() == null || payer.equals(other.payerId()))
                && !startsAfter(other.startDate(), end)
                && !startsAfter(start, other.endDate());
    }

    private static boolean startsAfter(LocalDate start, @Nullable LocalDate end) {
        return end != null && start.isAfter(end);
    }

    private static @Nullable String normalised(@Nullable String number) {
        return number == null ? null : WrittenText.comparable(number);
    }
}
