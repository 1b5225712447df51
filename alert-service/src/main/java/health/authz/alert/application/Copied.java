package health.authz.alert.application;

import health.authz.events.directory.DirectoryKey;
import health.authz.events.directory.DirectoryRecord;
import health.authz.platform.consuming.RecordVersion;
import org.jspecify.annotations.Nullable;

/**
 * One state of one record of the directory.
 *
 * @param value {@code null} = it is erased
 */
public record Copied<T extends DirectoryRecord>(
        DirectoryKey key, RecordVersion version, @Nullable T value) {
    public boolean erased() {
        return value == null;
    }
}
