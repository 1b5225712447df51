package health.authz.verify;

import com.mongodb.ConnectionString;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import health.authz.events.AlertId;
import health.authz.events.AuthorizationId;
import health.authz.events.BeforeAfter;
import health.authz.events.BillingCode;
import health.authz.events.BillingCodeGroupId;
import health.authz.events.ClientId;
import health.authz.events.DomainEvent;
import health.authz.events.NoteId;
import health.authz.events.OperationId;
import health.authz.events.PayerId;
import health.authz.events.TenantId;
import health.authz.events.Units;
import health.authz.events.UserId;
import health.authz.events.alert.AlertEvent.AlertAcknowledged;
import health.authz.events.alert.AlertEvent.AlertKind;
import health.authz.events.alert.AlertEvent.AlertRaised;
import health.authz.events.authorization.AuthorizationEvent.AuthAdded;
import health.authz.events.authorization.AuthorizationEvent.AuthFieldsPatched;
import health.authz.events.authorization.AuthorizationEvent.UnitsHeld;
import health.authz.events.authorization.ChangeReason;
import health.authz.events.authorization.UnitTotals;
import health.authz.events.billinggroup.BillingGroupEvent.AuthDecrementAction;
import health.authz.events.billinggroup.BillingGroupEvent.BillingCodeDefined;
import health.authz.events.billinggroup.BillingGroupEvent.BillingCodeGroupDefined;
import health.authz.events.billinggroup.BillingGroupEvent.BillingCodeType;
import health.authz.events.billinggroup.BillingGroupEvent.Member;
import health.authz.events.calendar.CalendarEvent.DayBegan;
import health.authz.events.envelope.EventHeaders;
import health.authz.events.envelope.EventTypes;
import health.authz.events.envelope.Topics;
import health.authz.events.profile.ProfileEvent.ProfileDefined;
import health.authz.events.profile.ProfileEvent.SettingChanged;
import health.authz.platform.json.Json;
import health.authz.stack.TestParts;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * Two authorizations of one client, told and shown as the services would, written down by hand: the tables are those of their
 * migrations, the stores are real PostgreSQL and Kafka, and the stand-in for MongoDB.
 */
final class SmallWorld implements AutoCloseable {
    static final String TENANT = "abc-therapeutic";
    static final String PLAIN = "01976f3a-0000-8000-8000-000000000001";
    static final String LONG = "01976f3a-0000-8000-8000-000000000002";
    static final String ALERT = "01976f3a-0000-8000-8000-0000000000aa";
    static final String GROUP = "01976f3a-0000-8000-8000-0000000000bb";
    static final String OPERATION = "01976f3a-0000-8000-8000-0000000000cc";
    private static final String AT = "2026-11-30T10:00:00.123456Z";
    private static final LocalDate START = LocalDate.of(2026, 12, 1);
    private static final LocalDate END = LocalDate.of(2027, 5, 31);
    private static final List<String> TOPICS = Stream.concat(
                    EventsInKafka.TOPICS.stream(), DirectoryTopics.TOPICS.stream())
            .toList();
    private static final Map<String, List<String>> READERS = Map.of(
            "auth_command", List.of("code-copy"),
            "alert", List.of("authorization-signals", "day-signals", "directory-signals"));

    private final MongoClient client = MongoClients.create(TestParts.mongo().uri());
    private final KafkaProducer<byte[], byte[]> producer;
    private int partitions = 2;

    SmallWorld() throws Exception {
        Map<String, Object> broker =
                Map.of("bootstrap.servers", TestParts.kafka().bootstrapServers());
        try (Admin admin = Admin.create(broker)) {
            admin.createTopics(TOPICS.stream()
                            .map(topic -> new NewTopic(topic, partitions, (short) 1))
                            .toList())
                    .all()
                    .get();
        }
        producer = new KafkaProducer<>(broker, new ByteArraySerializer(), new ByteArraySerializer());
        migrate("auth_command", "auth-command-service");
        migrate("billing_group", "billing-group-service");
        migrate("alert", "alert-service");
        list().drop();
        directory();
        codes();
        authorizations();
        alerts();
        everybodyHasRead();
    }

