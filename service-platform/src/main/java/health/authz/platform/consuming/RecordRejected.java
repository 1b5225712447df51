package health.authz.platform.consuming;

import org.jspecify.annotations.Nullable;

/** One record cannot be applied. It is parked with all that follow under its key; nobody else waits. */
public class RecordRejected extends RuntimeException {
    private final transient Received record;
    private final String reason;

    public RecordRejected(Received record, String reason, @Nullable Throwable cause) {
        super(record + ": " + reason, cause);
        this.record = record;
        this.reason = reason;
    }

    public Received record() {
        return record;
    }

    /** Why, without anything from the record's value. */
    public String reason() {
        return reason;
    }
}
