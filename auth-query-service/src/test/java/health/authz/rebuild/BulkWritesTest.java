package health.authz.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.ServerAddress;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.bulk.WriteConcernError;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.dao.TransientDataAccessResourceException;

/** Which failures of a bulk write mean that the documents were there already. */
class BulkWritesTest {
    private static final int DUPLICATE_KEY = 11_000;
    private static final int NO_ROOM = 14_031;

    private static MongoBulkWriteException failed(@Nullable WriteConcernError unconfirmed, int... codes) {
        List<BulkWriteError> errors = IntStream.of(codes)
                .mapToObj(code -> new BulkWriteError(code, "refused", new BsonDocument(), 0))
                .toList();
        return new MongoBulkWriteException(
                BulkWriteResult.unacknowledged(), errors, unconfirmed, new ServerAddress(), Set.of());
    }

    @Test
    void duplicates_were_there_already_and_anything_else_was_not() {
        assertThat(BulkWrites.duplicatesAlone(failed(null, DUPLICATE_KEY, DUPLICATE_KEY)))
                .isTrue();
        assertThat(BulkWrites.duplicatesAlone(failed(null, DUPLICATE_KEY, NO_ROOM)))
                .isFalse();
    }

    @Test
    void what_was_not_confirmed_is_written_again() {
        WriteConcernError unconfirmed = new WriteConcernError(64, "WriteConcernTimeout", "waiting", new BsonDocument());

        assertThatThrownBy(() -> BulkWrites.duplicatesAlone(failed(unconfirmed)))
                .isInstanceOf(TransientDataAccessResourceException.class);
        assertThatThrownBy(() -> BulkWrites.duplicatesAlone(failed(unconfirmed, DUPLICATE_KEY)))
                .isInstanceOf(TransientDataAccessResourceException.class);
    }
}
