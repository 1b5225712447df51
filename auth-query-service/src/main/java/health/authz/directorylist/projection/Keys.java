package health.authz.directorylist.projection;

import health.authz.events.directory.DirectoryKey;
import health.authz.platform.consuming.Received;
import health.authz.platform.consuming.RecordRejected;

/** Keys of directory records. */
final class Keys {
    private Keys() {}

    /** @throws RecordRejected if it is none */
    static DirectoryKey of(Received record) {
        try {
            return DirectoryKey.of(record.key());
        } catch (IllegalArgumentException strange) {
            throw new RecordRejected(record, "its key is no directory key", strange);
        }
    }
}
