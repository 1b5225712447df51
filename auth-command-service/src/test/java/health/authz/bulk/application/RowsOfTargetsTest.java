package health.authz.bulk.application;

import static org.assertj.core.api.Assertions.assertThat;

import health.authz.authorization.application.Snapshots;
import health.authz.authorization.application.Windows;
import health.authz.authorization.domain.AddPolicies;
import health.authz.authorization.domain.Added;
import health.authz.authorization.domain.Change;
import health.authz.authorization.domain.CodeFacts;
import health.authz.authorization.domain.ExistingWindow;
import health.authz.authorization.domain.RequestedValues;
import health.authz.bulk.domain.BulkPlan;
import health.authz.bulk.domain.DecidedRow;
import health.authz.bulk.domain.RowOutcome;
import health.authz.bulk.domain.Scope;
import health.authz.bulk.domain.Target;
import health.authz.directory.ClientFacts;
import health.authz.directory.Clients;
import health.authz.events.AuthorizationId;
import health.authz.events.BillingCode;
import health.authz.events.BillingCodeGroupId;
import health.authz.events.ClientId;
import health.authz.events.OperationId;
import health.authz.events.PayerId;
import health.authz.events.TenantId;
import health.authz.events.Units;
import health.authz.events.UserId;
import health.authz.events.authorization.AuthorizationEvent;
import health.authz.events.authorization.ChangeReason;
import health.authz.platform.eventstore.NewEvent;
import health.authz.platform.eventstore.RecordedEvent;
import health.authz.platform.eventstore.StoredEvent;
import health.authz.platform.eventstore.Streams;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Targets that are rows of their own: what each of them asks, and how it stands beside the plan. */
class RowsOfTargetsTest {
    private static final TenantId TENANT = new TenantId("abc");
    private static final BillingCode H0031 = new BillingCode("H0031");
    private static final BillingCode H2014 = new BillingCode("H2014");
    private static final LocalDate DECEMBER = LocalDate.of(2026, 12, 1);
    private static final LocalDate MAY = LocalDate.of(2027, 5, 31);
    private static final Scope SCOPE = new Scope(TENANT, new UserId("anna"), true, Set.of(), false, true);
    private static final ChunkDecider.Run RUN = run(1);

    private final Map<String, List<StoredEvent>> stored = new HashMap<>();
    private final List<Integer> numbersTaken = new ArrayList<>();
    private final ChunkDecider decider = new ChunkDecider(
            new KnownClients(),
            (tenant, codes) -> Map.of(
                    H0031, new CodeFacts(H0031, true, false, Units.units("12")),
                    H2014, new CodeFacts(H2014, true, false, Units.units("20"))),
            new NoWindows(),
            count -> {
                numbersTaken.add(count);
                return LongStream.range(1, count + 1).boxed().toList();
            },
            new StoredStreams(),
            Snapshots.NONE,
            BulkModel.IDS,
            Clock.fixed(Instant.parse("2026-12-10T10:00:00Z"), ZoneOffset.UTC));

    /** Clients c-1 and c-2, insured with Blue Cross. */
    private static final class KnownClients implements Clients {
        @Override
        public Map<ClientId, ClientFacts> clients(TenantId tenant, Collection<ClientId> ids) {
            Map<ClientId, ClientFacts> known = new HashMap<>();
            ids.stream()
                    .filter(id -> Set.of("c-1", "c-2").contains(id.value()))
                    .forEach(id -> known.put(
                            id,
                            new ClientFacts(
                                    id,
                                    true,
                                    null,
                                    List.of("adult"),
                                    List.of(new PayerId("bcbs")),
                                    List.of(),
                                    ZoneOffset.UTC,
                                    "")));
            return known;
        }

        @Override
        public void lockClients(TenantId tenant, SortedSet<ClientId> ids) {}
    }

    private static final class NoWindows implements Windows {
        @Override
        public Map<ClientId, List<ExistingWindow>> existing(
                TenantId tenant, Collection<ClientId> clients, Collection<BillingCode> codes) {
            return Map.of();
        }

        @Override
        public void add(TenantId tenant, Collection<ExistingWindow> windows) {
            throw new UnsupportedOperationException("deciding adds nothing");
        }

        @Override
        public void record(TenantId tenant, Collection<ExistingWindow> windows) {
            throw new UnsupportedOperationException("deciding records nothing");
        }
    }

