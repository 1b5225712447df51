package health.authz.events.profile;

import health.authz.events.DomainEvent;
import health.authz.events.TenantId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything that can have happened to profiles and settings of an organisation. */
public sealed interface ProfileEvent extends DomainEvent {
    TenantId tenantId();

    /**
     * A profile was made or replaced; these are all its facts.
     *
     * @param clientAdmin its users are alerted on every client of their divisions, not only on assigned ones
     */
    record ProfileDefined(
            TenantId tenantId, String profileId, String name, boolean active, boolean clientAdmin, List<Rule> rules)
            implements ProfileEvent {}

    /**
     * A setting was given a value of the organisation's own.
     *
     * @param value a JSON text of the value ({@code true}, {@code 30}); {@code null} = the default again
     */
    record SettingChanged(
            TenantId tenantId, String key, @Nullable String value) implements ProfileEvent {}

    /** Which alerts a profile receives, about which clients and how. */
    record Rule(AlertRuleKind kind, Scope scope, List<Channel> channels) {}

    /** Which clients a rule speaks of; today all that the user may see. */
    record Scope(boolean all) {}

    /** The alerts that a rule can ask for. */
    enum AlertRuleKind {
        LOW_UNITS,
        EXPIRING
    }

    /** The ways an alert reaches a person. */
    enum Channel {
        INBOX
    }
}
