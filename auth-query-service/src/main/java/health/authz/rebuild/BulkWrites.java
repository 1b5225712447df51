package health.authz.rebuild;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.WriteModel;
import java.util.List;
import org.bson.Document;
import org.springframework.dao.TransientDataAccessResourceException;

/** Inserts and conditional updates in one unordered request. */
public final class BulkWrites {
    private BulkWrites() {}

    /**
     * False if one of them found its document otherwise than its condition says, or there already: look again.
     *
     * @throws TransientDataAccessResourceException if the store took them and did not confirm them
     * @throws MongoBulkWriteException if it refused one for anything else than a duplicate
     */
    public static boolean allApplied(
            MongoCollection<Document> collection, List<? extends WriteModel<Document>> writes) {
        try {
            BulkWriteResult result = collection.bulkWrite(writes, new BulkWriteOptions().ordered(false));
            return result.getInsertedCount() + result.getMatchedCount() == writes.size();
        } catch (MongoBulkWriteException failed) {
            if (duplicatesAlone(failed)) {
                return false;
            }
            throw failed;
        }
    }

    /** What was not confirmed may be rolled back, so it must not pass for what was there before. */
    static boolean duplicatesAlone(MongoBulkWriteException failed) {
        if (failed.getWriteConcernError() != null) {
            throw new TransientDataAccessResourceException("the store did not confirm a write", failed);
        }
        return failed.getWriteErrors().stream()
                .allMatch(error -> ErrorCategory.fromErrorCode(error.getCode()) == ErrorCategory.DUPLICATE_KEY);
    }
}
