package health.authz.alerting;

import static health.authz.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import health.authz.events.authorization.AuthorizationEvent.AuthAdded;
import health.authz.events.directory.DirectoryKind;
import health.authz.events.directory.DirectoryRecord.ClientRecord;
import health.authz.events.directory.DirectoryRecord.DivisionRecord;
import health.authz.events.directory.DirectoryRecord.PersonName;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Records that come late or again, as alerts see them. */
class DirectoryVersionsTest {
    private final RunningAlerts alerts = RunningAlerts.shared();
    private final String tenant = "t-" + UUID.randomUUID();
    private long witnesses;

    @Test
    void alerts_of_an_erased_client_are_closed_and_an_older_record_that_comes_late_opens_none() {
        alerts.directory(tenant, DirectoryKind.DIVISION, "adult", new DivisionRecord("A", "UTC"), 1L);
        client(1L, true);
        caughtUp();
        eventually(() -> count("select count(*) from calendar where tenant = ? and looked is not null") == 1);
        AuthAdded low = alerts.added(
                tenant, "c-1", "H0031", alerts.today(), alerts.today().plusDays(90), 4, 1);
        alerts.event(tenant, low.authorizationId(), 0, low);
        alerts.event(tenant, low.authorizationId(), 1, RunningAlerts.held(low, "n-1", "8", "4"));
        alerts.flush();
        eventually(() -> open() == 1);

        alerts.directory(tenant, DirectoryKind.CLIENT, "c-1", null, 2L);
        caughtUp();
        assertThat(open()).isZero();
        client(1L, true);
        client(null, true);
        caughtUp();
        assertThat(open()).as("neither an older version nor an offset").isZero();
        assertThat(count("select count(*) from alert where tenant = ?")).isEqualTo(1);

        client(3L, true);
        caughtUp();
        assertThat(open()).isEqualTo(1);
    }

    @Test
    void no_days_begin_in_the_zone_of_an_erased_division() {
        DivisionRecord far = new DivisionRecord("A", "Pacific/Kiritimati");
        alerts.directory(tenant, DirectoryKind.DIVISION, "far", far, 1L);
        alerts.directory(tenant, DirectoryKind.DIVISION, "far", null, 2L);
        alerts.directory(tenant, DirectoryKind.DIVISION, "far", far, 1L);
        alerts.directory(tenant, DirectoryKind.DIVISION, "near", new DivisionRecord("B", "Etc/GMT+3"), 1L);
        alerts.flush();
        eventually(() -> count("select count(*) from calendar where tenant = ? and zone = 'Etc/GMT+3'") == 1);
        long before = count("select count(*) from calendar where tenant = ? and zone = 'Pacific/Kiritimati'");

        alerts.daysPass(1);
        eventually(() -> count(
                        "select count(*) from domain_event_entry where aggregate_identifier = 'calendar/' || ? || '/Etc/GMT+3'")
                == 2);

        assertThat(
                        count(
                                "select count(*) from domain_event_entry where aggregate_identifier = 'calendar/' || ? || '/Pacific/Kiritimati'"))
                .as("none but one that began before it was erased")
                .isEqualTo(before);
    }

    private void client(@Nullable Long version, boolean active) {
        alerts.directory(
                tenant,
                DirectoryKind.CLIENT,
                "c-1",
                new ClientRecord(
                        new PersonName("Sample", "Robin"),
                        null,
                        active,
                        List.of("adult"),
                        List.of(),
                        List.of(),
                        List.of()),
                version);
    }

    /** Everything on the clients' topic was applied that was sent before: a witness on each of its partitions is there. */
    private void caughtUp() {
        long round = ++witnesses;
        for (int witness = 0; witness < 24; witness++) {
            alerts.directory(
                    tenant,
                    DirectoryKind.CLIENT,
                    "witness-" + witness,
                    new ClientRecord(
                            new PersonName("W", "W"),
                            null,
                            true,
                            List.of("w-" + round),
                            List.of(),
                            List.of(),
                            List.of()),
                    round);
        }
        alerts.flush();
        eventually(() -> alerts.jdbc.queryForObject(
                        "select count(*) from client_copy where tenant = ? and division_ids = array['w-' || ?]",
                        Long.class,
                        tenant,
                        round)
                == 24);
    }

    private long open() {
        return count("select count(*) from alert where tenant = ? and state = 'OPEN'");
    }

    private long count(String sql) {
        return alerts.jdbc.queryForObject(sql, Long.class, tenant);
    }
}
