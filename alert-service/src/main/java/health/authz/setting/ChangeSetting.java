package health.authz.setting;

import health.authz.events.TenantId;
import health.authz.events.profile.ProfileEvent.SettingChanged;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** Give a setting a value of the organisation's own, or its default again. */
record ChangeSetting(@TargetAggregateIdentifier String aggregateId, SettingChanged change) {
    static ChangeSetting of(SettingChanged change) {
        return new ChangeSetting(id(change.tenantId(), change.key()), change);
    }

    static String id(TenantId tenant, String key) {
        return "setting/" + tenant + "/" + key;
    }
}
