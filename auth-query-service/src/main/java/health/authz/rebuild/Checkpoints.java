package health.authz.rebuild;

import health.authz.paging.KeysetPages;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** How far every consumer has read and whether that is everything, all looked at in one go. */
public final class Checkpoints {
    private final Map<String, Document> byId;

    private Checkpoints(Map<String, Document> byId) {
        this.byId = byId;
    }

    static Checkpoints of(ReadModel model) {
        Map<String, Document> byId = new TreeMap<>();
        model.checkpoints().find().forEach(each -> byId.put(each.getString("_id"), each));
        return new Checkpoints(byId);
    }

    /** Changes whenever anything was projected that a list may show. */
    public String version() {
        Map<String, Object> positions = new TreeMap<>();
        byId.forEach((id, each) -> positions.put(id, each.get("next", each.get("made", ""))));
        return KeysetPages.digest(positions.toString());
    }

    public ListState state() {
        return mark().map(mark -> mark.state(this)).orElseGet(() -> ListState.rebuilding(0, 0));
    }

    Optional<RebuildMark> mark() {
        return Optional.ofNullable(byId.get(RebuildMark.ID)).map(RebuildMark::of);
    }

    /** The next offset that a consumer reads of a partition; 0 if it has read none. */
    long position(String id) {
        Document stored = byId.get(id);
        return stored == null ? 0 : stored.get("next", Number.class).longValue();
    }

    /** Ids of checkpoints that were put back to 0 for another topic, which is not known to be whole, with that topic's id. */
    Map<String, String> beganAgain() {
        Map<String, String> beganAgain = new TreeMap<>();
        byId.forEach((id, each) -> {
            if (each.getBoolean(MongoPositions.BEGAN_AGAIN, false)) {
                beganAgain.put(id, each.getString(MongoPositions.TOPIC_ID));
            }
        });
        return beganAgain;
    }

    /** Whether these are of the same database as others, which was not emptied between the two looks. */
    boolean areOfSameDatabaseAs(Checkpoints others) {
        return databaseMade() == null || Objects.equals(databaseMade(), others.databaseMade());
    }

    private @Nullable String databaseMade() {
        Document made = byId.get(EmptiedWatch.MARK);
        return made == null ? null : made.getString("made");
    }
}
