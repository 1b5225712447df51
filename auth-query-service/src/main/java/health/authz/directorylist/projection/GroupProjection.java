package health.authz.directorylist.projection;

import health.authz.directorylist.view.Texts;
import health.authz.events.DomainEvent;
import health.authz.events.billinggroup.BillingGroupEvent.BillingCodeGroupDefined;
import health.authz.events.billinggroup.BillingGroupEvent.BillingCodeGroupRemoved;
import health.authz.platform.consuming.BatchHandler;
import health.authz.platform.consuming.Received;
import health.authz.rebuild.ReadModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;

/** Keeps the codes of each billing code group, for filters that name one. Every event says all members. */
public class GroupProjection implements BatchHandler {
    private final ReadModel model;

    public GroupProjection(ReadModel model) {
        this.model = model;
    }

    /** Groups alone, of which the subject is the id; that of a billing code says so. */
    @Override
    public boolean follows(Received record) {
        return !record.subject().startsWith("billing-code/");
    }

    @Override
    public void handle(List<Received> batch) {
        Map<String, Document> latest = new LinkedHashMap<>();
        for (Received record : batch) {
            DomainEvent event = record.event();
            if (event instanceof BillingCodeGroupDefined group) {
                String id = group.tenantId() + "/" + group.groupId();
                latest.put(
                        id,
                        new Document("_id", id)
                                .append("version", record.offset())
                                .append("tenant", group.tenantId().value())
                                .append("erased", false)
                                .append("nameKey", Texts.folded(group.name()))
                                .append(
                                        "codes",
                                        group.members().stream()
                                                .map(member -> member.code().value())
                                                .toList()));
            } else if (event instanceof BillingCodeGroupRemoved group) {
                String id = group.tenantId() + "/" + group.groupId();
                latest.put(
                        id,
                        new Document("_id", id)
                                .append("version", record.offset())
                                .append("tenant", group.tenantId().value())
                                .append("erased", true));
            }
        }
        Versioned.put(model.groups(), latest.values());
    }
}
