package health.authz.authorization.domain;

import health.authz.events.PayerId;
import health.authz.events.Units;
import health.authz.events.authorization.UnitTotals;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is legal and still worth saying. */
final class Warnings {
    private Warnings() {}

    static List<Warning> payer(@Nullable PayerId payer, @Nullable ClientFacts client) {
        return payer == null || client == null || payer.equals(client.primaryPayer())
                ? List.of()
                : List.of(Warning.NOT_PRIMARY_PAYER);
    }

    static List<Warning> window(Definition definition, LocalDate today) {
        List<Warning> warnings = new ArrayList<>();
        LocalDate start = definition.startDate();
        LocalDate end = definition.endDate();
        if (definition.endedBefore(today)) {
            warnings.add(Warning.ENDS_IN_THE_PAST);
        }
        if (end != null && !end.isBefore(start.plusYears(1))) {
            warnings.add(Warning.WINDOW_OVER_A_YEAR);
        }
        if (start.isAfter(today.plusYears(1))) {
            warnings.add(Warning.STARTS_OVER_A_YEAR_AHEAD);
        }
        return warnings;
    }

    /** Of a managed authorization whose units were changed by hand. */
    static List<Warning> units(UnitTotals before, UnitTotals after) {
        List<Warning> warnings = new ArrayList<>();
        Units allotted = after.allotted();
        Units remaining = after.remaining();
        Units used = after.openingUsed().plus(after.pending()).plus(after.consumed());
        if (allotted != null && allotted.isLessThan(used)) {
            warnings.add(Warning.ALLOTTED_BELOW_USED);
        }
        if (remaining != null && remaining.isZero() && !remaining.equals(before.remaining())) {
            warnings.add(Warning.NOTHING_REMAINING);
        }
        return warnings;
    }

    static List<Warning> alerts(Definition definition, @Nullable Units allotted) {
        List<Warning> warnings = new ArrayList<>();
        Units level = definition.unitAlertLevel();
        if (level != null && allotted != null && !level.isLessThan(allotted)) {
            warnings.add(Warning.ALERT_LEVEL_NOT_BELOW_ALLOTTED);
        }
        Integer days = definition.expirationAlertDays();
        LocalDate end = definition.endDate();
        if (days != null && end != null && days > ChronoUnit.DAYS.between(definition.startDate(), end)) {
            warnings.add(Warning.ALERT_DAYS_OVER_WINDOW);
        }
        return warnings;
    }
}
