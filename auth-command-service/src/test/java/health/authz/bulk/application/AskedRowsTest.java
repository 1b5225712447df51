package health.authz.bulk.application;

import static org.assertj.core.api.Assertions.assertThat;

import health.authz.authorization.domain.AddPolicies;
import health.authz.authorization.domain.Change;
import health.authz.authorization.domain.RequestedValues;
import health.authz.bulk.domain.BulkPlan;
import health.authz.bulk.domain.Scope;
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

/** What a row of a group asked, as one line of a file asks it. */
class AskedRowsTest {
    private static final BillingCode CODE = new BillingCode("H0031");
    private static final LocalDate START = LocalDate.of(2026, 12, 1);
    private static final LocalDate END = LocalDate.of(2027, 5, 31);

    private static RequestedValues asked(String number, LocalDate start, LocalDate end, String units) {
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

    private static BulkPlan.Add plan(RequestedValues perCode, PayerId payer) {
        return new BulkPlan.Add(
                new Scope(new TenantId("abc"), new UserId("anna"), true, Set.of(), false, true),
                new BillingCodeGroupId(new UUID(1, 2)),
                1,
                List.of(new BulkPlan.Member(CODE, asked(null, null, null, "4"))),
                asked("PA-1", START, END, null),
                Map.of(CODE, perCode),
                payer,
                AddPolicies.DEFAULT);
    }

    @Test
    void the_layers_of_a_group_become_one_and_the_row_s_own_goes_first() {
        RequestedValues values = AskedRows.valuesToAdd(
                plan(asked(null, null, END.plusDays(1), null), null), CODE, asked("PA-2", null, null, null), false);

        assertThat(values).isEqualTo(asked("PA-2", START, END.plusDays(1), "4"));
    }

    @Test
    void the_payer_of_the_filter_is_the_payer_of_the_row() {
        RequestedValues values = AskedRows.valuesToAdd(
                plan(RequestedValues.NOTHING, new PayerId("bcbs")), CODE, RequestedValues.NOTHING, false);

        assertThat(values.payerId()).isEqualTo(Change.set(new PayerId("bcbs")));
    }

    @Test
    void what_an_unmanaged_row_ignored_of_its_group_is_not_asked_of_it_alone() {
        RequestedValues values =
                AskedRows.valuesToAdd(plan(RequestedValues.NOTHING, null), CODE, RequestedValues.NOTHING, true);

        assertThat(values).isEqualTo(asked("PA-1", START, null, null));
        assertThat(AskedRows.valuesToAdd(plan(asked(null, null, END, null), null), CODE, RequestedValues.NOTHING, true)
                        .endDate())
                .isEqualTo(Change.set(END));
    }
}
