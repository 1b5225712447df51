package health.authz.verify;

import health.authz.events.WrittenText;
import health.authz.events.directory.DirectoryRecord.ClientRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a row of the list repeats of its client: nothing of one that is erased or was never heard of. */
final class ClientOnRow {
    private ClientOnRow() {}

    static Fields of(String id, @Nullable ClientRecord client) {
        if (client == null) {
            return of(null, "", "", false, List.of(), List.of(), List.of());
        }
        return of(
                client.name().listed(),
                folded(client.name().listed()),
                folded(client.name().words() + " " + id),
                client.active(),
                client.divisionIds(),
                client.clientGroupIds(),
                client.assignedUserIds());
    }

    private static Fields of(
            @Nullable String name,
            String nameKey,
            String search,
            boolean active,
            List<String> divisions,
            List<String> groups,
            List<String> users) {
        return new Fields()
                .with("clientName", name)
                .with("clientNameKey", nameKey)
                .with("clientSearch", search)
                .with("clientActive", active)
                .with("divisionIds", divisions)
                .with("firstDivision", divisions.isEmpty() ? "" : divisions.getFirst())
                .with("clientGroupIds", groups)
                .with("assignedUserIds", users);
    }

    static String folded(String text) {
        return WrittenText.searchable(text);
    }
}
