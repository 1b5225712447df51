package health.authz.verify;

import health.authz.authorization.domain.Added;
import health.authz.authorization.domain.Definition;
import health.authz.authorization.domain.Identity;
import health.authz.events.Units;
import health.authz.events.WrittenText;
import health.authz.events.authorization.UnitTotals;
import org.jspecify.annotations.Nullable;

/** The row of the list that an authorization must have, said once more in words of its own. */
final class ListRow {
    private static final String NO_END = "9999-12-31";
    private static final long NO_LIMIT = Long.MAX_VALUE;

    private ListRow() {}

    static Fields of(Folded.At folded) {
        Added state = folded.state();
        Identity identity = state.identity();
        Definition definition = state.definition();
        Fields row = new Fields()
                .with("seq", state.seq())
                .with("tenant", identity.tenant())
                .with("clientId", identity.client())
                .with("clientKey", identity.tenant() + "/" + identity.client())
                .with("clientIdKey", folded(identity.client().value()))
                .with("billingCode", identity.code())
                .with("codeKey", folded(identity.code().value()))
                .with("systemAuthNo", identity.systemAuthNo())
                .with("operationId", identity.operationId())
                .with("supersedes", identity.supersedes())
                .with("supersededBy", state.successor())
                .with("operationIds", folded.operations())
                .with("state", state(state))
                .with("unmanaged", definition.unmanaged())
                .with("payerId", definition.payerId())
                .with("payerKey", definition.payerId() == null ? "" : definition.payerId())
                .with("number", definition.authorizationNumber())
                .with("numberKey", number(definition.authorizationNumber()))
                .with("payerReference", definition.payerReference())
                .with("referenceKey", definition.payerReference() == null ? "" : folded(definition.payerReference()))
                .with("start", definition.startDate())
                .with("end", definition.endDate())
                .with("endKey", definition.endDate() == null ? NO_END : definition.endDate())
                .with("unitAlertLevel", hundredths(definition.unitAlertLevel()))
                .with("expirationAlertDays", definition.expirationAlertDays());
        return units(row, state.totals());
    }

    private static Fields units(Fields row, UnitTotals totals) {
        Long allotted = hundredths(totals.allotted());
        Long remaining = hundredths(totals.remaining());
        return row.with("allotted", allotted)
                .with("allottedKey", allotted == null ? NO_LIMIT : allotted)
                .with("remaining", remaining)
                .with("remainingKey", remaining == null ? NO_LIMIT : remaining)
                .with("hasUnits", remaining == null || remaining > 0)
                .with("pending", hundredths(totals.pending()))
                .with("consumed", hundredths(totals.consumed()));
    }

    private static String state(Added state) {
        return switch (state.standing()) {
            case IN_USE -> "OPEN";
            case INACTIVE -> "INACTIVE";
            case VOIDED -> "VOIDED";
        };
    }

    private static String folded(String text) {
        return WrittenText.searchable(text);
    }

    private static String number(@Nullable String number) {
        return number == null ? "" : WrittenText.comparable(number);
    }

    private static @Nullable Long hundredths(@Nullable Units units) {
        return units == null ? null : units.value().movePointRight(2).longValueExact();
    }
}
