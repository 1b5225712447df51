package health.authz.verify;

import health.authz.authorization.domain.Added;
import health.authz.authorization.domain.Definition;
import health.authz.events.Units;
import health.authz.events.alert.AlertEvent.AlertKind;
import health.authz.events.authorization.UnitTotals;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** What alerts know of authorizations, how each kind of alert stands on them, and what rows of the list repeat of that. */
final class WatchedRows {
    private static final String FACTS = """
            select authorization_id::text, seq, tenant, client_id, billing_code, payer_id, start_date, end_date, unmanaged,
                   allotted, remaining, used, unit_alert_level, expiration_alert_days, condition,
                   low_epoch, low_open_at, expiring_epoch, expiring_open_at
              from watched_authorization where authorization_id = any(?::uuid[])""";
    private static final String ALERTS = """
            select authorization_id::text, kind, count(*), count(*) filter (where state = 'OPEN'),
                   max(threshold) filter (where state = 'OPEN')
              from alert where authorization_id = any(?::uuid[]) group by authorization_id, kind""";

    private final Database alerts;

    WatchedRows(Database alerts) {
        this.alerts = alerts;
    }

    /** Alerts of one kind on one authorization: an epoch raises at most one, and the next begins when that is closed. */
    record Raised(long all, long open, @Nullable BigDecimal openAt) {
        static final Raised NONE = new Raised(0, 0, null);

        /** Twice the epoch of the last one, and one more once that is closed; {@code null} without any. */
        @Nullable
        Long state() {
            return all == 0 ? null : Long.valueOf(2 * (all - 1) + (open == 0 ? 1 : 0));
        }

        long epoch() {
            return all - open;
        }
    }

    record Watched(long seq, Map<String, @Nullable Object> columns, Map<AlertKind, Raised> raised) {}

    /** In one state of the alert service's schema. */
    Map<String, Watched> of(List<String> ids) throws SQLException {
        Map<String, Watched> found = new HashMap<>();
        Object asked = ids.toArray(String[]::new);
        alerts.inOneSnapshot(() -> {
            alerts.each(
                    FACTS,
                    row -> found.put(
                            row.getString(1),
                            new Watched(row.getLong(2), Fields.columns(row), new EnumMap<>(AlertKind.class))),
                    asked);
            alerts.each(
                    ALERTS,
                    row -> {
                        Watched watched = found.get(row.getString(1));
                        if (watched != null) {
                            watched.raised()
                                    .put(
                                            AlertKind.valueOf(row.getString(2)),
                                            new Raised(row.getLong(3), row.getLong(4), row.getBigDecimal(5)));
                        }
                    },
                    asked);
        });
        return found;
    }

    void compare(
            Look look,
            String id,
            Folded folded,
            @Nullable Watched watched,
            @Nullable Document row,
            @Nullable Document repeated) {
        if (watched == null) {
            if (folded.lastInBound() >= 0) {
                look.compared(1);
                look.found(id, Finding.missing("facts of alerts", id));
            }
            return;
        }
        look.compared(1);
        if (watched.seq() < folded.lastInBound()) {
            look.found(id, Finding.missing("facts of alerts, behind their events", id));
        }
        Folded.At at = folded.at(watched.seq());
        if (at == null) {
            look.found(id, Finding.doubled("facts of alerts, ahead of the stored events", id));
            return;
        }
        look.differing(id, "facts of alerts", facts(at.state(), watched).differingFrom(watched.columns()));
        look.differing(id, "alerts that the list knows", states(watched).differingFrom(orNothing(repeated)));
        if (row != null) {
            look.differing(
                    id,
                    "alerts on the row of the list",
                    states(watched).differingFrom(orNothing(row.get("alerts", Document.class))));
        }
    }

    private static Document orNothing(@Nullable Document document) {
        return document == null ? new Document() : document;
    }

    private static Fields states(Watched watched) {
        Fields states = new Fields();
        for (AlertKind kind : AlertKind.values()) {
            states.with(kind.name(), raised(watched, kind).state());
        }
        return states;
    }

    private static Raised raised(Watched watched, AlertKind kind) {
        return watched.raised().getOrDefault(kind, Raised.NONE);
    }

    private static Fields facts(Added state, Watched watched) {
        Definition definition = state.definition();
        UnitTotals totals = state.totals();
        Raised low = raised(watched, AlertKind.LOW_UNITS);
        Raised expiring = raised(watched, AlertKind.EXPIRING);
        return new Fields()
                .with("tenant", state.identity().tenant())
                .with("client_id", state.identity().client())
                .with("billing_code", state.identity().code())
                .with("payer_id", definition.payerId())
                .with("start_date", definition.startDate())
                .with("end_date", definition.endDate())
                .with("unmanaged", definition.unmanaged())
                .with("allotted", number(totals.allotted()))
                .with("remaining", number(totals.remaining()))
                .with(
                        "used",
                        totals.pending().isMoreThan(Units.ZERO)
                                || totals.consumed().isMoreThan(Units.ZERO))
                .with("unit_alert_level", number(definition.unitAlertLevel()))
                .with("expiration_alert_days", definition.expirationAlertDays())
                .with("condition", condition(state))
                .with("low_epoch", low.epoch())
                .with("low_open_at", low.openAt())
                .with("expiring_epoch", expiring.epoch())
                .with("expiring_open_at", expiring.openAt());
    }

    private static String condition(Added state) {
        return switch (state.standing()) {
            case IN_USE -> "IN_USE";
            case INACTIVE -> "INACTIVATED";
            case VOIDED -> "VOIDED";
        };
    }

    private static @Nullable BigDecimal number(@Nullable Units units) {
        return units == null ? null : units.value();
    }
}
