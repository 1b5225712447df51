package health.authz.events.contract;

import static health.authz.events.contract.Message.JSON;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Every golden ever shipped still reads, writes back the same, and fits its schema. Goldens are never edited. */
class GoldenTest {
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    @ParameterizedTest
    @MethodSource("health.authz.events.contract.Message#all")
    void reads_into_the_record_and_writes_back_equal(Message message) {
        Object read = JSON.readValue(message.golden(), message.type());

        assertThat(JSON.readTree(JSON.writeValueAsString(read))).isEqualTo(JSON.readTree(message.golden()));
    }

    @ParameterizedTest
    @MethodSource("health.authz.events.contract.Message#all")
    void shows_every_field_of_the_record(Message message) {
        Object read = JSON.readValue(message.golden(), message.type());

        assertThat(read).hasNoNullFieldsOrProperties();
    }

    @ParameterizedTest
    @MethodSource("health.authz.events.contract.Message#all")
    void fits_its_schema(Message message) {
        assertThat(schemaOf(message).validate(message.golden(), InputFormat.JSON))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("health.authz.events.contract.Message#all")
    void misses_its_schema_without_a_required_field(Message message) {
        ObjectNode golden = (ObjectNode) JSON.readTree(message.golden());
        String required =
                JSON.readTree(message.schema()).path("required").get(0).stringValue();
        golden.remove(required);

        assertThat(schemaOf(message).validate(golden.toString(), InputFormat.JSON))
                .isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("health.authz.events.contract.Message#all")
    void reads_past_a_field_that_a_later_version_added(Message message) {
        JsonNode later = ((ObjectNode) JSON.readTree(message.golden())).put("addedLater", true);

        Object read = JSON.readValue(later.toString(), message.type());

        assertThat(read).isEqualTo(JSON.readValue(message.golden(), message.type()));
    }

    @Test
    void no_golden_and_no_schema_stands_for_nothing() {
        Set<String> expected = Message.all()
                .map(message -> message.name() + ".v1.json")
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(filesIn("/golden")).isEqualTo(expected);
        assertThat(filesIn("/schema")).isEqualTo(expected);
    }

    private static Schema schemaOf(Message message) {
        return SCHEMAS.getSchema(message.schema(), InputFormat.JSON);
    }

    private static Set<String> filesIn(String folder) {
        URL url = Objects.requireNonNull(GoldenTest.class.getResource(folder), folder);
        try {
            return Set.of(Objects.requireNonNull(Path.of(url.toURI()).toFile().list())).stream()
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