    VerifyOptions options() {
        return new VerifyOptions(
                TestParts.postgres().url(),
                role -> role,
                TestParts.kafka().bootstrapServers(),
                TestParts.mongo().uri(),
                Duration.ofMillis(300),
                Duration.ZERO);
    }

    MongoDatabase list() {
        return client.getDatabase(
                Objects.requireNonNull(new ConnectionString(TestParts.mongo().uri()).getDatabase()));
    }

    Connection database(String service) throws SQLException {
        return DriverManager.getConnection(TestParts.postgres().url(), service, service);
    }

    void sql(String service, String statement, @Nullable Object... parameters) {
        try (Connection database = database(service);
                PreparedStatement prepared = database.prepareStatement(statement)) {
            for (int i = 0; i < parameters.length; i++) {
                prepared.setObject(i + 1, parameters[i]);
            }
            prepared.execute();
        } catch (SQLException failed) {
            throw new IllegalStateException(statement, failed);
        }
    }

    private void migrate(String schema, String module) throws SQLException, IOException {
        List<Path> scripts = new ArrayList<>();
        for (String folder : List.of(
                "service-platform/src/main/resources/db/platform", module + "/src/main/resources/db/migration")) {
            try (Stream<Path> found = Files.list(Path.of("..").resolve(folder))) {
                scripts.addAll(found.sorted(Comparator.comparingInt(SmallWorld::version))
                        .toList());
            }
        }
        try (Connection database = database(schema);
                Statement statement = database.createStatement()) {
            for (Path script : scripts) {
                statement.execute(Files.readString(script));
            }
        }
    }

    /** {@code V0_6__event_check.sql} is 6, {@code V12__...} is 12. */
    private static int version(Path script) {
        return Integer.parseInt(script.getFileName().toString().replaceFirst("^V(?:0_)?([0-9]+)__.*", "$1"));
    }

    /** Stores an event. */
    void store(String service, String aggregateType, String id, long seq, DomainEvent event) {
        sql(
                service,
                """
                insert into domain_event_entry (event_identifier, aggregate_identifier, sequence_number, type, time_stamp,
                                                payload_type, payload, meta_data)
                values (?, ?, ?, ?, ?, ?, ?, ?)""",
                id + ":" + seq,
                id,
                seq,
                aggregateType,
                AT,
                EventTypes.nameOf(event.getClass()),
                Json.mapper().writeValueAsBytes(event),
                bytes("{\"tenantid\":\"" + TENANT + "\",\"actor\":\"biller\",\"correlationid\":\"c\"}"));
        sql(service, """
                insert into relay_position (source, position) select 'domain_event_entry', max(global_index) from domain_event_entry
                on conflict (source) do update set position = excluded.position""");
    }

    /** Tells an event as the relay does. */
    void tell(String id, long seq, DomainEvent event) {
        String topic = Topics.topicOf(event.getClass());
        String key =
                switch (topic) {
                    case Topics.BILLING_GROUP_EVENTS, Topics.PROFILE_EVENTS, Topics.CALENDAR_EVENTS -> TENANT;
                    default -> id;
                };
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(topic, bytes(key), Json.mapper().writeValueAsBytes(event));
        record.headers()
                .add(EventHeaders.ID, bytes(id + ":" + seq))
                .add(EventHeaders.TYPE, bytes(EventTypes.nameOf(event.getClass())))
                .add(EventHeaders.SUBJECT, bytes(id))
                .add(EventHeaders.SEQUENCE, bytes(Long.toString(seq)));
        producer.send(record);
        producer.flush();
    }

    private void happened(String service, String aggregateType, String id, long seq, DomainEvent event) {
        store(service, aggregateType, id, seq, event);
        tell(id, seq, event);
    }

