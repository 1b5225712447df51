package health.authz.codecopy;

import health.authz.events.DomainEvent;
import health.authz.events.billinggroup.BillingGroupEvent;
import health.authz.events.billinggroup.BillingGroupEvent.BillingCodeDefined;
import health.authz.events.billinggroup.BillingGroupEvent.BillingCodeGroupDefined;
import health.authz.events.billinggroup.BillingGroupEvent.BillingCodeGroupRemoved;
import health.authz.events.billinggroup.BillingGroupEvent.BillingCodeRemoved;
import health.authz.events.envelope.Topics;
import health.authz.events.profile.ProfileEvent.SettingChanged;
import health.authz.platform.consuming.BatchHandler;
import health.authz.platform.consuming.Received;
import java.util.List;

/**
 * Copies what is published about codes, groups and settings. The same record twice leaves the same row, and an older one that
 * comes late leaves the newer.
 */
class CopyListener implements BatchHandler {
    private final CodeCopies codes;
    private final SettingCopies settings;

    CopyListener(CodeCopies codes, SettingCopies settings) {
        this.codes = codes;
        this.settings = settings;
    }

    /** Codes, groups and settings; profiles are none of ours. */
    @Override
    public boolean follows(Received record) {
        return !record.topic().equals(Topics.PROFILE_EVENTS) || record.subject().startsWith("setting/");
    }

    @Override
    public void handle(List<Received> batch) {
        batch.forEach(record -> copy(record.event(), record));
    }

    private void copy(DomainEvent event, Received record) {
        if (event instanceof BillingGroupEvent group) {
            copy(group, record);
        } else if (event instanceof SettingChanged setting) {
            settings.put(setting, record.sequence());
        }
    }

    private void copy(BillingGroupEvent event, Received record) {
        switch (event) {
            case BillingCodeDefined code -> codes.put(code, record.sequence());
            case BillingCodeRemoved code -> codes.remove(code, record.sequence());
            case BillingCodeGroupDefined group -> codes.put(group);
            case BillingCodeGroupRemoved group -> codes.remove(group);
        }
    }
}
