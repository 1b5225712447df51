package health.authz.directorylist.view;

import health.authz.platform.consuming.RecordVersion;
import java.util.List;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * What rows show of their client, as of one version of the client's record. An erased or unknown client
 * has no name, no divisions, and is not active.
 */
public record ClientFacts(Document client) {
    public static final long UNKNOWN = RecordVersion.NONE.rank();

    public static ClientFacts of(@Nullable Document client) {
        return new ClientFacts(client == null ? new Document("version", UNKNOWN) : client);
    }

    public long version() {
        return client.get("version", Number.class).longValue();
    }

    /** The fields of a row that come from its client. */
    public Document onRow() {
        List<String> divisions = texts("divisionIds");
        return new Document("clientVersion", version())
                .append("clientName", client.getString("displayName"))
                .append("clientNameKey", client.get("nameKey", ""))
                .append("clientSearch", client.get("search", ""))
                .append("clientActive", client.get("active", false))
                .append("divisionIds", divisions)
                .append("firstDivision", divisions.isEmpty() ? "" : divisions.getFirst())
                .append("clientGroupIds", texts("clientGroupIds"))
                .append("assignedUserIds", texts("assignedUserIds"));
    }

    private List<String> texts(String field) {
        List<String> texts = client.getList(field, String.class);
        return texts == null ? List.of() : texts;
    }
}
