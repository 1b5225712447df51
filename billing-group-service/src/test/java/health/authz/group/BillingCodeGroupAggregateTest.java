package health.authz.group;

import static health.authz.group.BillingFixtures.GROUP;
import static health.authz.group.BillingFixtures.MEMBER;
import static health.authz.group.BillingFixtures.TENANT;
import static health.authz.group.BillingFixtures.starter;

import health.authz.events.billinggroup.BillingGroupEvent.BillingCodeGroupRemoved;
import health.authz.group.BillingCodeGroupCommand.DefineBillingCodeGroup;
import health.authz.group.BillingCodeGroupCommand.RemoveBillingCodeGroup;
import java.util.List;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.junit.jupiter.api.Test;

class BillingCodeGroupAggregateTest {
    private final FixtureConfiguration<BillingCodeGroupAggregate> group =
            new AggregateTestFixture<>(BillingCodeGroupAggregate.class);

    @Test
    void the_first_version_is_one() {
        group.givenNoPriorActivity()
                .when(new DefineBillingCodeGroup(TENANT, GROUP, "Starter", true, List.of(MEMBER)))
                .expectEvents(starter(1, "Starter", MEMBER));
    }

    @Test
    void each_change_is_one_version_more() {
        group.given(starter(1, "Starter", MEMBER), starter(2, "Starter"))
                .when(new DefineBillingCodeGroup(TENANT, GROUP, "Beginners", true, List.of()))
                .expectEvents(starter(3, "Beginners"));
    }

    @Test
    void what_is_already_so_is_no_version() {
        group.given(starter(1, "Starter", MEMBER))
                .when(new DefineBillingCodeGroup(TENANT, GROUP, "Starter", true, List.of(MEMBER)))
                .expectNoEvents();
    }

    @Test
    void a_removal_counts_as_a_version_and_happens_once() {
        BillingCodeGroupRemoved removed = new BillingCodeGroupRemoved(TENANT, GROUP, 2);
        group.given(starter(1, "Starter", MEMBER))
                .when(new RemoveBillingCodeGroup(TENANT, GROUP))
                .expectEvents(removed);
        group.given(starter(1, "Starter", MEMBER), removed)
                .when(new RemoveBillingCodeGroup(TENANT, GROUP))
                .expectNoEvents();
    }
}
