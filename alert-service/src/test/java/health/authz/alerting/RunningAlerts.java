package health.authz.alerting;

import health.authz.events.AuthorizationId;
import health.authz.events.BillingCode;
import health.authz.events.ClientId;
import health.authz.events.DomainEvent;
import health.authz.events.NoteId;
import health.authz.events.PayerId;
import health.authz.events.TenantId;
import health.authz.events.Units;
import health.authz.events.authorization.AuthorizationEvent.AuthAdded;
import health.authz.events.authorization.AuthorizationEvent.UnitsHeld;
import health.authz.events.authorization.UnitTotals;
import health.authz.events.calendar.CalendarEvent.DayBegan;
import health.authz.events.directory.DirectoryKey;
import health.authz.events.directory.DirectoryKind;
import health.authz.events.directory.DirectoryRecord;
import health.authz.events.directory.DirectoryRecord.ClientRecord;
import health.authz.events.directory.DirectoryRecord.DivisionRecord;
import health.authz.events.directory.DirectoryRecord.PersonName;
import health.authz.events.directory.DirectoryRecord.UserRecord;
import health.authz.events.envelope.EventHeaders;
import health.authz.events.envelope.EventTypes;
import health.authz.events.envelope.Topics;
import health.authz.platform.json.Json;
import health.authz.stack.TestParts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors;
import org.springframework.security.test.web.servlet.setup.SecurityMockMvcConfigurers;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.RequestPostProcessor;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.WebApplicationContext;

/** The whole service on a real PostgreSQL and a real broker, with a clock that can be moved on by days. */
final class RunningAlerts {
    private static RunningAlerts shared;

    private final Path clockFile;
    private final KafkaProducer<byte[], byte[]> producer;
    private final ConfigurableApplicationContext service;
    final MockMvc http;
    final JdbcTemplate jdbc;

    static synchronized RunningAlerts shared() {
        if (shared == null) {
            shared = new RunningAlerts();
        }
        return shared;
    }

