package health.authz.directory;

import static health.authz.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.authz.events.ClientId;
import health.authz.events.TenantId;
import health.authz.events.UserId;
import health.authz.events.directory.DirectoryKind;
import health.authz.events.envelope.EventHeaders;
import health.authz.events.envelope.Topics;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.transaction.support.TransactionTemplate;

/** A record counts its changes, and everything that was ever said of it can be said again. */
class DirectoryVersionsTest {
    private static final List<String> WRITER = List.of("directory:write");
    private static RunningDirectory running;
    private final String tenant = "t-" + UUID.randomUUID();

    @BeforeAll
    static void start() {
        running = new RunningDirectory();
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    @Test
    void each_change_counts_and_what_is_already_so_does_not() {
        put("payers/p", "Blue");
        put("payers/p", "Blue");
        put("payers/p", "Bluer");
        erase("payers/p");
        erase("payers/p");
        put("payers/p", "Blue");
        importing(
                "{\"kind\":\"payer\",\"id\":\"p\",\"value\":{\"name\":\"Bluest\"}}",
                "{\"kind\":\"payer\",\"id\":\"p\",\"value\":{\"name\":\"Blue\"}}");
        importing("{\"kind\":\"payer\",\"id\":\"p\",\"value\":{\"name\":\"Bluest\"}}");

        List<ConsumerRecord<String, String>> published = running.published(Topics.REFERENCE_DIRECTORY, tenant);
        assertThat(published).extracting(DirectoryVersionsTest::version).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(published.get(2).value()).isNull();
        assertThat(published.get(4).value()).contains("Bluest");
        assertThat(RunningDirectory.header(published.get(2), EventHeaders.ID)).isEqualTo(tenant + "/payer/p:3");
    }

    @Test
    void an_import_counts_each_record_by_itself() {
        put("payers/p1", "Blue");
        importing(
                "{\"kind\":\"payer\",\"id\":\"p1\",\"value\":{\"name\":\"Bluer\"}}",
                "{\"kind\":\"payer\",\"id\":\"p2\",\"value\":{\"name\":\"Red\"}}",
                "{\"kind\":\"client-group\",\"id\":\"p1\",\"value\":{\"name\":\"Day\"}}");

        assertThat(running.published(Topics.REFERENCE_DIRECTORY, tenant))
                .extracting(record -> record.key().substring(tenant.length()) + "@" + version(record))
                .containsExactlyInAnyOrder("/payer/p1@1", "/payer/p1@2", "/payer/p2@1", "/client-group/p1@1");
    }

    @Test
    void an_erased_record_is_nobody_to_decisions() {
        ClientId client = new ClientId("c-1");
        put("divisions/east", "East\",\"timeZone\":\"Pacific/Kiritimati");
        put("users/u", "U\",\"active\":false,\"email\":\"u@example.org");
        client(true);
        assertThat(running.directory.clients(id(), List.of(client)).get(client).zone())
                .hasToString("Pacific/Kiritimati");
        assertThat(running.directory.isInactiveUser(id(), new UserId("u"))).isTrue();
        for (String each : List.of("divisions/east", "users/u")) {
            erase(each);
        }

        assertThat(running.directory.clients(id(), List.of(client)).get(client).zone())
                .hasToString("Z");
        assertThat(running.directory.divisionZones(id())).isEmpty();
        assertThat(running.directory.zones(id(), List.of("east"))).isEmpty();
        assertThat(running.directory.isInactiveUser(id(), new UserId("u"))).isFalse();
        erase("clients/c-1");
        assertThat(running.directory.clients(id(), List.of(client))).isEmpty();
        for (DirectoryKind kind : DirectoryKind.values()) {
            assertThat(running.directory.existing(id(), kind, List.of("c-1", "u", "east")))
                    .isEmpty();
        }
    }

    @Test
    void an_inactive_client_put_again_after_it_was_erased_is_inactive_from_now_on() {
        client(true);
        client(false);
        erase("clients/c-1");
        assertThat(inactiveSince()).isNull();

        client(false);

        assertThat(inactiveSince()).isNotNull();
        assertThat(running.directory.clients(id(), List.of(new ClientId("c-1"))))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update directory_record set value = '{}' where tenant = ?",
                "update directory_record set value = null where tenant = ?",
                "delete from directory_record where tenant = ?",
                "insert into directory_record as held (tenant, kind, id, value) values (?, 'payer', 'p', '{}')"
                        + " on conflict (tenant, kind, id) do update set value = excluded.value"
            })
    void who_does_not_count_cannot_change_a_record(String statement) {
        put("payers/p", "Blue");

        assertThatThrownBy(() -> running.jdbc.update(statement, tenant))
                .isInstanceOf(ConcurrencyFailureException.class);

        assertThat(running.jdbc.queryForObject(
                        "select value from directory_record where tenant = ?", String.class, tenant))
                .contains("Blue");
    }

