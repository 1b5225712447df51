package health.authz.profile;

import health.authz.events.TenantId;
import health.authz.events.profile.ProfileEvent.ProfileDefined;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** Make a profile, or replace it by these facts. */
record DefineProfile(@TargetAggregateIdentifier String aggregateId, ProfileDefined profile) {
    static DefineProfile of(ProfileDefined profile) {
        return new DefineProfile(id(profile.tenantId(), profile.profileId()), profile);
    }

    static String id(TenantId tenant, String profileId) {
        return "profile/" + tenant + "/" + profileId;
    }
}
