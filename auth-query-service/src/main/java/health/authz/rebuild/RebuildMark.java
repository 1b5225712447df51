package health.authz.rebuild;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.bson.Document;

/**
 * What has to be read until the list is whole, and whether it was. Kept beside the positions, so that all instances and
 * those that are started later say the same, and that it is gone with them when the database is emptied.
 *
 * @param made another one whenever ends were noted anew
 */
record RebuildMark(String made, boolean reached, List<Part> parts) {
    static final String ID = "rebuild";

    /**
     * One partition of one consumer.
     *
     * @param id of the checkpoint
     * @param begin of the partition when it was noted, where a rebuild begins
     * @param end next offset to be written when it was noted
     * @param lost the consumer had read further than the partition goes: Kafka has lost what the list holds
     * @param position next offset to be read, when it was noted or when all was reached
     */
    record Part(String id, long begin, long end, boolean lost, long position) {
        long done(long now) {
            return lost ? 0 : Math.clamp(now, begin, end) - begin;
        }

        Document stored() {
            return new Document("id", id)
                    .append("begin", begin)
                    .append("end", end)
                    .append("lost", lost)
                    .append("position", position);
        }

        static Part of(Document stored) {
            return new Part(
                    stored.getString("id"),
                    stored.get("begin", Number.class).longValue(),
                    stored.get("end", Number.class).longValue(),
                    stored.getBoolean("lost"),
                    stored.get("position", Number.class).longValue());
        }
    }

    static RebuildMark noted(boolean reached, List<Part> parts) {
        return new RebuildMark(UUID.randomUUID().toString(), reached, List.copyOf(parts));
    }

    static RebuildMark of(Document stored) {
        return new RebuildMark(
                stored.getString("made"),
                stored.getBoolean("reached"),
                stored.getList("parts", Document.class).stream().map(Part::of).toList());
    }

    Document stored() {
        return new Document("_id", ID)
                .append("made", made)
                .append("reached", reached)
                .append("parts", parts.stream().map(Part::stored).toList());
    }

    /** The same once all of it was read, as far as the positions say. */
    RebuildMark reachedAt(Checkpoints now) {
        return new RebuildMark(
                made,
                true,
                parts.stream()
                        .map(part -> new Part(part.id(), part.begin(), part.end(), false, now.position(part.id())))
                        .toList());
    }

    /** Somebody moved positions back or took them away, so something is read once more. */
    boolean wasLeftBehind(Checkpoints now) {
        return parts.stream().anyMatch(part -> now.position(part.id()) < part.position());
    }

    boolean isOf(Set<String> ids) {
        return parts.stream().map(Part::id).collect(Collectors.toSet()).equals(ids);
    }

    ListState state(Checkpoints now) {
        if (reached && !wasLeftBehind(now)) {
            return ListState.READY;
        }
        return ListState.rebuilding(
                parts.stream()
                        .mapToLong(part -> part.done(now.position(part.id())))
                        .sum(),
                parts.stream().mapToLong(part -> part.end() - part.begin()).sum());
    }
}
