package health.authz.rebuild;

/**
 * Whether what is listed is whole.
 *
 * @param done records of Kafka that are applied, of those that were there when the rebuild began
 * @param total all of these; 0 as long as Kafka has not told
 */
public record ListState(Standing standing, long done, long total) {
    /** What a page says of itself. */
    public enum Standing {
        /** Everything that was in Kafka when the service began, or the database was emptied, is listed. */
        READY,
        /** Only a part of it is. */
        REBUILDING
    }

    /** How far a rebuild is. */
    public record Rebuild(long done, long total) {}

    static final ListState READY = new ListState(Standing.READY, 0, 0);

    static ListState rebuilding(long done, long total) {
        return new ListState(Standing.REBUILDING, done, total);
    }

    public boolean isReady() {
        return standing == Standing.READY;
    }

    public Rebuild rebuild() {
        return new Rebuild(done, total);
    }
}
