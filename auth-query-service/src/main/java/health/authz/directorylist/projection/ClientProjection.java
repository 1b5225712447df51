package health.authz.directorylist.projection;

import health.authz.directorylist.view.Texts;
import health.authz.events.directory.DirectoryKey;
import health.authz.events.directory.DirectoryRecord.ClientRecord;
import health.authz.events.directory.DirectoryRecord.PersonName;
import health.authz.platform.consuming.BatchHandler;
import health.authz.platform.consuming.Received;
import health.authz.platform.consuming.RecordVersion;
import health.authz.rebuild.ReadModel;
import java.util.List;
import org.bson.Document;

/** Keeps one document per client; the client first, then the rows that repeat its facts. */
public class ClientProjection implements BatchHandler {
    private final ReadModel model;
    private final ClientRows rows;

    public ClientProjection(ReadModel model, ClientRows rows) {
        this.model = model;
        this.rows = rows;
    }

    @Override
    public void handle(List<Received> batch) {
        Newest newest = new Newest();
        batch.forEach(record -> newest.add(document(record)));
        Versioned.put(model.clients(), newest.documents());
        rows.refresh(newest.ids());
    }

    private static Document document(Received record) {
        DirectoryKey key = Keys.of(record);
        Document client = new Document("_id", key.tenant() + "/" + key.id())
                .append("version", RecordVersion.of(record).rank())
                .append("tenant", key.tenant().value())
                .append("clientId", key.id());
        return record.value() == null ? client.append("erased", true) : known(client, record.as(ClientRecord.class));
    }

    private static Document known(Document client, ClientRecord facts) {
        PersonName name = facts.name();
        return client.append("erased", false)
                .append("family", name.family())
                .append("given", name.given())
                .append("displayName", name.listed())
                .append("nameKey", Texts.folded(name.listed()))
                .append("search", Texts.folded(name.words() + " " + client.getString("clientId")))
                .append(
                        "birthDate",
                        facts.birthDate() == null ? null : facts.birthDate().toString())
                .append("active", facts.active())
                .append("divisionIds", facts.divisionIds())
                .append("payerIds", facts.payerIds())
                .append("clientGroupIds", facts.clientGroupIds())
                .append("assignedUserIds", facts.assignedUserIds());
    }
}
