package health.authz.authorizationlist.projection;

import health.authz.platform.consuming.Received;
import org.bson.Document;

/** One event of an authorization as its history shows it, told by {@code authorizationhistory}. */
final class HistoryLine {
    private HistoryLine() {}

    static Document of(Received record) {
        return new Document("seq", record.sequence())
                .append("type", record.type())
                .append("recordedAt", record.time().toString())
                .append("actor", record.actor())
                .append("value", record.value());
    }
}
