package health.authz.gateway.console.client;

import health.authz.gateway.console.words.Facts;
import health.authz.gateway.console.words.Names;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A client's facts as the directory has them, with names for ids. */
record ClientView(
        String id,
        String name,
        @Nullable String birthDate,
        boolean active,
        List<String> divisions,
        List<String> payers,
        List<String> groups,
        List<String> staff) {
    static ClientView of(JsonNode client, Names names) {
        return new ClientView(
                Facts.given(client, "clientId"),
                Names.ofClient(client),
                Facts.text(client, "birthDate"),
                Facts.flag(client, "active"),
                names.of("divisions", Facts.texts(client, "divisionIds")),
                names.of("payers", Facts.texts(client, "payerIds")),
                names.of("client-groups", Facts.texts(client, "clientGroupIds")),
                names.of("users", Facts.texts(client, "assignedUserIds")));
    }
}
