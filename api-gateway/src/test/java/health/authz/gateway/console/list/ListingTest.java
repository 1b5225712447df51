package health.authz.gateway.console.list;

import static org.assertj.core.api.Assertions.assertThat;

import health.authz.gateway.console.Formats;
import health.authz.gateway.console.Names;
import java.time.ZoneId;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;

class ListingTest {
    private static final Formats US = new Formats(Locale.US, "MM/dd/yyyy", ZoneId.of("UTC"));

    private static Listing listing(String... namesAndValues) {
        MockHttpServletRequest request = new MockHttpServletRequest("GET", "/console/authorizations");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            request.addParameter(namesAndValues[i], namesAndValues[i + 1]);
        }
        return Listing.of("/console/authorizations", request);
    }

    @Test
    void blank_filters_are_not_part_of_the_address() {
        assertThat(listing("payerId", "bcbs", "q", " ", "divisionId", "").with("status", "ACTIVE"))
                .isEqualTo("/console/authorizations?payerId=bcbs&status=ACTIVE");
    }

    @Test
    void another_filter_or_order_begins_at_the_first_page() {
        Listing second = listing("payerId", "bcbs", "cursor", "abc");

        assertThat(second.with("status", "ACTIVE")).doesNotContain("cursor");
        assertThat(second.sortedBy("endDate")).isEqualTo("/console/authorizations?payerId=bcbs&sort=endDate");
    }

    @Test
    void a_column_that_is_sorted_by_turns_round() {
        assertThat(listing("sort", "endDate").sortedBy("endDate")).isEqualTo("/console/authorizations?sort=-endDate");
        assertThat(listing("sort", "-endDate").order("endDate")).isEqualTo("descending");
        assertThat(listing("sort", "-endDate").order("startDate")).isNull();
    }

    @Test
    void each_chip_leads_to_the_list_without_it() {
        assertThat(listing("payerId", "bcbs", "status", "ACTIVE,EXPIRED", "sort", "endDate")
                        .chips(Names.UNKNOWN, US, ""))
                .containsExactly(
                        new Chip(
                                "Insurance company",
                                "bcbs",
                                "/console/authorizations?status=ACTIVE%2CEXPIRED&sort=endDate"),
                        new Chip("Status", "Active or Expired", "/console/authorizations?payerId=bcbs&sort=endDate"));
    }

    @Test
    void a_chip_says_a_date_as_the_list_does_and_a_client_by_name() {
        assertThat(listing("endsTo", "2027-05-31", "clientId", "c-1").chips(Names.UNKNOWN, US, "Sample, Robin"))
                .extracting(Chip::value)
                .containsExactlyInAnyOrder("05/31/2027", "Sample, Robin");
        assertThat(Listing.said(
                        listing("endsTo", "2027-05-31", "clientId", "c-1").filter(),
                        Names.UNKNOWN,
                        US,
                        "Sample, Robin"))
                .contains("Sample, Robin", "ends until May 31, 2027");
    }

    @Test
    void what_is_typed_into_an_address_stays_a_value() {
        assertThat(listing("q", "a&status=VOIDED#<script>").with("sort", "endDate"))
                .isEqualTo("/console/authorizations?q=a%26status%3DVOIDED%23%3Cscript%3E&sort=endDate");
    }
}
