package health.authz.directorylist.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** A client as the list shows one. */
@JsonInclude
public record ClientRow(
        String clientId,
        Name name,
        @Nullable String birthDate,
        boolean active,
        List<String> divisionIds,
        List<String> payerIds,
        List<String> clientGroupIds,
        List<String> assignedUserIds) {
    /**
     * As the directory took it.
     *
     * @param given {@code null} of who has one name
     */
    @JsonInclude
    public record Name(String family, @Nullable String given) {}

    static ClientRow of(Document client) {
        return new ClientRow(
                client.getString("clientId"),
                new Name(client.getString("family"), client.getString("given")),
                client.getString("birthDate"),
                client.getBoolean("active"),
                client.getList("divisionIds", String.class),
                client.getList("payerIds", String.class),
                client.getList("clientGroupIds", String.class),
                client.getList("assignedUserIds", String.class));
    }
}