    private final class StoredStreams implements Streams {
        @Override
        public Map<String, List<StoredEvent>> read(Collection<String> ids) {
            Map<String, List<StoredEvent>> found = new HashMap<>(stored);
            found.keySet().retainAll(ids);
            return found;
        }

        @Override
        public Map<String, List<RecordedEvent>> recorded(Collection<String> ids) {
            throw new UnsupportedOperationException("nothing is taken back here");
        }

        @Override
        public void append(List<NewEvent> events) {
            throw new UnsupportedOperationException("deciding appends nothing");
        }
    }

    private static RequestedValues asked(LocalDate start, LocalDate end, String units, String number) {
        return new RequestedValues(
                number == null ? Change.keep() : Change.set(number),
                Change.keep(),
                Change.keep(),
                start == null ? Change.keep() : Change.set(start),
                end == null ? Change.keep() : Change.set(end),
                units == null ? Change.keep() : Change.set(Units.units(units)),
                Change.keep(),
                Change.keep(),
                Change.keep(),
                Change.keep());
    }

    private static BulkPlan.Add ofGroup() {
        return new BulkPlan.Add(
                SCOPE,
                new BillingCodeGroupId(new UUID(1, 2)),
                3,
                List.of(
                        new BulkPlan.Member(H0031, asked(null, null, "6", null)),
                        new BulkPlan.Member(H2014, RequestedValues.NOTHING)),
                asked(DECEMBER, MAY, null, "PA-881"),
                Map.of(H2014, asked(null, LocalDate.of(2027, 2, 28), "9", null)),
                null,
                AddPolicies.DEFAULT);
    }

    private static ChunkDecider.Run run(long firstLine) {
        return new ChunkDecider.Run(new OperationId(new UUID(7, 8)), 1, ChangeReason.PAYER_LETTER, firstLine);
    }

    private static BulkPlan.Add ofFile(AddPolicies policies) {
        return new BulkPlan.Add(SCOPE, null, null, List.of(), RequestedValues.NOTHING, Map.of(), null, policies, true);
    }

    private static Target row(String client, BillingCode code, RequestedValues values) {
        return new Target(client, Target.UNSEEN, code, values, 0);
    }

    private static Added after(DecidedRow row) {
        return Objects.requireNonNull(row.addedAfter(), () -> String.valueOf(row.problem()));
    }

    @Test
    void a_client_of_a_group_makes_a_row_for_each_code() {
        List<DecidedRow> rows = decider.decide(ofGroup(), List.of(new Target("c-1", -1), new Target("c-2", -1)), RUN);

        assertThat(rows).extracting(DecidedRow::code).containsExactly(H0031, H2014, H0031, H2014);
        assertThat(numbersTaken).containsExactly(4);
    }

    @Test
    void a_target_with_a_code_alone_is_that_row_of_the_plan_and_no_other() {
        List<DecidedRow> whole = decider.decide(ofGroup(), List.of(new Target("c-2", -1)), RUN);
        List<DecidedRow> single = decider.decide(ofGroup().ofRows(), List.of(new Target("c-2", H2014)), run(2));

        assertThat(single).hasSize(1);
        assertThat(after(single.getFirst()).definition())
                .isEqualTo(after(whole.getLast()).definition());
        assertThat(after(single.getFirst()).totals().allotted()).isEqualTo(Units.units("9"));
        assertThat(single.getFirst().id()).isEqualTo(whole.getLast().id());
        assertThat(numbersTaken).containsExactly(2, 1);
    }

    @Test
    void a_row_s_own_values_go_before_those_for_its_code_for_all_and_of_the_member() {
        List<DecidedRow> rows = decider.decide(
                ofGroup().ofRows(),
                List.of(
                        row("c-1", H2014, asked(null, null, "2", null)),
                        row("c-1", H0031, asked(null, null, null, "PA-7"))),
                RUN);

        assertThat(after(rows.getFirst()).totals().allotted()).isEqualTo(Units.units("2"));
        assertThat(after(rows.getFirst()).definition().endDate()).isEqualTo(LocalDate.of(2027, 2, 28));
        assertThat(after(rows.getFirst()).definition().authorizationNumber()).isEqualTo("PA-881");
        assertThat(after(rows.getLast()).totals().allotted()).isEqualTo(Units.units("6"));
        assertThat(after(rows.getLast()).definition().authorizationNumber()).isEqualTo("PA-7");
    }

