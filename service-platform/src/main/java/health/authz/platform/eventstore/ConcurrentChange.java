package health.authz.platform.eventstore;

/** Another writer stored an event at the same place of a stream first. Load again and decide again. */
public class ConcurrentChange extends RuntimeException {
    public ConcurrentChange(Throwable cause) {
        super("another writer changed the stream first", cause);
    }
}
