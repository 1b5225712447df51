package health.authz.group;

import static health.authz.group.BillingFixtures.ASSESSMENT;
import static health.authz.group.BillingFixtures.TENANT;
import static health.authz.group.BillingFixtures.assessment;

import health.authz.events.billinggroup.BillingGroupEvent.BillingCodeRemoved;
import health.authz.group.BillingCodeCommand.DefineBillingCode;
import health.authz.group.BillingCodeCommand.RemoveBillingCode;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.junit.jupiter.api.Test;

class BillingCodeAggregateTest {
    private final FixtureConfiguration<BillingCodeAggregate> code =
            new AggregateTestFixture<>(BillingCodeAggregate.class);

    @Test
    void a_code_is_defined() {
        code.givenNoPriorActivity().when(new DefineBillingCode(assessment("4"))).expectEvents(assessment("4"));
    }

    @Test
    void defined_anew_with_other_facts_is_an_event() {
        code.given(assessment("4")).when(new DefineBillingCode(assessment("6"))).expectEvents(assessment("6"));
    }

    @Test
    void what_is_already_so_is_no_event_however_the_number_is_written() {
        code.given(assessment("4"))
                .when(new DefineBillingCode(assessment("4.00")))
                .expectNoEvents();
    }

    @Test
    void a_code_is_removed_once() {
        code.given(assessment("4"))
                .when(new RemoveBillingCode(TENANT, ASSESSMENT))
                .expectEvents(new BillingCodeRemoved(TENANT, ASSESSMENT));
        code.given(assessment("4"), new BillingCodeRemoved(TENANT, ASSESSMENT))
                .when(new RemoveBillingCode(TENANT, ASSESSMENT))
                .expectNoEvents();
    }

    @Test
    void a_removed_code_may_come_back_as_it_was() {
        code.given(assessment("4"), new BillingCodeRemoved(TENANT, ASSESSMENT))
                .when(new DefineBillingCode(assessment("4")))
                .expectEvents(assessment("4"));
    }
}