    private RunningAlerts() {
        try {
            clockFile = Files.createTempFile("authz-clock", ".txt");
            Files.writeString(clockFile, "0");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        topicsOfOthers();
        service = start();
        http = MockMvcBuilders.webAppContextSetup((WebApplicationContext) service)
                .apply(SecurityMockMvcConfigurers.springSecurity())
                .build();
        jdbc = service.getBean(JdbcTemplate.class);
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", TestParts.kafka().bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private static void topicsOfOthers() {
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", TestParts.kafka().bootstrapServers()))) {
            admin.createTopics(List.of(
                            new NewTopic(Topics.AUTH_EVENTS, 6, (short) 1),
                            new NewTopic(Topics.CLIENT_DIRECTORY, 3, (short) 1),
                            new NewTopic(Topics.USER_DIRECTORY, 1, (short) 1),
                            new NewTopic(Topics.REFERENCE_DIRECTORY, 1, (short) 1)))
                    .all()
                    .get();
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** One more instance of the service. */
    ConfigurableApplicationContext start() {
        return new SpringApplicationBuilder(AlertService.class)
                .run(
                        "--server.port=0",
                        "--management.server.port=0",
                        "--spring.profiles.active=demo",
                        "--spring.jmx.enabled=false",
                        "--authz.demo.clock-file=" + clockFile,
                        "--spring.datasource.url=" + TestParts.postgres().url() + "?reWriteBatchedInserts=true",
                        "--spring.kafka.bootstrap-servers=" + TestParts.kafka().bootstrapServers());
    }

    LocalDate today() {
        return LocalDate.ofInstant(service.getBean(Clock.class).instant(), java.time.ZoneOffset.UTC);
    }

    void daysPass(int days) {
        try {
            Path next = Files.createTempFile(clockFile.getParent(), "authz-clock", ".next");
            Files.writeString(
                    next,
                    Long.toString(Long.parseLong(Files.readString(clockFile).strip()) + days));
            Files.move(next, clockFile, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    int managementPort() {
        return Integer.parseInt(service.getEnvironment().getProperty("local.management.port", "0"));
    }

    int port() {
        return ((ServletWebServerApplicationContext) service).getWebServer().getPort();
    }

    static RequestPostProcessor token(String tenant, String user, String... permissions) {
        return token(tenant, user, List.of("*"), "all", permissions);
    }

    static RequestPostProcessor token(
            String tenant, String user, List<String> divisions, String clients, String... permissions) {
        return SecurityMockMvcRequestPostProcessors.jwt()
                .jwt(Jwt.withTokenValue("test")
                        .header("alg", "RS256")
                        .subject(user)
                        .claim("org", tenant)
                        .claim("divisions", divisions)
                        .claim("clients", clients)
                        .claim("permissions", List.of(permissions))
                        .build());
    }

    void division(String tenant, String id, String zone) {
        directory(tenant, DirectoryKind.DIVISION, id, new DivisionRecord("Division " + id, zone));
    }

    void client(String tenant, String id, boolean active, List<String> divisions, List<String> assigned) {
        directory(
                tenant,
                DirectoryKind.CLIENT,
                id,
                new ClientRecord(
                        new PersonName("Sample", "Robin"),
                        null,
                        active,
                        divisions,
                        List.of("bcbs"),
                        List.of(),
                        assigned));
    }

    void user(String tenant, String id, String profile, List<String> divisions, List<String> supervises) {
        directory(
                tenant,
                DirectoryKind.USER,
                id,
                new UserRecord("Name of " + id, null, true, profile, List.of(), divisions, supervises));
    }

    private void directory(String tenant, DirectoryKind kind, String id, DirectoryRecord record) {
        directory(tenant, kind, id, record, null);
    }

    /**
     * @param record {@code null} = erased
     * @param version {@code null} = as a writer sent it that counted none
     */
    void directory(
            String tenant, DirectoryKind kind, String id, @Nullable DirectoryRecord record, @Nullable Long version) {
        String key = new DirectoryKey(new TenantId(tenant), kind, id).toString();
        send(
                Topics.topicOf(kind),
                key,
                key,
                "directory." + kind.wireName(),
                tenant,
                0,
                record == null ? null : Json.mapper().writeValueAsString(record),
                version == null ? Map.of() : Map.of(EventHeaders.RECORD_VERSION, version.toString()));
    }

    AuthAdded added(String tenant, String client, String code, LocalDate start, LocalDate end, int level, int days) {
        return new AuthAdded(
                new AuthorizationId(UUID.randomUUID()),
                new TenantId(tenant),
                1,
                new ClientId(client),
                new BillingCode(code),
                new PayerId("bcbs"),
                null,
                null,
                start,
                end,
                Units.units(Integer.toString(level)),
                days,
                false,
                totals("12", "12", "0"),
                null,
                null,
                null,
                null);
    }

    static UnitsHeld held(AuthAdded authorization, String note, String units, String remaining) {
        return new UnitsHeld(
                authorization.authorizationId(),
                new NoteId(note),
                authorization.startDate(),
                Units.units(units),
                totals("12", remaining, units));
    }

    private static UnitTotals totals(String allotted, String remaining, String pending) {
        return new UnitTotals(
                Units.units(allotted),
                Units.units(remaining),
                Units.units(pending),
                Units.ZERO,
                Units.ZERO,
                Units.ZERO);
    }

    void event(String tenant, AuthorizationId id, long seq, DomainEvent event) {
        send(
                Topics.AUTH_EVENTS,
                id.toString(),
                EventTypes.nameOf(event.getClass()),
                tenant,
                seq,
                Json.mapper().writeValueAsString(event));
    }

    void day(String tenant, String zone, LocalDate date, long seq) {
        send(
                Topics.CALENDAR_EVENTS,
                tenant,
                "calendar/" + tenant + "/" + zone,
                "DayBegan",
                tenant,
                seq,
                Json.mapper().writeValueAsString(new DayBegan(new TenantId(tenant), zone, date)));
    }

    private void send(String topic, String key, String type, String tenant, long seq, String value) {
        send(topic, key, key, type, tenant, seq, value, Map.of());
    }

    private void send(String topic, String key, String subject, String type, String tenant, long seq, String value) {
        send(topic, key, subject, type, tenant, seq, value, Map.of());
    }

    private void send(
            String topic,
            String key,
            String subject,
            String type,
            String tenant,
            long seq,
            @Nullable String value,
            Map<String, String> more) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(topic, bytes(key), value == null ? null : bytes(value));
        more.forEach((name, text) -> record.headers().add(name, bytes(text)));
        Map.of(
                        EventHeaders.ID, subject + ":" + seq,
                        EventHeaders.TYPE, type,
                        EventHeaders.SUBJECT, subject,
                        EventHeaders.SEQUENCE, Long.toString(seq),
                        EventHeaders.TENANT_ID, tenant)
                .forEach((name, text) -> record.headers().add(name, bytes(text)));
        producer.send(record);
    }

    void flush() {
        producer.flush();
    }

    /** Events of the store, oldest first, as type names. */
    List<String> stored(String aggregateIdLike) {
        return new ArrayList<>(jdbc.queryForList(
                "select payload_type from domain_event_entry where aggregate_identifier like ? order by global_index",
                String.class,
                aggregateIdLike));
    }

    long alerts(String tenant) {
        return jdbc.queryForObject("select count(*) from alert where tenant = ?", Long.class, tenant);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
