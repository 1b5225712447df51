package health.authz.platform.consistency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.authz.events.TenantId;
import health.authz.platform.TestDatabase;
import health.authz.platform.relay.RelayPositions;
import health.authz.platform.web.Cursors;
import health.authz.platform.web.ProblemException;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** What a token stands for, by rows that a test stores and a relay that it moves. */
class ConsistencyTest {
    private static final TenantId OURS = new TenantId("abc");
    private static final TenantId THEIRS = new TenantId("north \"east\"");
    private final TestDatabase database = new TestDatabase();
    private final JdbcTemplate jdbc = database.jdbc();
    private final ConsistencyTokens tokens = new ConsistencyTokens("secret");
    private final Consistency consistency =
            new Consistency(tokens, new StoredPositions(jdbc, "a-service"), new RelayPositions(jdbc), "a-service");

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void an_empty_store_stands_for_nothing_that_would_have_to_be_waited_for() {
        assertThat(consistency.reachOf(read(consistency.now(OURS), OURS))).contains(new Reach(Map.of()));
        assertThat(consistency.notPassed(OURS)).isEqualTo(new ConsistencyToken("a-service", OURS, 0, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"domain_event_entry.global_index", "outbox.position"})
    void the_numbers_are_those_of_the_tables(String column) {
        String[] named = column.split("[.]");
        assertThat(jdbc.queryForObject("select pg_get_serial_sequence(?, ?)", String.class, named[0], named[1]))
                .endsWith("." + named[0] + "_" + named[1] + "_seq");
    }

    @Test
    void what_was_committed_is_waited_for_until_the_relay_has_passed_it_and_then_the_reach_is_told() {
        event(OURS, 0);
        line(OURS);
        ConsistencyToken token = read(consistency.now(OURS), OURS);
        assertThat(consistency.reachOf(token)).isEmpty();

        relayAt("domain_event_entry", token.events());
        assertThat(consistency.reachOf(token)).as("the outbox is not told").isEmpty();
        jdbc.update("delete from outbox");
        relayAt("outbox", token.outbox());
        jdbc.update("insert into relay_reach values ('abc', 'auth-events', 2, 17), ('other', 'auth-events', 1, 99)");

        assertThat(consistency.reachOf(token)).contains(new Reach(Map.of(new TopicPartition("auth-events", 2), 17L)));
    }

    @Test
    void neither_another_organisation_nor_a_number_that_was_rolled_back_holds_anybody_up() {
        event(OURS, 0);
        relayAt("domain_event_entry", numberOfLast());
        for (int i = 0; i < 100; i++) {
            event(THEIRS, i);
        }
        database.transaction().executeWithoutResult(status -> {
            event(OURS, 1);
            status.setRollbackOnly();
        });

        ConsistencyToken token = read(consistency.now(OURS), OURS);

        assertThat(token.events()).isEqualTo(102);
        assertThat(consistency.reachOf(token)).isPresent();
        assertThat(consistency.notPassed(OURS).events()).isZero();
        assertThat(consistency.reachOf(read(consistency.now(THEIRS), THEIRS))).isEmpty();
        assertThat(consistency.notPassed(THEIRS).events()).isEqualTo(101);
    }

    @Test
    void the_end_of_something_stands_for_its_last_event_and_not_for_what_came_later() {
        event(OURS, 0);
        event(OURS, 1);
        long last = numberOfLast();
        jdbc.update("update domain_event_entry set aggregate_identifier = 'operation'");
        event(OURS, 7);

        ConsistencyToken token = read(consistency.atEndOf(OURS, "operation"), OURS);

        assertThat(token).isEqualTo(new ConsistencyToken("a-service", OURS, last, 0));
    }

    @Test
    void a_token_that_was_altered_or_is_of_another_organisation_or_secret_or_is_a_cursor_is_refused() {
        String token = consistency.now(OURS);
        assertThat(read(token, OURS).tenant()).isEqualTo(OURS);

        refused(token, THEIRS);
        refused(token.substring(1), OURS);
        refused("", OURS);
        refused("?", OURS);
        refused(new Cursors("secret").sign("a-service E1 O1 abc"), OURS);
        refused(new ConsistencyTokens("other").write(read(token, OURS)), OURS);
        assertThatThrownBy(() -> new Cursors("secret").verify(token)).isInstanceOf(ProblemException.class);
    }

    @Test
    void a_reach_travels_as_text() {
        Reach reach = new Reach(
                Map.of(new TopicPartition("auth-events", 12), 17L, new TopicPartition("client-directory", 0), 4L));
        assertThat(reach.text()).isEqualTo("auth-events-12=17,client-directory-0=4");
        assertThat(Reach.of(reach.text())).isEqualTo(reach);
        assertThat(Reach.of("")).isEqualTo(new Reach(Map.of()));
        assertThatThrownBy(() -> Reach.of("auth-events")).isInstanceOf(IllegalArgumentException.class);
    }

    private void refused(String token, TenantId tenant) {
        assertThatThrownBy(() -> tokens.read(token, tenant))
                .isInstanceOfSatisfying(ProblemException.class, refused -> assertThat(refused.slug())
                        .isEqualTo("bad-consistency-token"));
    }

    private ConsistencyToken read(String token, TenantId tenant) {
        return tokens.read(token, tenant);
    }

    private long numberOfLast() {
        return jdbc.queryForObject("select max(global_index) from domain_event_entry", Long.class);
    }

    private void event(TenantId tenant, int sequence) {
        jdbc.update("""
                insert into domain_event_entry (event_identifier, aggregate_identifier, sequence_number, time_stamp, payload_type, payload, meta_data)
                values (gen_random_uuid(), ?, ?, '', '', '', ?)""", tenant.value(), sequence, mark(tenant).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private void line(TenantId tenant) {
        jdbc.update("insert into outbox (topic, key, headers, value) values ('t', 'k', ?, '{}')", mark(tenant));
    }

    private static String mark(TenantId tenant) {
        return health.authz.platform.json.Json.mapper().writeValueAsString(Map.of("tenantid", tenant.value()));
    }

    private void relayAt(String source, long position) {
        jdbc.update(
                "insert into relay_position (source, position) values (?, ?) on conflict (source) do update set position = excluded.position",
                source,
                position);
    }
}
