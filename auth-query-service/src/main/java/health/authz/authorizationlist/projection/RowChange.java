package health.authz.authorizationlist.projection;

import health.authz.directorylist.view.Texts;
import health.authz.events.BeforeAfter;
import health.authz.events.DomainEvent;
import health.authz.events.OperationId;
import health.authz.events.PayerId;
import health.authz.events.Units;
import health.authz.events.authorization.AuthorizationEvent.AuthAdded;
import health.authz.events.authorization.AuthorizationEvent.AuthFieldsPatched;
import health.authz.events.authorization.AuthorizationEvent.AuthInactivated;
import health.authz.events.authorization.AuthorizationEvent.AuthReactivated;
import health.authz.events.authorization.AuthorizationEvent.AuthRestored;
import health.authz.events.authorization.AuthorizationEvent.AuthSuperseded;
import health.authz.events.authorization.AuthorizationEvent.AuthVoided;
import health.authz.events.authorization.AuthorizationEvent.UnitsConsumed;
import health.authz.events.authorization.AuthorizationEvent.UnitsHeld;
import health.authz.events.authorization.AuthorizationEvent.UnitsHoldAmended;
import health.authz.events.authorization.AuthorizationEvent.UnitsReturned;
import health.authz.events.authorization.UnitTotals;
import health.authz.rebuild.ReadModel;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.Set;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * What a run of events of one authorization changes on its row: several events, one write.
 *
 * <p>Units are stored in hundredths, exact whole numbers. Fields that end in {@code Key} are never null, to be sorted by.
 */
final class RowChange {
    private static final String NO_END = "9999-12-31";
    private static final long NO_LIMIT = Long.MAX_VALUE;
    private final long heldSeq;
    private final Document set = new Document();
    private final Set<String> operations = new LinkedHashSet<>();
    private long seq;

    RowChange(long heldSeq) {
        this.heldSeq = heldSeq;
        this.seq = heldSeq;
    }

    /** The sequence that the row must still hold; -1 for a row to be made. */
    long heldSeq() {
        return heldSeq;
    }

    long seq() {
        return seq;
    }

    boolean isEmpty() {
        return seq == heldSeq;
    }

    boolean isNew() {
        return heldSeq < 0;
    }

    Document set() {
        return set.append("seq", seq);
    }

    Set<String> operations() {
        return operations;
    }

    void apply(long sequence, DomainEvent event) {
        seq = sequence;
        take(event);
    }

    /** The line of the event that makes the row. */
    void first(Document line) {
        set.append(ReadModel.FIRST_LINE, line);
    }

    private void take(DomainEvent event) {
        switch (event) {
            case AuthAdded added -> added(added);
            case AuthFieldsPatched patched -> patched(patched);
            case UnitsHeld held -> totals(held.totals());
            case UnitsHoldAmended amended -> totals(amended.totals());
            case UnitsConsumed consumed -> totals(consumed.totals());
            case UnitsReturned returned -> totals(returned.totals());
            case AuthInactivated inactivated -> set.append("state", "INACTIVE");
            case AuthReactivated reactivated -> set.append("state", "OPEN");
            case AuthVoided voided -> {
                set.append("state", "VOIDED");
                operation(voided.operationId());
            }
            case AuthRestored restored -> {
                set.append("state", "OPEN");
                operation(restored.operationId());
            }
            case AuthSuperseded superseded ->
                set.append("supersededBy", superseded.successor().toString());
            default -> {}
        }
    }

    private void added(AuthAdded added) {
        set.append("tenant", added.tenantId().value())
                .append("clientId", added.clientId().value())
                .append("clientKey", added.tenantId() + "/" + added.clientId())
                .append("clientIdKey", Texts.folded(added.clientId().value()))
                .append("codeKey", Texts.folded(added.billingCode().value()))
                .append("systemAuthNo", added.systemAuthNo())
                .append("billingCode", added.billingCode().value())
                .append("state", "OPEN")
                .append("unmanaged", added.unmanaged())
                .append("operationId", text(added.operationId()))
                .append("supersedes", text(added.supersedes()));
        payer(added.payerId());
        number(added.authorizationNumber());
        reference(added.payerReference());
        start(added.startDate());
        end(added.endDate());
        set.append("unitAlertLevel", hundredths(added.unitAlertLevel()));
        set.append("expirationAlertDays", added.expirationAlertDays());
        totals(added.totals());
        operation(added.operationId());
    }

    private void patched(AuthFieldsPatched patched) {
        after(patched.authorizationNumber(), this::number);
        after(patched.payerReference(), this::reference);
        after(patched.payerId(), this::payer);
        after(patched.startDate(), date -> {
            if (date != null) {
                start(date);
            }
        });
        after(patched.endDate(), this::end);
        after(patched.unitAlertLevel(), level -> set.append("unitAlertLevel", hundredths(level)));
        after(patched.expirationAlertDays(), days -> set.append("expirationAlertDays", days));
        after(patched.unmanaged(), unmanaged -> set.append("unmanaged", Boolean.TRUE.equals(unmanaged)));
        totals(patched.totals());
        operation(patched.operationId());
    }

    private interface Taking<T> {
        void take(@Nullable T value);
    }

    private static <T> void after(@Nullable BeforeAfter<T> change, Taking<T> field) {
        if (change != null) {
            field.take(change.after());
        }
    }

    private void payer(@Nullable PayerId payer) {
        set.append("payerId", text(payer)).append("payerKey", payer == null ? "" : payer.value());
    }

    private void number(@Nullable String number) {
        set.append("number", number).append("numberKey", number == null ? "" : Texts.normalised(number));
    }

    private void reference(@Nullable String reference) {
        set.append("payerReference", reference)
                .append("referenceKey", reference == null ? "" : Texts.folded(reference));
    }

    private void start(LocalDate start) {
        set.append("start", start.toString());
    }

    private void end(@Nullable LocalDate end) {
        set.append("end", text(end)).append("endKey", end == null ? NO_END : end.toString());
    }

    private void totals(UnitTotals totals) {
        Long remaining = hundredths(totals.remaining());
        Long allotted = hundredths(totals.allotted());
        set.append("allotted", allotted)
                .append("allottedKey", allotted == null ? NO_LIMIT : allotted)
                .append("remaining", remaining)
                .append("remainingKey", remaining == null ? NO_LIMIT : remaining)
                .append("hasUnits", remaining == null || remaining > 0)
                .append("pending", hundredths(totals.pending()))
                .append("consumed", hundredths(totals.consumed()));
    }

    private void operation(@Nullable OperationId operation) {
        if (operation != null) {
            operations.add(operation.toString());
        }
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    private static @Nullable Long hundredths(@Nullable Units units) {
        return units == null ? null : units.value().movePointRight(2).longValueExact();
    }
}
