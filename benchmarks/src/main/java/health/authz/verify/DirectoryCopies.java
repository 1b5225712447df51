package health.authz.verify;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import health.authz.events.directory.DirectoryKey;
import health.authz.events.directory.DirectoryKind;
import health.authz.events.directory.DirectoryRecord.ClientRecord;
import health.authz.events.directory.DirectoryRecord.DivisionRecord;
import health.authz.events.directory.DirectoryRecord.GroupRecord;
import health.authz.events.directory.DirectoryRecord.PayerRecord;
import health.authz.events.directory.DirectoryRecord.PersonName;
import health.authz.events.directory.DirectoryRecord.UserRecord;
import health.authz.platform.json.Json;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Every record of the directory is copied as it is: in the list, in the alert service, and, as its last value, on its topic.
 * Values are compared and never told.
 */
final class DirectoryCopies {
    private static final int PART = 1_000;

    /**
     * Where records of a kind are copied to.
     *
     * @param collection of the list
     * @param table of the alert service, with the column of the id; {@code null} = none
     */
    record Copy(
            DirectoryKind kind,
            String collection,
            @Nullable String table,
            @Nullable String idColumn) {}

    static final List<Copy> COPIES = List.of(
            new Copy(DirectoryKind.CLIENT, "clients", "client_copy", "client_id"),
            new Copy(DirectoryKind.USER, "users", "user_copy", "user_id"),
            new Copy(DirectoryKind.PAYER, "payers", null, null),
            new Copy(DirectoryKind.DIVISION, "divisions", "division_copy", "division_id"),
            new Copy(DirectoryKind.CLIENT_GROUP, "client_groups", null, null),
            new Copy(DirectoryKind.USER_GROUP, "user_groups", null, null));

    /**
     * A record as it is stored.
     *
     * @param value {@code null} of an erased one
     */
    private record Stored(@Nullable String value, long version) {
        static final Stored UNKNOWN = new Stored(null, 0);
        /** A copy counts versions of the record's own from here on, and offsets of records without one below (ADR 38). */
        private static final long OWN_FROM = 1L << 52;

        /** Whether a copy was made of this state; what says no version of the record's own may be of any. */
        boolean isOf(Map<String, @Nullable Object> copy) {
            return !(copy.get("version") instanceof Number rank)
                    || rank.longValue() < OWN_FROM
                    || rank.longValue() - OWN_FROM == version;
        }
    }

    private static final String RECORDS = """
            select tenant || '/' || kind || '/' || id from directory_record
             where (tenant, kind, id) > (?, ?, ?) order by tenant, kind, id limit\s""" + PART;
    private static final String AGAIN = """
            select tenant || '/' || kind || '/' || id, value, version from directory_record
             where (tenant, kind, id) in (select * from unnest(?::text[], ?::text[], ?::text[]))""";
    private static final String OF_ALERTS = """
            select tenant || '/%s/' || %s as key, * from %s
             where (tenant, %s) in (select * from unnest(?::text[], ?::text[]))""";

    private final Database commands;
    private final Database alerts;
    private final MongoDatabase list;
    private final DirectoryTopics topics;
    /** The last look found something: what was written meanwhile may be on its way. */
    private boolean differed;

    DirectoryCopies(Database commands, Database alerts, MongoDatabase list, DirectoryTopics topics) {
        this.commands = commands;
        this.alerts = alerts;
        this.list = list;
        this.topics = topics;
    }

    /** Things are keys of records: organisation, kind and id. */
    void compare(Settling settling) throws SQLException {
        List<String> part = after("", "", "");
        while (!part.isEmpty()) {
            settling.compare(part, this::look);
            DirectoryKey last = DirectoryKey.of(part.getLast());
            part = after(last.tenant().value(), last.kind().wireName(), last.id());
        }
    }

    private List<String> after(String tenant, String kind, String id) throws SQLException {
        List<String> part = new ArrayList<>(PART);
        commands.inOneSnapshot(() -> commands.each(RECORDS, row -> part.add(row.getString(1)), tenant, kind, id));
        return part;
    }

    /** Copies first, so that they are never ahead of what is read then. */
    private Look look(List<String> things) throws SQLException {
        List<DirectoryKey> keys = things.stream().map(DirectoryKey::of).toList();
        Map<String, Map<String, @Nullable Object>> inList = new HashMap<>();
        Map<String, Map<String, @Nullable Object>> inAlerts = new HashMap<>();
        if (differed) {
            topics.readOn();
        }
        for (Copy copy : COPIES) {
            List<DirectoryKey> some =
                    keys.stream().filter(key -> key.kind() == copy.kind()).toList();
            if (!some.isEmpty()) {
                readList(copy, some, inList);
                readAlerts(copy, some, inAlerts);
            }
        }
        Map<String, Stored> records = new HashMap<>();
        commands.inOneSnapshot(() -> commands.each(
                AGAIN,
                row -> records.put(row.getString(1), new Stored(row.getString(2), row.getLong(3))),
                column(keys, key -> key.tenant().value()),
                column(keys, key -> key.kind().wireName()),
                column(keys, DirectoryKey::id)));
        Look look = new Look();
        for (DirectoryKey key : keys) {
            String thing = key.toString();
            Stored stored = records.getOrDefault(thing, Stored.UNKNOWN);
            String value = stored.value();
            String kind = key.kind().wireName();
            compare(look, thing, kind + " of list", stored, value == null ? null : list(key, value), inList.get(thing));
            if (of(key.kind()).table() != null) {
                compare(
                        look,
                        thing,
                        kind + " of alerts",
                        stored,
                        value == null ? null : alerts(key, value),
                        inAlerts.get(thing));
            }
            topics.compare(look, key, value);
        }
        differed = !look.isClean();
        return look;
    }

