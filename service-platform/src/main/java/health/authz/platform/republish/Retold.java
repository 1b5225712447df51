package health.authz.platform.republish;

/**
 * What a service tells beside its events, such as its directory: lines of the outbox that it can write again from what it
 * holds. A service that has such a thing declares a bean of this. It remembers how far it is, so that whoever goes on after
 * a crash, or beside another instance, leaves nothing out.
 */
public interface Retold {
    /**
     * Begins with the first line.
     *
     * @param anew also if it is under way: what was told so far is lost
     */
    void begin(boolean anew);

    /** Writes the next lines in a transaction of its own; nothing once it has ended. */
    void step();

    /** How far the last run is; nothing of nothing before the first one. */
    Progress progress();

    /**
     * How far it is.
     *
     * @param done lines that were written
     * @param total lines that there were when it began
     * @param ended whether all are written
     */
    record Progress(long done, long total, boolean ended) {
        public static final Progress NONE = new Progress(0, 0, true);
    }
}
