package health.authz.platform.consuming;

import java.util.List;

/** Applies records in their order. May be called again with the same ones. */
@FunctionalInterface
public interface BatchHandler {
    /** @throws RecordRejected if one of them can never be applied */
    void handle(List<Received> batch);
}