    /** Positions of all readers: at the ends of the topics. */
    void everybodyHasRead() {
        Map<TopicPartition, Long> ends = Topic.ends(options(), TOPICS);
        READERS.forEach((service, readers) -> readers.forEach(reader -> ends.forEach(
                (partition, end) -> sql(service, """
                insert into consumer_position (consumer, topic, partition, next_offset) values (?, ?, ?, ?)
                on conflict (consumer, topic, partition) do update set next_offset = excluded.next_offset""", reader, partition.topic(), partition.partition(), end))));
        list().getCollection("checkpoints").drop();
        list().getCollection("checkpoints").insertOne(new Document("_id", "rebuild").append("made", "a-mark"));
        List.of("authorization-list", "open-alerts", "client-list", "reference-list", "billing-code-group-list")
                .forEach(reader -> ends.forEach((partition, end) -> list().getCollection("checkpoints")
                        .insertOne(new Document("_id", reader + "/" + partition).append("next", end))));
    }

    private void directory() {
        record("client", "c-1", """
                {"name":{"family":"Sample","given":"Ann"},"birthDate":"1990-02-28","active":true,"divisionIds":["adult"],\
                "payerIds":["bcbs"],"clientGroupIds":[],"assignedUserIds":["u-7"]}""");
        record("user", "u-7", """
                {"name":"Casey Seven","active":true,"profileId":"billing","userGroupIds":[],"divisionIds":["*"],\
                "supervises":[]}""");
        record("payer", "bcbs", "{\"name\":\"Blue Cross\",\"overusePolicy\":\"BLOCK\"}");
        record("division", "adult", "{\"name\":\"Adult\",\"timeZone\":\"America/New_York\"}");
        record("client-group", "g-1", "{\"name\":\"North\"}");
        list().getCollection("clients")
                .insertOne(named("c-1", "sample, ann", "sample ann c-1")
                        .append("clientId", "c-1")
                        .append("family", "Sample")
                        .append("given", "Ann")
                        .append("displayName", "Sample, Ann")
                        .append("birthDate", "1990-02-28")
                        .append("active", true)
                        .append("divisionIds", List.of("adult"))
                        .append("payerIds", List.of("bcbs"))
                        .append("clientGroupIds", List.of())
                        .append("assignedUserIds", List.of("u-7")));
        list().getCollection("users")
                .insertOne(named("u-7", "casey seven", "casey seven u-7")
                        .append("id", "u-7")
                        .append("name", "Casey Seven")
                        .append("email", null)
                        .append("active", true)
                        .append("profileId", "billing")
                        .append("userGroupIds", List.of())
                        .append("divisionIds", List.of("*"))
                        .append("supervises", List.of()));
        list().getCollection("payers")
                .insertOne(named("bcbs", "blue cross", "blue cross bcbs")
                        .append("id", "bcbs")
                        .append("name", "Blue Cross")
                        .append("overusePolicy", "BLOCK"));
        list().getCollection("divisions")
                .insertOne(named("adult", "adult", "adult adult")
                        .append("id", "adult")
                        .append("name", "Adult")
                        .append("timeZone", "America/New_York"));
        list().getCollection("client_groups")
                .insertOne(
                        named("g-1", "north", "north g-1").append("id", "g-1").append("name", "North"));
        sql(
                "alert",
                "insert into client_copy (tenant, client_id, active, division_ids, assigned_user_ids) values ('"
                        + TENANT + "', 'c-1', true, '{adult}', '{u-7}')");
        sql(
                "alert",
                "insert into user_copy (tenant, user_id, name, active, profile_id, division_ids, supervises) values ('"
                        + TENANT + "', 'u-7', 'Casey Seven', true, 'billing', '{*}', '{}')");
        sql(
                "alert",
                "insert into division_copy (tenant, division_id, time_zone) values ('" + TENANT
                        + "', 'adult', 'America/New_York')");
    }

    private static Document named(String id, String nameKey, String search) {
        return new Document("_id", TENANT + "/" + id)
                .append("version", 0L)
                .append("tenant", TENANT)
                .append("erased", false)
                .append("nameKey", nameKey)
                .append("search", search);
    }

    /** A record of the directory, and its line on the topic. */
    void record(String kind, String id, String value) {
        sql(
                "auth_command",
                "insert into directory_record (tenant, kind, id, value) values (?, ?, ?, ?)",
                TENANT,
                kind,
                id,
                value);
        tellRecord(kind, id, value);
    }

