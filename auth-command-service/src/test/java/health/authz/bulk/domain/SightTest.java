package health.authz.bulk.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import health.authz.authorization.domain.Authorization;
import health.authz.authorization.domain.Decision;
import health.authz.authorization.domain.Rejection;
import health.authz.authorization.domain.RequestedValues;
import health.authz.bulk.domain.ChunkAudiences.Outcomes;
import health.authz.bulk.domain.ChunkAudiences.Run;
import health.authz.events.AuthorizationId;
import health.authz.events.ClientId;
import health.authz.events.TenantId;
import health.authz.events.UserId;
import health.authz.events.bulk.BulkOperationEvent.RowCounts;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Rule B-24: who sees how much of an operation. */
class SightTest {
    private static final TenantId ABC = new TenantId("abc");
    private static final UserId ANNA = new UserId("anna");
    private static final Audience ADULT = new Audience(Set.of("adult"), Set.of("clara"));
    private static final Audience CHILD = new Audience(Set.of("child"), Set.of());
    private static final BulkPlan PLAN = new BulkPlan.Update(of(ANNA, "*"), RequestedValues.NOTHING);

    private static Scope of(UserId user, String... divisions) {
        boolean all = List.of(divisions).contains("*");
        return new Scope(ABC, user, all, all ? Set.of() : Set.of(divisions), false, false);
    }

    private static Scope assignedTo(String user, String... divisions) {
        Scope scope = of(new UserId(user), divisions);
        return new Scope(ABC, scope.user(), scope.allDivisions(), scope.divisions(), true, false);
    }

    private static DecidedRow row(Audience audience, boolean refused) {
        AuthorizationId id = new AuthorizationId(new UUID(1, 2));
        return DecidedRow.of(
                        PLAN,
                        new ClientId("c-1"),
                        null,
                        id,
                        Authorization.NOT_ADDED,
                        refused ? Decision.reject(new Rejection.UnknownAuthorization(id)) : Decision.unchanged(),
                        LocalDate.of(2026, 12, 1))
                .to(audience);
    }

    private static List<DecidedRow> rows(Audience... audiences) {
        return Arrays.stream(audiences).map(each -> row(each, false)).toList();
    }

    @Test
    void no_row_in_view_is_none_one_is_a_part_and_only_the_last_makes_it_all() {
        assertThat(Sight.of(0, 3)).isEqualTo(Sight.NONE);
        assertThat(Sight.of(1, 3)).isEqualTo(Sight.PART);
        assertThat(Sight.of(2, 3)).isEqualTo(Sight.PART);
        assertThat(Sight.of(3, 3)).isEqualTo(Sight.ALL);
    }

    @Test
    void whose_scope_covers_the_submitters_sees_all_without_a_look_at_the_rows() {
        Scope submitters = of(ANNA, "adult");
        assertThat(new Viewer(of(new UserId("ben"), "adult", "child"), false).seesAllOf(ANNA, submitters))
                .isTrue();
        assertThat(new Viewer(of(new UserId("ben"), "child"), false).seesAllOf(ANNA, submitters))
                .isFalse();
        assertThat(new Viewer(of(new UserId("ben"), "adult"), false).seesAllOf(ANNA, null))
                .as("what the submitter saw is not known")
                .isFalse();
        assertThat(new Viewer(assignedTo("ben", "*"), false).seesAllOf(ANNA, submitters))
                .isFalse();
    }

    @Test
    void the_submitter_and_who_holds_bulk_all_see_all_whatever_they_see_of_clients() {
        Scope nothing = of(ANNA);
        assertThat(new Viewer(nothing, false).seesAllOf(ANNA, of(ANNA, "*"))).isTrue();
        assertThat(new Viewer(of(new UserId("ben")), true).seesAllOf(ANNA, of(ANNA, "*")))
                .isTrue();
        assertThat(new Viewer(of(new UserId("ben")), false).seesAllOf(ANNA, of(ANNA, "*")))
                .isFalse();
    }

    @Test
    void what_somebody_may_do_about_the_whole_is_decided_for_every_client_only_with_bulk_all() {
        Scope adult = of(ANNA, "adult");
        assertThat(new Viewer(adult, false).acting()).isEqualTo(adult);
        assertThat(new Viewer(adult, true).acting().seesEveryClient()).isTrue();
        assertThat(new Viewer(adult, true).acting().user()).isEqualTo(ANNA);
    }

