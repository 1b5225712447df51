package health.authz.platform.consuming;

import java.util.List;

/**
 * Applies records in their order; those of one subject are in the order of their places, each once. May be called again with
 * the same ones.
 */
@FunctionalInterface
public interface BatchHandler {
    /**
     * @throws RecordRejected if one or several of them cannot be applied now: there is a gap before them, or they are wrong.
     *     Whoever can see all of them at once tells of all at once
     */
    void handle(List<Received> batch);

    /** Whether this reader keeps anything of the record's subject; asked where the record itself cannot be read here. */
    default boolean follows(Received record) {
        return true;
    }
}