    void tellRecord(String kind, String id, @Nullable String value) {
        String topic =
                switch (kind) {
                    case "client" -> Topics.CLIENT_DIRECTORY;
                    case "user" -> Topics.USER_DIRECTORY;
                    default -> Topics.REFERENCE_DIRECTORY;
                };
        producer.send(new ProducerRecord<>(
                topic, bytes(TENANT + "/" + kind + "/" + id), value == null ? null : bytes(value)));
        producer.flush();
    }

    private void codes() {
        TenantId tenant = new TenantId(TENANT);
        BillingCodeDefined code = new BillingCodeDefined(
                tenant,
                new BillingCode("H0031"),
                "Assessment",
                BillingCodeType.HCPCS,
                "visit",
                Units.units("4"),
                AuthDecrementAction.PER_UNIT_BILLED,
                false,
                true);
        BillingCodeGroupDefined group = new BillingCodeGroupDefined(
                tenant,
                BillingCodeGroupId.of(GROUP),
                1,
                "Starter",
                true,
                List.of(new Member(new BillingCode("H0031"), Units.units("4"), null)));
        happened("billing_group", "BillingCodeAggregate", "billing-code/" + TENANT + "/H0031", 0, code);
        happened("billing_group", "BillingCodeGroupAggregate", "billing-code-group/" + GROUP, 0, group);
        sql(
                "billing_group",
                "insert into billing_code (tenant, code, version, active, event) values (?, 'H0031', 0, true, ?)",
                TENANT,
                Json.mapper().writeValueAsString(code));
        sql(
                "billing_group",
                "insert into billing_code_group (tenant, id, version, name, active, event) values (?, ?::uuid, 1, 'Starter', true, ?)",
                TENANT,
                GROUP,
                Json.mapper().writeValueAsString(group));
        sql(
                "billing_group",
                "insert into billing_code_group_member (tenant, group_id, code) values (?, ?::uuid, 'H0031')",
                TENANT,
                GROUP);
        sql(
                "auth_command",
                "insert into billing_code_copy (tenant, code, active, unmanaged, default_units, seq) values (?, 'H0031', true, false, 4, 0)",
                TENANT);
        sql(
                "auth_command",
                "insert into billing_code_group_copy (tenant, group_id, version, active, removed, members) values (?, ?::uuid, 1, true, false, '[{\"code\":\"H0031\",\"defaultUnits\":4}]')",
                TENANT,
                GROUP);
        list().getCollection("billing_code_groups")
                .insertOne(new Document("_id", TENANT + "/" + GROUP)
                        .append("tenant", TENANT)
                        .append("erased", false)
                        .append("nameKey", "starter")
                        .append("codes", List.of("H0031")));
        ProfileDefined profile = new ProfileDefined(tenant, "billing", "Billing", true, true, List.of());
        happened("alert", "ProfileAggregate", "profile/" + TENANT + "/billing", 0, profile);
        sql(
                "alert",
                "insert into profile (tenant, profile_id, name, active, client_admin, rules) values (?, 'billing', 'Billing', true, true, '[]')",
                TENANT);
        happened(
                "alert",
                "SettingAggregate",
                "setting/" + TENANT + "/notes.late-grace-days",
                0,
                new SettingChanged(tenant, "notes.late-grace-days", "10"));
        sql(
                "alert",
                "insert into setting (tenant, key, value, changed_by, changed_at) values (?, 'notes.late-grace-days', '10', 'admin', now())",
                TENANT);
        sql(
                "auth_command",
                "insert into setting_copy (tenant, key, value, seq) values (?, 'notes.late-grace-days', '10', 0)",
                TENANT);
        happened("alert", "CalendarAggregate", "calendar/" + TENANT + "/UTC", 0, new DayBegan(tenant, "UTC", START));
        sql(
                "alert",
                "insert into calendar (tenant, zone, begun, looked) values (?, 'UTC', ?, ?)",
                TENANT,
                START,
                START);
    }

    static AuthAdded added(String id) {
        return new AuthAdded(
                AuthorizationId.of(id),
                new TenantId(TENANT),
                100_001,
                new ClientId("c-1"),
                new BillingCode("H0031"),
                new PayerId("bcbs"),
                "PA 88-1",
                null,
                START,
                END,
                Units.units("2"),
                14,
                false,
                totals("48", "0"),
                OperationId.of(OPERATION),
                null,
                null,
                null);
    }

