package health.authz.directorylist.projection;

import health.authz.directorylist.view.ReferenceKind;
import health.authz.directorylist.view.Texts;
import health.authz.events.directory.DirectoryKey;
import health.authz.events.directory.DirectoryRecord.DivisionRecord;
import health.authz.events.directory.DirectoryRecord.GroupRecord;
import health.authz.events.directory.DirectoryRecord.PayerRecord;
import health.authz.events.directory.DirectoryRecord.UserRecord;
import health.authz.platform.consuming.BatchHandler;
import health.authz.platform.consuming.Received;
import health.authz.platform.consuming.RecordVersion;
import health.authz.rebuild.ReadModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;

/** Keeps one document per user, payer, division and group. */
public class ReferenceProjection implements BatchHandler {
    private final ReadModel model;

    public ReferenceProjection(ReadModel model) {
        this.model = model;
    }

    @Override
    public void handle(List<Received> batch) {
        Map<ReferenceKind, Newest> newest = new LinkedHashMap<>();
        for (Received record : batch) {
            DirectoryKey key = Keys.of(record);
            ReferenceKind.of(key.kind()).ifPresent(kind -> newest.computeIfAbsent(kind, any -> new Newest())
                    .add(document(kind, key, record)));
        }
        newest.forEach((kind, of) -> Versioned.put(model.reference(kind.collection()), of.documents()));
    }

    private static Document document(ReferenceKind kind, DirectoryKey key, Received record) {
        Document document = new Document("_id", key.tenant() + "/" + key.id())
                .append("version", RecordVersion.of(record).rank())
                .append("tenant", key.tenant().value())
                .append("id", key.id());
        if (record.value() == null) {
            return document.append("erased", true);
        }
        document.append("erased", false);
        return switch (kind) {
            case USERS -> user(document, record.as(UserRecord.class));
            case PAYERS -> {
                PayerRecord payer = record.as(PayerRecord.class);
                yield named(document, payer.name())
                        .append("overusePolicy", payer.overusePolicy().name());
            }
            case DIVISIONS -> {
                DivisionRecord division = record.as(DivisionRecord.class);
                yield named(document, division.name()).append("timeZone", division.timeZone());
            }
            case CLIENT_GROUPS, USER_GROUPS ->
                named(document, record.as(GroupRecord.class).name());
        };
    }

    private static Document user(Document document, UserRecord user) {
        return named(document, user.name())
                .append("email", user.email())
                .append("active", user.active())
                .append("profileId", user.profileId())
                .append("userGroupIds", user.userGroupIds())
                .append("divisionIds", user.divisionIds())
                .append("supervises", user.supervises());
    }

    private static Document named(Document document, String name) {
        return document.append("name", name)
                .append("nameKey", Texts.folded(name))
                .append("search", Texts.folded(name + " " + document.getString("id")));
    }
}
