package health.authz.platform.consuming;

import org.jspecify.annotations.Nullable;

/**
 * What lives under a topic's name now. A topic that was deleted and made again has the same name, another id, and begins at 0.
 *
 * @param id of the topic
 * @param end behind the last record of the partition
 */
public record TopicLife(String id, long end) {
    /**
     * Whether a position that was noted belongs to this life of the topic; otherwise reading begins again.
     *
     * @param notedId the topic's id when it was noted; null = not known, which is taken for this one
     */
    public boolean holds(@Nullable String notedId, long position) {
        return (notedId == null || notedId.equals(id)) && position <= end;
    }
}
