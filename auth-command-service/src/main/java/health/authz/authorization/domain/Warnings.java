package health.authz.authorization.domain;

import health.authz.events.PayerId;
import health.authz.events.Units;
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