    @Test
    void rows_without_a_group_take_the_units_of_their_code() {
        List<DecidedRow> rows = decider.decide(
                ofFile(AddPolicies.DEFAULT),
                List.of(
                        row("c-1", H0031, asked(DECEMBER, MAY, null, null)),
                        row("c-9", H0031, asked(DECEMBER, MAY, null, null)),
                        row("c-1", new BillingCode("X"), asked(DECEMBER, MAY, null, null))),
                RUN);

        assertThat(after(rows.getFirst()).totals().allotted()).isEqualTo(Units.units("12"));
        assertThat(rows.subList(1, 3))
                .extracting(row -> Objects.requireNonNull(row.problem()).slug())
                .containsExactly("unknown-client", "unknown-code");
        assertThat(((AuthorizationEvent.AuthAdded) rows.getFirst().events().getFirst()).billingCodeGroupId())
                .isNull();
    }

    @Test
    void what_an_earlier_row_adds_stands_before_a_later_one_in_the_preview_as_in_earnest() {
        List<Target> targets = List.of(
                row("c-1", H0031, asked(DECEMBER, MAY, null, null)),
                row("c-1", H0031, asked(DECEMBER.plusDays(1), MAY, null, null)),
                row("c-1", H0031, asked(MAY.plusDays(1), MAY.plusMonths(6), null, null)));

        for (ChunkDecider.Run run : new ChunkDecider.Run[] {null, RUN}) {
            assertThat(decider.decide(ofFile(AddPolicies.DEFAULT), targets, run))
                    .extracting(DecidedRow::outcome)
                    .containsExactly(RowOutcome.ADDED, RowOutcome.REJECTED, RowOutcome.ADDED);
        }
    }

    @Test
    void a_later_row_ends_what_an_earlier_one_added_where_previous_ones_are_to_end() {
        AddPolicies ending = new AddPolicies(AddPolicies.OnExisting.SKIP, AddPolicies.OnOverlap.END_PREVIOUS);
        List<Target> targets = List.of(
                row("c-1", H0031, asked(DECEMBER, MAY, null, null)),
                row("c-1", H0031, asked(DECEMBER.plusDays(9), MAY, null, null)),
                row("c-1", H0031, asked(DECEMBER.plusDays(5), MAY, null, null)),
                row("c-1", H0031, asked(DECEMBER.plusDays(20), MAY, null, null)));

        for (ChunkDecider.Run run : new ChunkDecider.Run[] {null, RUN}) {
            List<DecidedRow> rows = decider.decide(ofFile(ending), targets, run);
            assertThat(rows)
                    .extracting(DecidedRow::outcome)
                    .containsExactly(RowOutcome.ADDED, RowOutcome.ADDED, RowOutcome.REJECTED, RowOutcome.ADDED);
            assertThat(rows.get(1).ended().getFirst().after().definition().endDate())
                    .isEqualTo(DECEMBER.plusDays(8));
            assertThat(rows.get(1).ended().getFirst().after().seq()).isEqualTo(1);
            assertThat(rows.get(3).ended())
                    .as("the refused one is not there to end")
                    .hasSize(1);
        }
    }

    @Test
    void each_authorization_gets_its_own_patch_and_where_it_has_none_that_of_the_plan() {
        List<DecidedRow> added = decider.decide(
                ofFile(AddPolicies.DEFAULT),
                List.of(
                        row("c-1", H0031, asked(DECEMBER, MAY, null, null)),
                        row("c-2", H0031, asked(DECEMBER, MAY, null, null))),
                RUN);
        added.forEach(row -> {
            AuthorizationId id = Objects.requireNonNull(row.id());
            stored.put(
                    id.toString(),
                    List.of(new StoredEvent(id.toString(), 0, row.events().getFirst())));
        });
        String first = String.valueOf(added.getFirst().id());
        String second = String.valueOf(added.getLast().id());

        List<DecidedRow> rows = decider.decide(
                new BulkPlan.Update(SCOPE, asked(null, null, null, "PA-881")),
                List.of(new Target(first, 0, null, asked(null, null, "30", null), 4), new Target(second, 0)),
                RUN);

        assertThat(after(rows.getFirst()).totals().allotted()).isEqualTo(Units.units("30"));
        assertThat(after(rows.getFirst()).definition().authorizationNumber()).isEqualTo("PA-881");
        assertThat(after(rows.getLast()).totals().allotted()).isEqualTo(Units.units("12"));
        assertThat(after(rows.getLast()).definition().authorizationNumber()).isEqualTo("PA-881");
    }
}
