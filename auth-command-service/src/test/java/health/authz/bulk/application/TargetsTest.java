package health.authz.bulk.application;

import static org.assertj.core.api.Assertions.assertThat;

import health.authz.authorization.domain.AddPolicies;
import health.authz.authorization.domain.Change;
import health.authz.authorization.domain.RequestedValues;
import health.authz.bulk.domain.BulkPlan;
import health.authz.bulk.domain.Scope;
import health.authz.bulk.domain.Target;
import health.authz.events.BillingCode;
import health.authz.events.BillingCodeGroupId;
import health.authz.events.PayerId;
import health.authz.events.TenantId;
import health.authz.events.Units;
import health.authz.events.UserId;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Targets and plans as they are kept, also as older ones were. */
class TargetsTest {
    private static final BillingCode CODE = new BillingCode("H0031");
    private static final Scope SCOPE = new Scope(new TenantId("abc"), new UserId("anna"), true, Set.of(), false, false);

    private static RequestedValues values() {
        return new RequestedValues(
                Change.set("PA-881"),
                Change.clear(),
                Change.set(new PayerId("bcbs")),
                Change.set(LocalDate.of(2026, 12, 1)),
                Change.keep(),
                Change.set(Units.units("4.5")),
                Change.keep(),
                Change.keep(),
                Change.set(14),
                Change.set(false));
    }

    @Test
    void a_chunk_frozen_by_an_earlier_version_is_read() {
        assertThat(Targets.read("[[\"c-1\",-1],[\"c-2\",3]]"))
                .containsExactly(new Target("c-1", -1), new Target("c-2", 3));
    }

    @Test
    void a_plain_target_is_written_as_it_always_was() {
        assertThat(Targets.write(List.of(new Target("c-1", -1), new Target("c-2", 3))))
                .isEqualTo("[[\"c-1\",-1],[\"c-2\",3]]");
    }

    @Test
    void a_row_says_only_what_it_has_and_reads_as_it_was_written() {
        List<Target> rows = List.of(
                new Target("c-1", CODE),
                new Target("c-1", -1, CODE, values(), 0),
                new Target("c-1", -1, CODE, RequestedValues.NOTHING, 17),
                new Target("01a20000-0000-8000-8000-000000000001", 5, null, values(), 18),
                new Target("c-2", 3));

        assertThat(Targets.read(Targets.write(rows))).isEqualTo(rows);
        assertThat(Targets.write(rows.subList(0, 1))).isEqualTo("[[\"c-1\",-1,\"H0031\"]]");
    }

    @Test
    void a_plan_of_rows_needs_no_group_and_reads_as_it_was_written() {
        BulkPlan plan = new BulkPlan.Add(
                SCOPE, null, null, List.of(), RequestedValues.NOTHING, Map.of(), null, AddPolicies.DEFAULT, true);

        assertThat(PlanJson.read(PlanJson.write(plan))).isEqualTo(plan);
        assertThat(plan.rowsPerTarget()).isEqualTo(1);
    }

    @Test
    void an_update_says_whether_its_rows_override_units() {
        BulkPlan plan = new BulkPlan.Update(SCOPE, RequestedValues.NOTHING, false, false, true);

        assertThat(PlanJson.read(PlanJson.write(plan)).within(SCOPE)).isEqualTo(plan);
        assertThat(PlanJson.write(new BulkPlan.Update(SCOPE, values()))).doesNotContain("rowsOverrideUnits\":true");
    }

    @Test
    void an_update_says_whether_it_ends_open_ones_and_one_of_before_does() {
        BulkPlan kept = new BulkPlan.Update(SCOPE, values());
        BulkPlan ended = new BulkPlan.Update(SCOPE, values(), false, true, false);

        assertThat(PlanJson.read(PlanJson.write(kept))).isEqualTo(kept);
        assertThat(PlanJson.read(PlanJson.write(ended)).within(SCOPE)).isEqualTo(ended);
        assertThat(PlanJson.read(PlanJson.write(kept).replace(",\"keepsOpenEnds\":true", "")))
                .as("as it was written before the rule")
                .isEqualTo(ended);
    }

    @Test
    void a_plan_of_a_group_reads_as_it_was_written_whole_or_by_rows() {
        BulkPlan.Add plan = new BulkPlan.Add(
                SCOPE,
                new BillingCodeGroupId(new UUID(1, 2)),
                3,
                List.of(
                        new BulkPlan.Member(CODE, RequestedValues.NOTHING),
                        new BulkPlan.Member(new BillingCode("H2014"), values())),
                values(),
                Map.of(CODE, values()),
                new PayerId("bcbs"),
                AddPolicies.DEFAULT);

        assertThat(PlanJson.read(PlanJson.write(plan))).isEqualTo(plan);
        assertThat(PlanJson.write(plan)).doesNotContain("byRows\":true");
        assertThat(PlanJson.read(PlanJson.write(plan.ofRows()))).isEqualTo(plan.ofRows());
        assertThat(plan.rowsPerTarget()).isEqualTo(2);
        assertThat(plan.ofRows().rowsPerTarget()).isEqualTo(1);
        assertThat(plan.ofRows().within(SCOPE)).isEqualTo(plan.ofRows());
    }
}
