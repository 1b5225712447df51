package health.authz.platform.eventstore;

import com.fasterxml.jackson.annotation.JsonInclude;
import health.authz.events.DomainEvent;
import health.authz.events.envelope.EventTypes;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.SimpleSerializedType;
import org.axonframework.serialization.UnknownSerializedType;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.DeserializationFeature;

/** Axon's JSON serializer, with our events under their logical names, so that a class may move. */
class EventSerializer extends Jackson3Serializer {
    EventSerializer() {
        super(Jackson3Serializer.builder().jsonMapperBuilderCustomizer(mapper -> mapper.changeDefaultPropertyInclusion(
                        inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
                .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)));
    }

    @Override
    @SuppressWarnings({"rawtypes", "unchecked"})
    public SerializedType typeForClass(Class type) {
        return DomainEvent.class.isAssignableFrom(type)
                ? new SimpleSerializedType(EventTypes.nameOf(type), null)
                : super.typeForClass(type);
    }

    /**
     * Axon passes over what it has no class for, and a command would be decided on what is left.
     *
     * @throws WrittenByLaterVersion if this version has no class for it
     */
    @Override
    public Class<?> classForType(SerializedType type) {
        Class<?> known = EventTypes.classOf(type.getName())
                .<Class<?>>map(event -> event)
                .orElseGet(() -> super.classForType(type));
        if (known == UnknownSerializedType.class) {
            throw new WrittenByLaterVersion(type.getName());
        }
        return known;
    }
}
