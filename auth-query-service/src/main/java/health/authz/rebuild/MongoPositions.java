package health.authz.rebuild;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.model.Filters;
import health.authz.platform.consuming.Positions;
import health.authz.platform.consuming.TopicLife;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.bson.Document;

/** Offsets beside the rows (ADR 5): the rows are written first, so the same records may come again. */
public class MongoPositions implements Positions {
    private static final String NEXT = "next";
    static final String TOPIC_ID = "topicId";

    /** Its topic was another one; it holds everything only once its writer says so. */
    static final String BEGAN_AGAIN = "beganAgain";

    private final ReadModel model;

    public MongoPositions(ReadModel model) {
        this.model = model;
    }

    /**
     * Also makes the indexes of an emptied database again, and forgets records that were parked from there on: they will be
     * read and judged once more. Without this a record that looked like a gap while the database was emptied would bar its
     * authorization for ever.
     */
    @Override
    public Map<TopicPartition, Long> load(String consumer, Collection<TopicPartition> partitions) {
        model.ensureIndexes();
        Map<TopicPartition, Long> positions = new HashMap<>();
        for (TopicPartition partition : partitions) {
            Document stored = model.checkpoints()
                    .find(new Document("_id", id(consumer, partition)))
                    .first();
            long next = stored == null ? 0 : stored.get(NEXT, Number.class).longValue();
            positions.put(partition, next);
            model.parked()
                    .deleteMany(Filters.and(
                            Filters.eq("consumer", consumer),
                            Filters.eq("topic", partition.topic()),
                            Filters.eq("partition", partition.partition()),
                            Filters.gte("offset", next)));
        }
        return positions;
    }

    /** What is parked of a position that is put back is forgotten by {@link #load}, as for any other. */
    @Override
    public Set<TopicPartition> settle(String consumer, Map<TopicPartition, TopicLife> now) {
        Set<TopicPartition> putBack = new HashSet<>();
        now.forEach((partition, life) -> {
            if (settle(id(consumer, partition), life)) {
                putBack.add(partition);
            }
        });
        return putBack;
    }

    /** Looked at again as long as somebody moves it meanwhile. */
    private boolean settle(String id, TopicLife life) {
        while (true) {
            Document stored = model.checkpoints().find(new Document("_id", id)).first();
            if (stored == null) {
                begins(new Document("_id", id).append(NEXT, 0L).append(TOPIC_ID, life.id()));
                continue;
            }
            long next = stored.get(NEXT, Number.class).longValue();
            boolean holds = life.holds(stored.getString(TOPIC_ID), next);
            if (holds && life.id().equals(stored.getString(TOPIC_ID))) {
                return false;
            }
            Document noted = new Document(NEXT, holds ? next : 0L).append(TOPIC_ID, life.id());
            if (!holds) {
                noted.append(BEGAN_AGAIN, true);
            }
            if (model.checkpoints()
                            .updateOne(new Document("_id", id).append(NEXT, next), new Document("$set", noted))
                            .getMatchedCount()
                    == 1) {
                return !holds;
            }
        }
    }

    @Override
    public boolean move(String consumer, TopicPartition partition, long from, long to) {
        String id = id(consumer, partition);
        Document moved = new Document("$set", new Document(NEXT, to));
        if (model.checkpoints()
                        .updateOne(new Document("_id", id).append(NEXT, from), moved)
                        .getMatchedCount()
                == 1) {
            return true;
        }
        return from == 0 && begins(new Document("_id", id).append(NEXT, to));
    }

    private boolean begins(Document first) {
        try {
            model.checkpoints().insertOne(first);
            return true;
        } catch (MongoWriteException taken) {
            if (ErrorCategory.fromErrorCode(taken.getError().getCode()) == ErrorCategory.DUPLICATE_KEY) {
                return false;
            }
            throw taken;
        }
    }

    static String id(String consumer, TopicPartition partition) {
        return consumer + "/" + partition;
    }
}