    @Test
    void those_who_write_one_record_at_once_are_published_in_the_order_of_their_versions() {
        List<Runnable> writers = new ArrayList<>();
        for (int writer = 0; writer < 4; writer++) {
            int me = writer;
            writers.add(() -> IntStream.range(0, 25).forEach(n -> {
                switch (me) {
                    case 0, 1 -> put("payers/p", "By " + me + " " + n);
                    case 2 -> erase("payers/p");
                    default ->
                        importing(
                                "{\"kind\":\"payer\",\"id\":\"q\",\"value\":{\"name\":\"Q" + n + "\"}}",
                                "{\"kind\":\"payer\",\"id\":\"p\",\"value\":{\"name\":\"Imported " + n + "\"}}");
                }
            }));
        }
        atOnce(writers);

        List<ConsumerRecord<String, String>> published = running.published(Topics.REFERENCE_DIRECTORY, tenant);
        assertThat(state(published)).isEqualTo(stored("payer")).hasSize(2);
        for (String key : state(published).keySet()) {
            List<Long> versions = published.stream()
                    .filter(record -> record.key().equals(key))
                    .map(DirectoryVersionsTest::version)
                    .toList();
            assertThat(versions)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, versions.size()).boxed().toList());
        }
    }

    @Test
    void everything_is_said_again_with_its_tombstones_in_steps_that_another_one_goes_on_with() {
        StringBuilder lines = new StringBuilder();
        for (int n = 0; n < 1_200; n++) {
            lines.append("{\"kind\":\"payer\",\"id\":\"p-").append(n).append("\",\"value\":{\"name\":\"P\"}}\n");
        }
        importing(lines.toString());
        put("payers/p-7", "Changed");
        erase("payers/p-8");
        int before = running.published(Topics.REFERENCE_DIRECTORY, tenant).size();
        long records = running.jdbc.queryForObject("select count(*) from directory_record", Long.class);

        assertThat(running.republish.begin()).isEqualTo(new DirectoryRepublish.Progress(0, records, false));
        assertThat(running.republish.step()).contains(new DirectoryRepublish.Progress(500, records, false));
        assertThat(running.republish.begin())
                .as("one that is under way goes on")
                .isEqualTo(new DirectoryRepublish.Progress(500, records, false));
        try (RunningDirectory another = new RunningDirectory()) {
            assertThat(another.republish.run()).isEqualTo(new DirectoryRepublish.Progress(records, records, true));
        }
        assertThat(running.republish.step()).contains(new DirectoryRepublish.Progress(records, records, true));

        List<ConsumerRecord<String, String>> published = running.published(Topics.REFERENCE_DIRECTORY, tenant);
        List<ConsumerRecord<String, String>> again = published.subList(before, published.size());
        assertThat(again).hasSize(1_200);
        assertThat(state(again)).isEqualTo(stored("payer")).hasSize(1_200);
        assertThat(state(again).get(tenant + "/payer/p-8")).isEqualTo("2 null");
        assertThat(running.republish.begin().done())
                .as("asked again it begins again")
                .isZero();
        running.republish.run();
    }

    @Test
    void a_record_that_is_just_being_written_is_said_again_as_it_becomes() {
        put("payers/p", "Old");
        CompletableFuture<DirectoryRepublish.Progress> again = running.part(TransactionTemplate.class)
                .execute(status -> {
                    put("payers/p", "New");
                    CompletableFuture<DirectoryRepublish.Progress> saying =
                            CompletableFuture.supplyAsync(running.republish::run, Thread::startVirtualThread);
                    eventually(() -> saying.isDone() || saysAndWaits());
                    return saying;
                });
        assertThat(again.join().ended()).isTrue();

        List<ConsumerRecord<String, String>> published = running.published(Topics.REFERENCE_DIRECTORY, tenant);
        assertThat(published).extracting(DirectoryVersionsTest::version).containsExactly(1L, 2L, 2L);
        assertThat(published.getLast().value()).contains("New");
    }

    /** Asked in a thread of its own, so outside the transaction of the test. */
    private static boolean saysAndWaits() {
        return CompletableFuture.supplyAsync(
                                () -> running.jdbc.queryForObject("""
                        select count(*) from pg_stat_activity
                         where wait_event_type = 'Lock' and query like '%from directory_record%order by tenant%'""", Long.class), Thread::startVirtualThread)
                        .join()
                == 1;
    }

    /** Of a compacted topic the last record of each key stays: it must be the newest one. */
    @Test
    void what_is_said_again_beside_those_who_write_leaves_the_truth_in_the_log() {
        int clients = 40;
        List<Runnable> workers = new ArrayList<>();
        for (int writer = 0; writer < 3; writer++) {
            Random random = new Random(writer);
            workers.add(() -> IntStream.range(0, 120).forEach(n -> {
                String id = "c-" + random.nextInt(clients);
                if (random.nextInt(4) == 0) {
                    erase("clients/" + id);
                } else {
                    client(id, random.nextBoolean(), "G" + n);
                }
            }));
        }
        workers.add(() -> IntStream.range(0, 12).forEach(n -> running.republish.run()));
        atOnce(workers);

        List<ConsumerRecord<String, String>> published = running.published(Topics.CLIENT_DIRECTORY, tenant);
        assertThat(state(published)).isEqualTo(stored("client"));
        Map<String, Long> reached = new HashMap<>();
        published.forEach(record -> assertThat(reached.merge(record.key(), version(record), Math::max))
                .as("no state of %s comes after a newer one", record.key())
                .isEqualTo(version(record)));
    }

    private static void atOnce(List<Runnable> work) {
        try (ExecutorService threads = Executors.newFixedThreadPool(work.size())) {
            CompletableFuture.allOf(work.stream()
                            .map(each -> CompletableFuture.runAsync(each, threads))
                            .toArray(CompletableFuture[]::new))
                    .join();
        }
    }

    /** The last record of each key, as version and value. */
    private static Map<String, String> state(List<ConsumerRecord<String, String>> published) {
        Map<String, String> last = new HashMap<>();
        published.forEach(record -> last.put(record.key(), version(record) + " " + record.value()));
        return last;
    }

    private Map<String, String> stored(String kind) {
        Map<String, String> stored = new HashMap<>();
        running.jdbc.query(
                "select id, version, value from directory_record where tenant = ? and kind = ?",
                row -> {
                    stored.put(tenant + "/" + kind + "/" + row.getString(1), row.getLong(2) + " " + row.getString(3));
                },
                tenant,
                kind);
        return stored;
    }

    private static long version(ConsumerRecord<String, String> record) {
        return Long.parseLong(RunningDirectory.header(record, EventHeaders.RECORD_VERSION));
    }

    private TenantId id() {
        return new TenantId(tenant);
    }

    private LocalDate inactiveSince() {
        return running.jdbc.queryForObject(
                "select inactive_since from directory_record where tenant = ? and kind = 'client' and id = 'c-1'",
                LocalDate.class,
                tenant);
    }

    private void client(boolean active) {
        client("c-1", active, "Robin");
    }

    private void client(String id, boolean active, String given) {
        answered(
                "PUT",
                "clients/" + id,
                "{\"name\":{\"family\":\"Sample\",\"given\":\"%s\"},\"active\":%b,\"divisionIds\":[\"east\"]}"
                        .formatted(given, active));
    }

    private void put(String path, String name) {
        answered("PUT", path, "{\"name\":\"" + name + "\"}");
    }

    private void erase(String path) {
        answered("DELETE", path, "");
    }

    private void answered(String method, String path, String body) {
        assertThat(running.ask(tenant, WRITER, method, "/" + path, "application/json", body)
                        .status())
                .isEqualTo(204);
    }

    private void importing(String... lines) {
        assertThat(running.ask(
                                tenant,
                                WRITER,
                                "POST",
                                "/directory/import",
                                "application/x-ndjson",
                                String.join("\n", lines))
                        .status())
                .isEqualTo(200);
    }
}