    static UnitsHeld held(String id, int note) {
        return new UnitsHeld(
                AuthorizationId.of(id),
                new NoteId("n-" + note),
                START,
                Units.units("5"),
                totals(Integer.toString(48 - 5 * note), Integer.toString(5 * note)));
    }

    static AuthFieldsPatched shortened(String id) {
        return new AuthFieldsPatched(
                AuthorizationId.of(id),
                null,
                null,
                null,
                null,
                new BeforeAfter<>(END, END.minusDays(1)),
                null,
                null,
                null,
                null,
                null,
                totals("48", "0"),
                ChangeReason.PAYER_LETTER,
                null,
                null);
    }

    private static UnitTotals totals(String remaining, String pending) {
        return new UnitTotals(
                Units.units("48"), Units.units(remaining), Units.units(pending), Units.ZERO, Units.ZERO, Units.ZERO);
    }

    private void authorizations() {
        happened("auth_command", "Authorization", PLAIN, 0, added(PLAIN));
        happened("auth_command", "Authorization", PLAIN, 1, shortened(PLAIN));
        happened("auth_command", "Authorization", LONG, 0, added(LONG));
        for (int note = 1; note <= 9; note++) {
            happened("auth_command", "Authorization", LONG, note, held(LONG, note));
        }
        window(PLAIN, END.minusDays(1));
        window(LONG, END);
        Map<String, Object> notes = new LinkedHashMap<>();
        for (int note = 1; note <= 7; note++) {
            notes.put("n-" + note, Map.of("serviceDate", START.toString(), "units", 5, "state", "DRAFT"));
        }
        Map<String, Object> snapshot = new HashMap<>();
        snapshot.put(
                "identity",
                Map.of(
                        "id",
                        LONG,
                        "tenant",
                        TENANT,
                        "systemAuthNo",
                        100_001,
                        "client",
                        "c-1",
                        "code",
                        "H0031",
                        "operationId",
                        OPERATION));
        snapshot.put(
                "definition",
                Map.of(
                        "payerId",
                        "bcbs",
                        "authorizationNumber",
                        "PA 88-1",
                        "startDate",
                        START.toString(),
                        "endDate",
                        END.toString(),
                        "unitAlertLevel",
                        2,
                        "expirationAlertDays",
                        14,
                        "unmanaged",
                        false));
        snapshot.put(
                "totals",
                Map.of(
                        "allotted",
                        48,
                        "remaining",
                        13,
                        "pending",
                        35,
                        "consumed",
                        0,
                        "openingUsed",
                        0,
                        "adjustments",
                        0));
        snapshot.put("standing", "IN_USE");
        snapshot.put("notes", notes);
        snapshot.put("definitionSeq", 0);
        sql(
                "auth_command",
                "insert into authorization_snapshot (authorization_id, seq, format, state) values (?::uuid, 7, 2, ?)",
                LONG,
                Json.mapper().writeValueAsString(snapshot));
        row(PLAIN, 1, END.minusDays(1), 4_800, 0, new Document());
        row(LONG, 9, END, 300, 4_500, new Document("LOW_UNITS", 0L));
        line(PLAIN, 1, shortened(PLAIN));
        for (int note = 1; note <= 9; note++) {
            line(LONG, note, held(LONG, note));
        }
        watched(PLAIN, 1, END.minusDays(1), 48, false, null);
        watched(LONG, 9, END, 3, true, 5);
    }

    private void window(String id, LocalDate end) {
        sql(
                "auth_command",
                "insert into authorization_window (authorization_id, tenant, client_id, billing_code, payer_id, authorization_number, start_date, end_date, state) values (?::uuid, ?, 'c-1', 'H0031', 'bcbs', 'PA 88-1', ?, ?, 'USABLE')",
                id,
                TENANT,
                START,
                end);
    }

    private void watched(String id, long seq, LocalDate end, int remaining, boolean used, @Nullable Integer openAt) {
        sql("alert", """
                insert into watched_authorization (authorization_id, seq, tenant, client_id, billing_code, payer_id, start_date,
                    end_date, unmanaged, allotted, remaining, used, unit_alert_level, expiration_alert_days, condition, low_epoch,
                    low_open_at, expiring_epoch, expiring_open_at)
                values (?::uuid, ?, ?, 'c-1', 'H0031', 'bcbs', ?, ?, false, 48, ?, ?, 2, 14, 'IN_USE', 0, ?, 0, null)""", id, seq, TENANT, START, end, remaining, used, openAt);
    }

