package health.authz.authorization.domain;

import health.authz.events.authorization.AuthorizationEvent;
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
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What people say about an authorization, field by field, by the names on the wire: which of it an event moved. */
final class ChangedFields {
    static final String NUMBER = "authorizationNumber";
    static final String REFERENCE = "payerReference";
    static final String PAYER = "payerId";
    static final String START = "startDate";
    static final String END = "endDate";
    static final String ALLOTTED = "allottedUnits";
    static final String REMAINING = "remainingUnits";
    static final String LEVEL = "unitAlertLevel";
    static final String DAYS = "expirationAlertDays";
    static final String UNMANAGED = "unmanaged";
    static final String VOIDED = "voided";
    private static final String INACTIVE = "inactive";
    private static final String SUCCESSOR = "supersededBy";
    private static final Set<String> ALL =
            Set.of(NUMBER, REFERENCE, PAYER, START, END, ALLOTTED, REMAINING, LEVEL, DAYS, UNMANAGED, VOIDED);

    private ChangedFields() {}

    /** @param before the state that the event met; {@code null} before the first */
    static Set<String> of(AuthorizationEvent event, @Nullable Added before) {
        return switch (event) {
            case AuthAdded added -> ALL;
            case AuthFieldsPatched patched -> patched(patched, before);
            case AuthVoided voided -> Set.of(VOIDED);
            case AuthRestored restored -> Set.of(VOIDED);
            case AuthInactivated inactivated -> Set.of(INACTIVE);
            case AuthReactivated reactivated -> Set.of(INACTIVE);
            case AuthSuperseded superseded -> Set.of(SUCCESSOR);
            case UnitsHeld held -> Set.of();
            case UnitsHoldAmended amended -> Set.of();
            case UnitsConsumed consumed -> Set.of();
            case UnitsReturned returned -> Set.of();
        };
    }

    /**
     * Remaining counts as moved where a person gave it by hand, which shows in the adjustments also where the number came
     * out the same; a shift that follows from allotted is not a change of its own.
     */
    private static Set<String> patched(AuthFieldsPatched event, @Nullable Added before) {
        Set<String> fields = new LinkedHashSet<>();
        add(fields, NUMBER, event.authorizationNumber());
        add(fields, REFERENCE, event.payerReference());
        add(fields, PAYER, event.payerId());
        add(fields, START, event.startDate());
        add(fields, END, event.endDate());
        add(fields, ALLOTTED, event.allottedUnits());
        add(fields, REMAINING, event.remainingUnits());
        add(fields, LEVEL, event.unitAlertLevel());
        add(fields, DAYS, event.expirationAlertDays());
        add(fields, UNMANAGED, event.unmanaged());
        if (before != null
                && !before.totals().adjustments().equals(event.totals().adjustments())) {
            fields.add(REMAINING);
        }
        return fields;
    }

    private static void add(Set<String> fields, String name, @Nullable Object change) {
        if (change != null) {
            fields.add(name);
        }
    }
}
