package health.authz.events.contract;

import static org.assertj.core.api.Assertions.assertThat;

import health.authz.events.envelope.EventHeaders;
import health.authz.events.envelope.Topics;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The AsyncAPI document names exactly the topics, messages and headers of the code. */
class AsyncApiTest {
    private final JsonNode document = new YAMLMapper().readTree(Message.read("/asyncapi.yaml"));

    @Test
    void is_version_three() {
        assertThat(document.path("asyncapi").stringValue()).isEqualTo("3.0.0");
    }

    @Test
    void names_the_topics_of_the_code() {
        Set<String> addresses = document.path("channels")
                .valueStream()
                .map(channel -> channel.path("address").stringValue())
                .collect(Collectors.toSet());

        assertThat(addresses).isEqualTo(constantsOf(Topics.class));
    }

    @Test
    void puts_every_message_on_its_topic_and_nothing_else() {
        Map<String, Set<String>> written = document.path("channels")
                .valueStream()
                .collect(Collectors.toMap(
                        channel -> channel.path("address").stringValue(),
                        channel -> Set.copyOf(channel.path("messages").propertyNames())));
        Map<String, Set<String>> meant = Message.all()
                .collect(Collectors.groupingBy(Message::topic, Collectors.mapping(Message::name, Collectors.toSet())));

        assertThat(written).isEqualTo(meant);
    }

    @Test
    void every_message_points_at_its_own_schema_and_the_common_headers() {
        JsonNode messages = document.path("components").path("messages");

        assertThat(Set.copyOf(messages.propertyNames()))
                .isEqualTo(Message.all().map(Message::name).collect(Collectors.toSet()));
        messages.propertyStream().forEach(entry -> {
            JsonNode message = entry.getValue();
            assertThat(message.at("/payload/schema/$ref").stringValue())
                    .isEqualTo("schema/" + entry.getKey() + ".v1.json");
            assertThat(message.at("/headers/$ref").stringValue()).isEqualTo("#/components/schemas/headers");
        });
    }

    @Test
    void names_the_headers_of_the_code() {
        JsonNode headers = document.at("/components/schemas/headers/properties");

        assertThat(Set.copyOf(headers.propertyNames())).isEqualTo(constantsOf(EventHeaders.class));
    }

    @Test
    void requires_no_header_that_only_some_records_have() {
        JsonNode headers = document.at("/components/schemas/headers");

        assertThat(headers.path("required").valueStream().map(JsonNode::stringValue))
                .doesNotContain(EventHeaders.SEQUENCE, EventHeaders.RECORD_VERSION)
                .isSubsetOf(headers.path("properties").propertyNames());
        assertThat(headers.at("/properties/recordversion/pattern").stringValue())
                .as("from 1, in decimal")
                .isEqualTo("^[1-9][0-9]*$");
    }

    @Test
    void every_reference_leads_somewhere() {
        document.findValues("$ref").stream().map(JsonNode::stringValue).forEach(reference -> {
            if (reference.startsWith("#")) {
                assertThat(document.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse();
            } else {
                assertThat(AsyncApiTest.class.getResource("/" + reference))
                        .as(reference)
                        .isNotNull();
            }
        });
    }

    private static Set<String> constantsOf(Class<?> names) {
        return Arrays.stream(names.getDeclaredFields())
                .filter(field -> Modifier.isPublic(field.getModifiers()) && field.getType() == String.class)
                .map(AsyncApiTest::valueOf)
                .collect(Collectors.toSet());
    }

    private static String valueOf(Field constant) {
        try {
            return (String) constant.get(null);
        } catch (IllegalAccessException hidden) {
            throw new IllegalStateException(hidden);
        }
    }
}
