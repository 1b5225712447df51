package health.authz.verify;

import health.authz.events.calendar.CalendarEvent.DayBegan;
import health.authz.events.profile.ProfileEvent.ProfileDefined;
import health.authz.events.profile.ProfileEvent.SettingChanged;
import health.authz.platform.json.Json;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Profiles, settings and days of the alert service, and the command service's copies of settings. */
final class ProfilesAndDays {
    private static final String PROFILE = """
            select name, active, client_admin, rules from profile where tenant = ? and profile_id = ?""";
    private static final String SETTING = "select value from setting where tenant = ? and key = ?";
    private static final String SETTING_COPY = "select value, seq from setting_copy where tenant = ? and key = ?";
    private static final String DAY = "select begun, looked from calendar where tenant = ? and zone = ?";

    private final Database alerts;
    private final Database commands;
    private final SmallStreams streams;

    ProfilesAndDays(Database alerts, Database commands, long bound) {
        this.alerts = alerts;
        this.commands = commands;
        this.streams = new SmallStreams(alerts, bound, "ProfileDefined", "SettingChanged", "DayBegan");
    }

    void compare(Settling settling) throws SQLException {
        streams.compare(settling, this::look);
    }

    private Look look(List<String> ids) throws SQLException {
        Look look = new Look();
        Map<String, SmallStreams.Stored> last = new HashMap<>();
        alerts.inOneSnapshot(() -> {
            streams.read(ids).forEach((id, events) -> last.put(id, events.getLast()));
            for (Map.Entry<String, SmallStreams.Stored> each : last.entrySet()) {
                own(look, each.getKey(), each.getValue());
            }
        });
        for (Map.Entry<String, SmallStreams.Stored> each : last.entrySet()) {
            if (each.getValue().event() instanceof SettingChanged setting) {
                copy(look, each.getKey(), setting, each.getValue().seq());
            }
        }
        return look;
    }

    private void own(Look look, String id, SmallStreams.Stored last) throws SQLException {
        switch (last.event()) {
            case ProfileDefined profile -> {
                Map<String, @Nullable Object> row =
                        one(alerts, PROFILE, profile.tenantId().value(), profile.profileId());
                row.computeIfPresent("rules", (name, text) -> Json.mapper().readTree(text.toString()));
                compare(
                        look,
                        id,
                        "profile",
                        new Fields()
                                .with("name", profile.name())
                                .with("active", profile.active())
                                .with("client_admin", profile.clientAdmin())
                                .with(
                                        "rules",
                                        Json.mapper().readTree(Json.mapper().writeValueAsString(profile.rules()))),
                        row);
            }
            case SettingChanged setting ->
                compare(
                        look,
                        id,
                        "setting",
                        new Fields().with("value", setting.value()),
                        one(alerts, SETTING, setting.tenantId().value(), setting.key()));
            case DayBegan day -> {
                Fields wanted = new Fields().with("begun", day.date());
                if (last.inBound()) {
                    wanted.with("looked", day.date());
                }
                compare(look, id, "day", wanted, one(alerts, DAY, day.tenantId().value(), day.zone()));
            }
            default -> {}
        }
    }

    private static void compare(Look look, String id, String what, Fields wanted, Map<String, @Nullable Object> row) {
        look.compared(1);
        if (row.isEmpty()) {
            look.found(id, Finding.missing(what, id));
        } else {
            look.differing(id, what, wanted.differingFrom(row));
        }
    }

    /** The default again is remembered as no value. */
    private void copy(Look look, String id, SettingChanged setting, long seq) throws SQLException {
        Map<String, @Nullable Object> row = new HashMap<>();
        commands.inOneSnapshot(
                () -> row.putAll(one(commands, SETTING_COPY, setting.tenantId().value(), setting.key())));
        look.compared(1);
        if (row.isEmpty()) {
            look.found(id, Finding.missing("copied setting", id));
        } else {
            look.differing(
                    id,
                    "copied setting",
                    new Fields().with("value", setting.value()).with("seq", seq).differingFrom(row));
        }
    }

    private static Map<String, @Nullable Object> one(Database store, String query, String one, String other)
            throws SQLException {
        Map<String, @Nullable Object> found = new HashMap<>();
        store.each(query, row -> found.putAll(Fields.columns(row)), one, other);
        return found;
    }
}
