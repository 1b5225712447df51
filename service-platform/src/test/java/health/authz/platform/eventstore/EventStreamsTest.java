package health.authz.platform.eventstore;

import static health.authz.platform.PlatformFixtures.authorization;
import static health.authz.platform.PlatformFixtures.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.authz.events.AuthorizationId;
import health.authz.platform.TestDatabase;
import health.authz.platform.relay.RelaySignal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventStreamsTest {
    private TestDatabase database;
    private EventStreams streams;

    @BeforeEach
    void open() {
        database = new TestDatabase();
        streams = new EventStreams(
                database.jdbc(), Clock.fixed(Instant.parse("2026-12-10T10:00:00Z"), ZoneOffset.UTC), new RelaySignal());
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void append(NewEvent... events) {
        database.transaction().executeWithoutResult(status -> streams.append(List.of(events)));
    }

    @Test
    void a_chunk_is_read_back_stream_by_stream_in_order() {
        AuthorizationId one = authorization();
        AuthorizationId two = authorization();
        append(event(one, 0), event(two, 0), event(one, 1));
        var read = streams.read(
                List.of(one.toString(), two.toString(), authorization().toString()));
        assertThat(read).containsOnlyKeys(one.toString(), two.toString());
        assertThat(read.get(one.toString())).extracting(StoredEvent::sequence).containsExactly(0L, 1L);
        assertThat(read.get(two.toString()))
                .extracting(StoredEvent::payload)
                .containsExactly(event(two, 0).payload());
    }

    @Test
    void a_chunk_is_read_back_with_who_caused_each_event_and_when() {
        AuthorizationId one = authorization();
        append(event(one, 0), event(one, 1));
        var read = streams.recorded(List.of(one.toString(), authorization().toString()));
        assertThat(read).containsOnlyKeys(one.toString());
        assertThat(read.get(one.toString()))
                .containsExactly(
                        new RecordedEvent(
                                one.toString(),
                                0,
                                event(one, 0).payload(),
                                event(one, 0).metadata().actor(),
                                Instant.parse("2026-12-10T10:00:00Z")),
                        new RecordedEvent(
                                one.toString(),
                                1,
                                event(one, 1).payload(),
                                event(one, 1).metadata().actor(),
                                Instant.parse("2026-12-10T10:00:00Z")));
    }

    @Test
    void the_last_place_of_each_stream_is_known_without_reading_it() {
        AuthorizationId one = authorization();
        AuthorizationId two = authorization();
        append(event(one, 0), event(two, 0), event(one, 1));
        assertThat(streams.lastPlaces(
                        List.of(one.toString(), two.toString(), authorization().toString())))
                .isEqualTo(Map.of(one.toString(), 1L, two.toString(), 0L));
    }

    @Test
    void a_place_that_is_taken_refuses_the_whole_chunk() {
        AuthorizationId one = authorization();
        AuthorizationId two = authorization();
        append(event(one, 0));
        assertThatThrownBy(() -> append(event(two, 0), event(one, 0))).isInstanceOf(ConcurrentChange.class);
        assertThat(streams.readOne(two.toString())).isEmpty();
        assertThat(streams.readOne(one.toString())).hasSize(1);
    }

    @Test
    void the_store_keeps_logical_names_and_no_class_names() {
        append(event(authorization(), 0));
        assertThat(database.jdbc().queryForObject("select payload_type from domain_event_entry", String.class))
                .isEqualTo("AuthInactivated");
        assertThat(database.jdbc()
                        .queryForObject("select convert_from(meta_data, 'UTF8') from domain_event_entry", String.class))
                .contains("\"tenantid\":\"abc-therapeutic\"")
                .contains("\"actor\":\"biller\"");
    }
}
