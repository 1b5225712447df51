package health.authz.platform.consuming;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A record cannot be applied. It is parked with all that follow of its subject; nobody else waits. */
public class RecordRejected extends RuntimeException {
    private final transient Received record;
    private final String reason;
    private final transient List<RecordRejected> others;

    public RecordRejected(Received record, String reason, @Nullable Throwable cause) {
        this(record, reason, cause, List.of());
    }

    private RecordRejected(Received record, String reason, @Nullable Throwable cause, List<RecordRejected> others) {
        super(record + ": " + reason, cause);
        this.record = record;
        this.reason = reason;
        this.others = others;
    }

    /** Several of one batch at once, so that they are parked in one go. @param rejected one or more, each of another subject */
    public static RecordRejected together(List<RecordRejected> rejected) {
        RecordRejected first = rejected.getFirst();
        return new RecordRejected(
                first.record, first.reason, first.getCause(), List.copyOf(rejected.subList(1, rejected.size())));
    }

    public Received record() {
        return record;
    }

    /** Why, without anything from the record's value. */
    public String reason() {
        return reason;
    }

    /** This one and those that it speaks for. */
    List<RecordRejected> all() {
        List<RecordRejected> all = new ArrayList<>(others.size() + 1);
        all.add(this);
        all.addAll(others);
        return all;
    }
}
