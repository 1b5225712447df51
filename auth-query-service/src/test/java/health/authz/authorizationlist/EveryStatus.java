package health.authz.authorizationlist;

import health.authz.events.AuthorizationId;
import health.authz.events.BillingCode;
import health.authz.events.ClientId;
import health.authz.events.PayerId;
import health.authz.events.TenantId;
import health.authz.events.Units;
import health.authz.events.authorization.AuthorizationEvent.AuthAdded;
import health.authz.events.authorization.AuthorizationEvent.AuthInactivated;
import health.authz.events.authorization.AuthorizationEvent.AuthVoided;
import health.authz.events.authorization.ChangeReason;
import health.authz.events.authorization.UnitTotals;
import health.authz.events.directory.DirectoryRecord.DivisionRecord;
import health.authz.events.envelope.Topics;
import health.authz.platform.consuming.Received;
import health.authz.query.Facts;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Authorizations in every state, their first and last days around today, of clients on each of the three days of a moment. */
final class EveryStatus {
    /** It is the 22nd in the west, the 23rd in UTC and the 24th in the east. */
    static final Instant NOW = Instant.parse("2026-11-23T10:30:00Z");

    private static final List<LocalDate> STARTS = days(1, 22, 23, 24, 25);
    private static final List<@Nullable LocalDate> ENDS = Arrays.asList(
            LocalDate.of(2026, 11, 21),
            LocalDate.of(2026, 11, 22),
            LocalDate.of(2026, 11, 23),
            LocalDate.of(2026, 11, 24),
            null);

    private enum Kind {
        MANAGED,
        USED_UP,
        UNMANAGED,
        INACTIVE,
        VOIDED
    }

    private EveryStatus() {}

    static List<Received> divisions() {
        return List.of(
                division("west", 1, "Pacific/Pago_Pago"),
                division("utc", 2, "UTC"),
                // in an expression a text that begins so names a field
                division("$east", 3, "Pacific/Kiritimati"));
    }

    private static Received division(String id, long offset, String zone) {
        return Facts.directory(Topics.REFERENCE_DIRECTORY, "division", id, offset, new DivisionRecord(id, zone));
    }

    /** The client {@code nobody} is not among them. */
    static List<Received> clients() {
        return List.of(
                client("c-west", 1, "west"),
                client("c-utc", 2, "utc"),
                client("c-east", 3, "$east"),
                client("c-gone", 4, "closed"));
    }

    private static Received client(String id, long offset, String division) {
        return Facts.directory(Topics.CLIENT_DIRECTORY, "client", id, offset, Facts.client("Sample", division));
    }

    static List<Received> authorizations() {
        List<Received> all = new ArrayList<>();
        for (String client : List.of("c-west", "c-utc", "c-east", "c-gone", "nobody")) {
            for (LocalDate start : STARTS) {
                for (LocalDate end : ENDS) {
                    for (Kind kind : Kind.values()) {
                        add(all, client, start, end, kind);
                    }
                }
            }
        }
        return all;
    }

    private static void add(List<Received> all, String client, LocalDate start, @Nullable LocalDate end, Kind kind) {
        String id = Facts.id(all.size() + 1);
        AuthorizationId authorization = AuthorizationId.of(id);
        all.add(Facts.event(Topics.AUTH_EVENTS, id, 0, all.size(), added(authorization, client, start, end, kind)));
        if (kind == Kind.INACTIVE) {
            AuthInactivated inactivated = new AuthInactivated(authorization, ChangeReason.CORRECTION);
            all.add(Facts.event(Topics.AUTH_EVENTS, id, 1, all.size(), inactivated));
        }
        if (kind == Kind.VOIDED) {
            AuthVoided voided = new AuthVoided(authorization, ChangeReason.CORRECTION, null, null);
            all.add(Facts.event(Topics.AUTH_EVENTS, id, 1, all.size(), voided));
        }
    }

    private static AuthAdded added(
            AuthorizationId id, String client, LocalDate start, @Nullable LocalDate end, Kind kind) {
        boolean unmanaged = kind == Kind.UNMANAGED;
        return new AuthAdded(
                id,
                new TenantId(Facts.TENANT),
                7,
                new ClientId(client),
                new BillingCode("H0031"),
                new PayerId("bcbs"),
                null,
                null,
                start,
                end,
                null,
                null,
                unmanaged,
                unmanaged
                        ? new UnitTotals(null, null, Units.ZERO, Units.ZERO, Units.ZERO, Units.ZERO)
                        : Facts.totals(kind == Kind.USED_UP ? "0" : "12", "0"),
                null,
                null,
                null,
                null);
    }

    private static List<LocalDate> days(int... ofNovember) {
        return Arrays.stream(ofNovember)
                .mapToObj(day -> LocalDate.of(2026, 11, day))
                .toList();
    }
}
