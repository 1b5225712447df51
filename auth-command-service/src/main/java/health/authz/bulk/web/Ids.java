package health.authz.bulk.web;

import health.authz.platform.web.Problems;
import java.util.UUID;

/** Ids in paths: what cannot be an id of ours is simply not found. */
final class Ids {
    private Ids() {}

    static UUID uuid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException noId) {
            throw Problems.notFound();
        }
    }
}
