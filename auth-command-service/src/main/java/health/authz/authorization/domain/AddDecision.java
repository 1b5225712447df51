package health.authz.authorization.domain;

import static health.authz.authorization.domain.Decision.reject;

import health.authz.authorization.domain.AddPolicies.OnExisting;
import health.authz.authorization.domain.Decision.Accepted;
import health.authz.authorization.domain.Decision.SkipReason;
import health.authz.authorization.domain.Decision.Skipped;
import health.authz.authorization.domain.Rejection.DatesReversed;
import health.authz.authorization.domain.Rejection.Duplicate;
import health.authz.authorization.domain.Rejection.InactiveClient;
import health.authz.authorization.domain.Rejection.InactiveCode;
import health.authz.authorization.domain.Rejection.MissingEndDate;
import health.authz.authorization.domain.Rejection.MissingStartDate;
import health.authz.authorization.domain.Rejection.NoUnits;
import health.authz.authorization.domain.Rejection.NotClearable;
import health.authz.authorization.domain.Rejection.Overlap;
import health.authz.authorization.domain.Rejection.PayerNotOfClient;
import health.authz.authorization.domain.Rejection.RemainingAboveAllotted;
import health.authz.authorization.domain.Rejection.SpecialPermission;
import health.authz.authorization.domain.Rejection.UnitsOnUnmanaged;
import health.authz.events.AuthorizationId;
import health.authz.events.PayerId;
import health.authz.events.Units;
import health.authz.events.authorization.AuthorizationEvent.AuthAdded;
import health.authz.events.authorization.UnitTotals;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Enters one row: layers of values become one definition, which must stand beside what the client already has. */
final class AddDecision {
    private final AddAuthorization command;
    private final RequestedValues values;
    private final boolean unmanaged;
    private final List<Warning> warnings = new ArrayList<>();
    private final List<AuthorizationId> ends = new ArrayList<>();

    private AddDecision(AddAuthorization command) {
        this.command = command;
        this.values = command.forCode().over(command.forAll()).over(command.ofMember());
        this.unmanaged =
                Boolean.TRUE.equals(values.unmanaged().appliedTo(command.code().unmanaged()));
    }

    static Decision add(AddAuthorization command) {
        return new AddDecision(command).decide();
    }

    private Decision decide() {
        Rejection refused = refusedBeforeUnits();
        if (refused == null) {
            refused = unmanaged ? refusedUnmanagedUnits() : refusedManagedUnits();
        }
        if (refused != null) {
            return reject(refused);
        }
        Definition definition = definition();
        return besideExisting(definition).orElseGet(() -> accepted(definition));
    }

    private @Nullable Rejection refusedBeforeUnits() {
        if (!command.client().active()) {
            return new InactiveClient(command.client().id());
        }
        if (!command.code().active()) {
            return new InactiveCode(command.code().code());
        }
        if (unmanaged && !command.code().unmanaged() && !command.maySpecial()) {
            return new SpecialPermission("unmanaged");
        }
        PayerId payer = payer();
        if (payer != null && !command.client().payerIds().contains(payer)) {
            return new PayerNotOfClient(payer, command.client().id());
        }
        LocalDate start = values.startDate().appliedTo(null);
        if (start == null) {
            return new MissingStartDate();
        }
        LocalDate end = endDate();
        if (end == null) {
            return unmanaged ? null : new MissingEndDate();
        }
        return start.isAfter(end) ? new DatesReversed(start, end) : null;
    }

    /** Rule B-9: what was written for this very code and does not fit is refused, what came with the group is ignored. */
    private @Nullable Rejection refusedUnmanagedUnits() {
        if (command.forCode().allottedUnits().isSet()) {
            return new UnitsOnUnmanaged("allottedUnits");
        }
        return command.forCode().remainingUnits().isSet() ? new UnitsOnUnmanaged("remainingUnits") : null;
    }

    private @Nullable Rejection refusedManagedUnits() {
        Units allotted = allotted();
        if (allotted == null || allotted.isZero()) {
            return new NoUnits(command.code().code());
        }
        if (values.remainingUnits().isClear()) {
            return new NotClearable("remainingUnits");
        }
        Units remaining = values.remainingUnits().appliedTo(allotted);
        return remaining != null && remaining.isMoreThan(allotted)
                ? new RemainingAboveAllotted(remaining, allotted)
                : null;
    }