    private static Document line(long seq, DomainEvent event) {
        return new Document("seq", seq)
                .append("type", EventTypes.nameOf(event.getClass()))
                .append("recordedAt", AT)
                .append("actor", "biller")
                .append("value", Json.mapper().writeValueAsString(event));
    }

    private void line(String id, long seq, DomainEvent event) {
        list().getCollection("history").insertOne(line(seq, event).append("_id", id + "/" + seq));
    }

    private void row(String id, long seq, LocalDate end, long remaining, long pending, Document alerts) {
        list().getCollection("authorizations")
                .insertOne(new Document("_id", id)
                        .append("seq", seq)
                        .append("tenant", TENANT)
                        .append("clientId", "c-1")
                        .append("clientKey", TENANT + "/c-1")
                        .append("clientIdKey", "c-1")
                        .append("billingCode", "H0031")
                        .append("codeKey", "h0031")
                        .append("systemAuthNo", 100_001L)
                        .append("operationId", OPERATION)
                        .append("operationIds", List.of(OPERATION))
                        .append("supersedes", null)
                        .append("state", "OPEN")
                        .append("unmanaged", false)
                        .append("payerId", "bcbs")
                        .append("payerKey", "bcbs")
                        .append("number", "PA 88-1")
                        .append("numberKey", "pa881")
                        .append("payerReference", null)
                        .append("referenceKey", "")
                        .append("start", START.toString())
                        .append("end", end.toString())
                        .append("endKey", end.toString())
                        .append("unitAlertLevel", 200L)
                        .append("expirationAlertDays", 14)
                        .append("allotted", 4_800L)
                        .append("allottedKey", 4_800L)
                        .append("remaining", remaining)
                        .append("remainingKey", remaining)
                        .append("hasUnits", true)
                        .append("pending", pending)
                        .append("consumed", 0L)
                        .append("first", line(0, added(id)))
                        .append("alerts", alerts)
                        .append("clientVersion", 0L)
                        .append("clientName", "Sample, Ann")
                        .append("clientNameKey", "sample, ann")
                        .append("clientSearch", "sample ann c-1")
                        .append("clientActive", true)
                        .append("divisionIds", List.of("adult"))
                        .append("firstDivision", "adult")
                        .append("clientGroupIds", List.of())
                        .append("assignedUserIds", List.of("u-7")));
    }

    private void alerts() {
        AlertRaised raised = new AlertRaised(
                AlertId.of(ALERT),
                new TenantId(TENANT),
                AlertKind.LOW_UNITS,
                AuthorizationId.of(LONG),
                new ClientId("c-1"),
                new BillingCode("H0031"),
                new PayerId("bcbs"),
                END,
                0,
                new BigDecimal("3"),
                new BigDecimal("5"),
                List.of(new UserId("u-7")),
                null);
        happened("alert", "Alert", ALERT, 0, raised);
        happened("alert", "Alert", ALERT, 1, new AlertAcknowledged(AlertId.of(ALERT), new UserId("u-7")));
        sql("alert", """
                insert into alert (id, seq, tenant, kind, state, authorization_id, client_id, billing_code, payer_id, end_date, value,
                                   threshold, recipients, raised_at, acknowledged_by, acknowledged_at)
                values (?::uuid, 1, ?, 'LOW_UNITS', 'OPEN', ?::uuid, 'c-1', 'H0031', 'bcbs', ?, 3, 5, '{u-7}', now(), 'u-7', now())""", ALERT, TENANT, LONG, END);
        list().getCollection("alerts")
                .insertOne(new Document("_id", ALERT)
                        .append("authorizationId", LONG)
                        .append("kind", "LOW_UNITS")
                        .append("state", 0L));
        list().getCollection("open_alerts").insertOne(new Document("_id", LONG).append("LOW_UNITS", 0L));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        producer.close();
        client.close();
    }
}