    @Test
    void rows_of_no_client_are_in_view_of_those_who_see_every_client() {
        assertThat(of(ANNA, "*").sees(Audience.OF_NO_CLIENT)).isTrue();
        assertThat(of(ANNA, "adult").sees(Audience.OF_NO_CLIENT)).isFalse();
        assertThat(assignedTo("anna", "*").sees(Audience.OF_NO_CLIENT)).isFalse();
        assertThat(of(ANNA, "adult").sees(Audience.of(null))).isFalse();
    }

    @Test
    void a_chunk_keeps_an_audience_once_and_in_which_order_its_rows_stand() {
        ChunkAudiences chunk = ChunkAudiences.of(rows(ADULT, ADULT, CHILD, ADULT));

        assertThat(chunk.groups()).hasSize(2);
        assertThat(chunk.groups().getFirst().rows()).isEqualTo(3);
        assertThat(chunk.runs()).containsExactly(new Run(0, 2), new Run(1, 1), new Run(0, 1));
        assertThat(chunk.of(1, 3)).containsExactly(ADULT, CHILD, ADULT);
        assertThat(chunk.inView(of(ANNA, "child"), 0, 4).stream()).containsExactly(2);
        assertThat(chunk.inView(of(ANNA, "child"), 1, 2).stream()).containsExactly(1);
        assertThat(chunk.inView(assignedTo("clara", "*"), 0, 4).stream()).containsExactly(0, 1, 3);
        assertThatThrownBy(() -> chunk.of(2, 3)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void outcomes_of_a_stretch_are_counted_by_audience() {
        ChunkAudiences chunk = ChunkAudiences.of(rows(ADULT, ADULT, CHILD, CHILD));

        List<Outcomes> outcomes = chunk.outcomes(1, List.of(row(ADULT, true), row(CHILD, false), row(CHILD, true)));

        assertThat(outcomes)
                .containsExactly(
                        new Outcomes(0, new RowCounts(0, 0, 0, 0, 0, 1)),
                        new Outcomes(1, new RowCounts(0, 0, 1, 0, 0, 1)));
    }

    @Test
    void an_audience_says_what_its_rows_would_come_to() {
        ChunkAudiences chunk = ChunkAudiences.of(List.of(row(ADULT, true), row(CHILD, false), row(CHILD, true)));

        assertThat(chunk.expected(of(ANNA, "child")).outcomes())
                .containsOnly(entry("UNCHANGED", 1L), entry("REJECTED", 1L));
        assertThat(chunk.expected(of(ANNA, "child")).rejected())
                .containsOnly(entry("/problems/unknown-authorization", 1L));
        assertThat(chunk.expected(of(ANNA, "elder")).outcomes()).isEmpty();
    }

    /** However audiences fall: the sum of somebody's shares is what a look at each row would have found. */
    @Test
    void shares_count_what_a_look_at_every_row_would() {
        for (long seed = 1; seed <= 300; seed++) {
            Random random = new Random(seed);
            List<Audience> rows = new ArrayList<>();
            RowShare.Sum sum = new RowShare.Sum();
            for (int i = random.nextInt(40); i >= 0; i--) {
                rows.add(new Audience(some(random, "d"), some(random, "u")));
                sum.add(rows.getLast(), new RowTally(1, new RowCounts(0, i, 0, 0, 0, 0), 0));
            }
            String user = "u" + random.nextInt(4);
            Scope scope = random.nextBoolean()
                    ? of(new UserId(user), some(random, "d").toArray(String[]::new))
                    : assignedTo(
                            user,
                            random.nextInt(3) == 0
                                    ? new String[] {"*"}
                                    : some(random, "d").toArray(String[]::new));
            RowTally seen = new Viewer(scope, false).seen(sum.shares());
            assertThat(seen.rows())
                    .as("seed %d", seed)
                    .isEqualTo(rows.stream().filter(scope::sees).count());
            assertThat(ChunkAudiences.ofKnown(rows)
                            .inView(scope, 0, rows.size())
                            .cardinality())
                    .as("seed %d", seed)
                    .isEqualTo((int) seen.rows());
        }
    }

    private static Set<String> some(Random random, String name) {
        Set<String> some = new HashSet<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            some.add(name + random.nextInt(4));
        }
        return some;
    }
}
