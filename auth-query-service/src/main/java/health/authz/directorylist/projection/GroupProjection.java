package health.authz.directorylist.projection;

import health.authz.directorylist.view.Texts;
import health.authz.events.DomainEvent;
import health.authz.events.TenantId;
import health.authz.events.billinggroup.BillingGroupEvent.BillingCodeGroupDefined;
import health.authz.events.billinggroup.BillingGroupEvent.BillingCodeGroupRemoved;
import health.authz.platform.consuming.BatchHandler;
import health.authz.platform.consuming.Received;
import health.authz.platform.consuming.RecordVersion;
import health.authz.rebuild.ReadModel;
import java.util.List;
import org.bson.Document;

/**
 * Keeps the codes of each billing code group, for filters that name one. Every event says all members, so the one that is
 * furthest in the group's stream holds.
 */
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
        Newest newest = new Newest();
        for (Received record : batch) {
            DomainEvent event = record.event();
            if (event instanceof BillingCodeGroupDefined group) {
                newest.add(document(record, group.tenantId(), group.groupId().toString())
                        .append("erased", false)
                        .append("nameKey", Texts.folded(group.name()))
                        .append(
                                "codes",
                                group.members().stream()
                                        .map(member -> member.code().value())
                                        .toList()));
            } else if (event instanceof BillingCodeGroupRemoved group) {
                newest.add(document(record, group.tenantId(), group.groupId().toString())
                        .append("erased", true));
            }
        }
        Versioned.put(model.groups(), newest.documents());
    }

    private static Document document(Received record, TenantId tenant, String group) {
        return new Document("_id", tenant + "/" + group)
                .append("version", RecordVersion.own(record.sequence()).rank())
                .append("tenant", tenant.value());
    }
}
