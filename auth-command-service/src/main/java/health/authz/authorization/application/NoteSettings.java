package health.authz.authorization.application;

import health.authz.events.TenantId;

/** The organisation's settings that decide about notes. */
public interface NoteSettings {
    /** Setting {@code notes.late-grace-days} (rule W-3). */
    int lateGraceDays(TenantId tenant);
}
