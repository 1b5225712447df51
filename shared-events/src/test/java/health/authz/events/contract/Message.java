package health.authz.events.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import health.authz.events.DomainEvent;
import health.authz.events.directory.DirectoryKind;
import health.authz.events.directory.DirectoryRecord;
import health.authz.events.envelope.EventTypes;
import health.authz.events.envelope.Topics;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** One kind of message on a topic: an event, or a directory record of one kind. */
record Message(String name, String topic, Class<?> type) {
    static final JsonMapper JSON = JsonMapper.builder()
            .changeDefaultPropertyInclusion(value -> value.withValueInclusion(JsonInclude.Include.NON_NULL))
            .build();

    /** Every message of the language, by the code alone. */
    static Stream<Message> all() {
        Stream<Message> events = EventTypes.all().entrySet().stream()
                .map(entry -> event(entry.getKey(), entry.getValue().asSubclass(DomainEvent.class)));
        Stream<Message> records = Arrays.stream(DirectoryKind.values())
                .map(kind -> new Message("directory." + kind.wireName(), Topics.topicOf(kind), recordOf(kind)));
        return Stream.concat(events, records);
    }

    String golden() {
        return read("/golden/" + name + ".v1.json");
    }

    String schema() {
        return read("/schema/" + name + ".v1.json");
    }

    static String read(String resource) {
        try (InputStream in = Objects.requireNonNull(Message.class.getResourceAsStream(resource), resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public String toString() {
        return name;
    }

    private static Message event(String name, Class<? extends DomainEvent> type) {
        return new Message(name, Topics.topicOf(type), type);
    }

    private static Class<? extends DirectoryRecord> recordOf(DirectoryKind kind) {
        return switch (kind) {
            case CLIENT -> DirectoryRecord.ClientRecord.class;
            case USER -> DirectoryRecord.UserRecord.class;
            case PAYER -> DirectoryRecord.PayerRecord.class;
            case DIVISION -> DirectoryRecord.DivisionRecord.class;
            case CLIENT_GROUP, USER_GROUP -> DirectoryRecord.GroupRecord.class;
        };
    }
}
