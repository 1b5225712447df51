package health.authz.directorylist.view;

import static org.assertj.core.api.Assertions.assertThat;

import health.authz.platform.json.Json;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.Test;

class ClientRowTest {
    @Test
    void who_has_one_name_is_answered_without_a_given_one_in_so_many_words() {
        Document client = new Document("clientId", "c-1")
                .append("family", "Suharto")
                .append("given", null)
                .append("active", true)
                .append("divisionIds", List.of())
                .append("payerIds", List.of())
                .append("clientGroupIds", List.of())
                .append("assignedUserIds", List.of());

        assertThat(Json.mapper().writeValueAsString(ClientRow.of(client)))
                .contains("\"name\":{\"family\":\"Suharto\",\"given\":null}");
    }
}