    private Definition definition() {
        return new Definition(
                payer(),
                values.authorizationNumber().appliedTo(null),
                values.payerReference().appliedTo(null),
                Objects.requireNonNull(values.startDate().appliedTo(null)),
                endDate(),
                unmanaged ? null : values.unitAlertLevel().appliedTo(null),
                values.expirationAlertDays().appliedTo(null),
                unmanaged);
    }

    /** Rule B-11. */
    private @Nullable PayerId payer() {
        PayerId unsaid = command.selectionPayer() == null ? command.client().primaryPayer() : command.selectionPayer();
        return values.payerId().appliedTo(unsaid);
    }

    /** Rule B-9: an end date given for the whole group means its insurance codes. */
    private @Nullable LocalDate endDate() {
        return unmanaged
                ? command.forCode().endDate().appliedTo(null)
                : values.endDate().appliedTo(null);
    }

    private @Nullable Units allotted() {
        return values.allottedUnits().appliedTo(command.code().defaultUnits());
    }

    private Optional<Decision> besideExisting(Definition definition) {
        Optional<ExistingWindow> duplicate = command.existing().stream()
                .filter(window -> window.isDuplicateOf(command.code().code(), definition))
                .findFirst();
        if (duplicate.isPresent()) {
            return duplicate.map(window -> command.policies().onDuplicate() == OnExisting.SKIP
                    ? new Skipped(SkipReason.DUPLICATE, window.id())
                    : reject(new Duplicate(window.id())));
        }
        if (isExhausted()) {
            return Optional.empty();
        }
        List<ExistingWindow> older = command.existing().stream()
                .filter(window -> window.overlaps(command.code().code(), definition))
                .toList();
        return older.isEmpty() ? Optional.empty() : besideOlder(older);
    }

    private Optional<Decision> besideOlder(List<ExistingWindow> older) {
        ExistingWindow first = older.getFirst();
        return switch (command.policies().onOverlap()) {
            case SKIP -> Optional.of(new Skipped(SkipReason.OVERLAP, first.id()));
            case REJECT -> Optional.of(reject(new Overlap(first.id(), first.start(), first.end())));
            case ALLOW -> {
                warnings.add(Warning.OVERLAPS_EXISTING);
                yield Optional.empty();
            }
            case END_PREVIOUS -> {
                warnings.add(Warning.ENDS_PREVIOUS);
                older.forEach(window -> ends.add(window.id()));
                yield Optional.empty();
            }
        };
    }

    /** Loaded with nothing left: two authorizations overlap only while both are usable (rule B-6). */
    private boolean isExhausted() {
        Units remaining = totals().remaining();
        return remaining != null && remaining.isZero();
    }

    private UnitTotals totals() {
        Units allotted = allotted();
        if (unmanaged || allotted == null) {
            return new UnitTotals(null, null, Units.ZERO, Units.ZERO, Units.ZERO, Units.ZERO);
        }
        Units given = values.remainingUnits().appliedTo(allotted);
        Units remaining = given == null ? allotted : given;
        return new UnitTotals(allotted, remaining, Units.ZERO, Units.ZERO, allotted.minus(remaining), Units.ZERO);
    }

    private Decision accepted(Definition definition) {
        warn(definition);
        return new Accepted(
                List.of(new AuthAdded(
                        command.id(),
                        command.tenant(),
                        command.systemAuthNo(),
                        command.client().id(),
                        command.code().code(),
                        definition.payerId(),
                        definition.authorizationNumber(),
                        definition.payerReference(),
                        definition.startDate(),
                        definition.endDate(),
                        definition.unitAlertLevel(),
                        definition.expirationAlertDays(),
                        unmanaged,
                        totals(),
                        command.operationId(),
                        command.groupId(),
                        command.groupVersion(),
                        command.supersedes())),
                warnings,
                ends);
    }

    private void warn(Definition definition) {
        if (ignoresOnUnmanaged()) {
            warnings.add(Warning.IGNORED_ON_UNMANAGED);
        }
        if (isExhausted()) {
            warnings.add(Warning.NOTHING_REMAINING);
        }
        warnings.addAll(Warnings.payer(definition.payerId(), command.client()));
        warnings.addAll(Warnings.window(definition, command.today()));
        warnings.addAll(Warnings.alerts(definition, totals().allotted()));
    }

    private boolean ignoresOnUnmanaged() {
        boolean endIgnored = command.forAll().endDate().isSet()
                && command.forCode().endDate().isKeep();
        return unmanaged
                && (command.forAll().allottedUnits().isSet()
                        || command.forAll().remainingUnits().isSet()
                        || command.forAll().unitAlertLevel().isSet()
                        || command.forCode().unitAlertLevel().isSet()
                        || endIgnored);
    }
}
