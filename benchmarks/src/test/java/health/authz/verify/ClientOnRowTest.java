package health.authz.verify;

import static org.assertj.core.api.Assertions.assertThat;

import health.authz.events.directory.DirectoryRecord.ClientRecord;
import health.authz.platform.json.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClientOnRowTest {
    @Test
    void a_row_of_who_has_one_name_repeats_that_name_alone() {
        ClientRecord client = Json.mapper().readValue("""
                {"name":{"family":"Suharto"},"active":true,"divisionIds":[],"payerIds":[],"clientGroupIds":[],
                 "assignedUserIds":[]}""", ClientRecord.class);

        assertThat(ClientOnRow.of("c-1", client)
                        .differingFrom(Map.of(
                                "clientName",
                                "Suharto",
                                "clientNameKey",
                                "suharto",
                                "clientSearch",
                                "suharto c-1",
                                "clientActive",
                                true,
                                "divisionIds",
                                List.of(),
                                "firstDivision",
                                "",
                                "clientGroupIds",
                                List.of(),
                                "assignedUserIds",
                                List.of())))
                .isEmpty();
    }
}
