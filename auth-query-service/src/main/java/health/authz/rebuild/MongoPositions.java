package health.authz.rebuild;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.model.Filters;
import health.authz.platform.consuming.Positions;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.bson.Document;

/** Offsets beside the rows (ADR 5): the rows are written first, so the same records may come again. */
public class MongoPositions implements Positions {
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
            long next = stored == null ? 0 : stored.get("next", Number.class).longValue();
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

    @Override
    public boolean move(String consumer, TopicPartition partition, long from, long to) {
        String id = id(consumer, partition);
        Document moved = new Document("$set", new Document("next", to));
        if (model.checkpoints()
                        .updateOne(new Document("_id", id).append("next", from), moved)
                        .getMatchedCount()
                == 1) {
            return true;
        }
        return from == 0 && began(id, to);
    }

    private boolean began(String id, long to) {
        try {
            model.checkpoints().insertOne(new Document("_id", id).append("next", to));
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
