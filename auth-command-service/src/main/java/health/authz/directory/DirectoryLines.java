package health.authz.directory;

import health.authz.events.directory.DirectoryKey;
import health.authz.events.envelope.EventHeaders;
import health.authz.events.envelope.Topics;
import health.authz.platform.relay.Outbox;
import health.authz.platform.web.Correlation;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes a state of a record as its line for Kafka. */
class DirectoryLines {
    private final Clock clock;

    DirectoryLines(Clock clock) {
        this.clock = clock;
    }

    /**
     * One state of one record. Said again it has the same id.
     *
     * @param version of this state, from 1
     * @param value JSON text; {@code null} = it is erased
     * @param actor who wants it published
     */
    Outbox.Line line(DirectoryKey record, long version, @Nullable String value, String actor) {
        String key = record.toString();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(EventHeaders.SPEC_VERSION, "1.0");
        headers.put(EventHeaders.ID, key + ":" + version);
        headers.put(EventHeaders.SOURCE, "/authz/auth-command-service");
        headers.put(EventHeaders.TYPE, "directory." + record.kind().wireName());
        headers.put(EventHeaders.SUBJECT, key);
        headers.put(EventHeaders.TIME, clock.instant().toString());
        headers.put(EventHeaders.CONTENT_TYPE, "application/json");
        headers.put(EventHeaders.SCHEMA_VERSION, "1");
        headers.put(EventHeaders.RECORD_VERSION, Long.toString(version));
        headers.put(EventHeaders.TENANT_ID, record.tenant().value());
        headers.put(EventHeaders.CORRELATION_ID, Correlation.current());
        String trace = Correlation.traceParent();
        if (trace != null) {
            headers.put(EventHeaders.TRACE_PARENT, trace);
        }
        headers.put(EventHeaders.ACTOR, actor);
        return new Outbox.Line(Topics.topicOf(record.kind()), key, headers, value);
    }
}