    private static Copy of(DirectoryKind kind) {
        return COPIES.stream().filter(copy -> copy.kind() == kind).findFirst().orElseThrow();
    }

    private static String[] column(List<DirectoryKey> keys, Function<DirectoryKey, String> part) {
        return keys.stream().map(part).toArray(String[]::new);
    }

    private void readList(Copy copy, List<DirectoryKey> keys, Map<String, Map<String, @Nullable Object>> found) {
        Map<String, String> things = new HashMap<>();
        keys.forEach(key -> things.put(key.tenant() + "/" + key.id(), key.toString()));
        list.getCollection(copy.collection())
                .find(Filters.in("_id", things.keySet()))
                .forEach(each -> found.put(things.get(each.getString("_id")), each));
    }

    private void readAlerts(Copy copy, List<DirectoryKey> keys, Map<String, Map<String, @Nullable Object>> found)
            throws SQLException {
        if (copy.table() != null) {
            String query = OF_ALERTS.formatted(copy.kind().wireName(), copy.idColumn(), copy.table(), copy.idColumn());
            alerts.inOneSnapshot(() -> alerts.each(
                    query,
                    row -> found.put(row.getString(1), Fields.columns(row)),
                    column(keys, key -> key.tenant().value()),
                    column(keys, DirectoryKey::id)));
        }
    }

    /** @param wanted {@code null} of an erased record */
    private static void compare(
            Look look,
            String thing,
            String what,
            Stored stored,
            @Nullable Fields wanted,
            @Nullable Map<String, @Nullable Object> there) {
        boolean shown = there != null && !Boolean.TRUE.equals(there.get("erased"));
        look.compared(1);
        if (wanted == null && shown) {
            look.found(thing, Finding.doubled(what + ", erased in the directory", thing));
        } else if (wanted != null && !shown) {
            look.found(thing, Finding.missing(what, thing));
        } else if (wanted != null && there != null) {
            look.differing(thing, what, wanted.differingFrom(there));
        }
        if (there != null && !stored.isOf(there)) {
            look.found(thing, Finding.different(what + ": field version", thing));
        }
    }

    private static Fields list(DirectoryKey key, String value) {
        return switch (key.kind()) {
            case CLIENT -> client(key.id(), Json.mapper().readValue(value, ClientRecord.class));
            case USER -> {
                UserRecord user = Json.mapper().readValue(value, UserRecord.class);
                yield named(key.id(), user.name())
                        .with("email", user.email())
                        .with("active", user.active())
                        .with("profileId", user.profileId())
                        .with("userGroupIds", user.userGroupIds())
                        .with("divisionIds", user.divisionIds())
                        .with("supervises", user.supervises());
            }
            case PAYER -> {
                PayerRecord payer = Json.mapper().readValue(value, PayerRecord.class);
                yield named(key.id(), payer.name()).with("overusePolicy", payer.overusePolicy());
            }
            case DIVISION -> {
                DivisionRecord division = Json.mapper().readValue(value, DivisionRecord.class);
                yield named(key.id(), division.name()).with("timeZone", division.timeZone());
            }
            case CLIENT_GROUP, USER_GROUP ->
                named(
                        key.id(),
                        Json.mapper().readValue(value, GroupRecord.class).name());
        };
    }

    private static Fields named(String id, String name) {
        return new Fields()
                .with("id", id)
                .with("name", name)
                .with("nameKey", ClientOnRow.folded(name))
                .with("search", ClientOnRow.folded(name + " " + id));
    }

    private static Fields client(String id, ClientRecord client) {
        PersonName name = client.name();
        return new Fields()
                .with("clientId", id)
                .with("family", name.family())
                .with("given", name.given())
                .with("displayName", name.listed())
                .with("nameKey", ClientOnRow.folded(name.listed()))
                .with("search", ClientOnRow.folded(name.words() + " " + id))
                .with("birthDate", client.birthDate())
                .with("active", client.active())
                .with("divisionIds", client.divisionIds())
                .with("payerIds", client.payerIds())
                .with("clientGroupIds", client.clientGroupIds())
                .with("assignedUserIds", client.assignedUserIds());
    }

    private static Fields alerts(DirectoryKey key, String value) {
        return switch (key.kind()) {
            case CLIENT -> {
                ClientRecord client = Json.mapper().readValue(value, ClientRecord.class);
                yield new Fields()
                        .with("active", client.active())
                        .with("division_ids", client.divisionIds())
                        .with("assigned_user_ids", client.assignedUserIds());
            }
            case USER -> {
                UserRecord user = Json.mapper().readValue(value, UserRecord.class);
                yield new Fields()
                        .with("name", user.name())
                        .with("active", user.active())
                        .with("profile_id", user.profileId())
                        .with("division_ids", user.divisionIds())
                        .with("supervises", user.supervises());
            }
            case DIVISION ->
                new Fields()
                        .with(
                                "time_zone",
                                Json.mapper()
                                        .readValue(value, DivisionRecord.class)
                                        .timeZone());
            case PAYER, CLIENT_GROUP, USER_GROUP -> new Fields();
        };
    }
}
