package health.authz.events.contract;

import static health.authz.events.contract.Message.JSON;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonValue;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** A schema names the fields of its record, all of them, and demands exactly those that are never null. */
class SchemaShapeTest {

    @ParameterizedTest
    @MethodSource("health.authz.events.contract.Message#all")
    void names_the_fields_of_the_record_and_demands_those_never_null(Message message) {
        sameShape(message.name(), JSON.readTree(message.schema()), message.type());
    }

    @ParameterizedTest
    @MethodSource("health.authz.events.contract.Message#all")
    void is_titled_as_the_message(Message message) {
        assertThat(JSON.readTree(message.schema()).path("title").stringValue()).isEqualTo(message.name());
    }

    private static void sameShape(String at, JsonNode schema, Class<?> type) {
        List<RecordComponent> fields = Arrays.asList(type.getRecordComponents());
        assertThat(Set.copyOf(schema.path("properties").propertyNames()))
                .as("properties of %s", at)
                .isEqualTo(names(fields, true));
        assertThat(texts(schema.path("required"))).as("required of %s", at).isEqualTo(names(fields, false));
        fields.forEach(field ->
                inside(at + "." + field.getName(), schema.path("properties").path(field.getName()), field));
    }

    private static void inside(String at, JsonNode schema, RecordComponent field) {
        if (isPlainRecord(field.getType())) {
            sameShape(at, schema, field.getType());
        } else if (field.getType().isEnum()) {
            sameChoices(at, schema, field.getType());
        } else if (field.getGenericType() instanceof ParameterizedType list && list.getRawType() == List.class) {
            Type item = list.getActualTypeArguments()[0];
            if (item instanceof Class<?> type && isPlainRecord(type)) {
                sameShape(at, schema.path("items"), type);
            } else if (item instanceof Class<?> type && type.isEnum()) {
                sameChoices(at, schema.path("items"), type);
            }
        }
    }

    private static void sameChoices(String at, JsonNode schema, Class<?> type) {
        Set<String> constants =
                Arrays.stream(type.getEnumConstants()).map(Object::toString).collect(Collectors.toSet());
        assertThat(texts(schema.path("enum"))).as("enum of %s", at).isEqualTo(constants);
    }

    /** A record that is written as an object, not as the one value it wraps. */
    private static boolean isPlainRecord(Class<?> type) {
        return type.isRecord()
                && Arrays.stream(type.getRecordComponents())
                        .noneMatch(part -> part.getAccessor().isAnnotationPresent(JsonValue.class));
    }

    private static Set<String> names(List<RecordComponent> fields, boolean nullableToo) {
        return fields.stream()
                .filter(field -> nullableToo || !isNullable(field.getAnnotatedType()))
                .map(RecordComponent::getName)
                .collect(Collectors.toSet());
    }

    private static boolean isNullable(AnnotatedType type) {
        return type.isAnnotationPresent(Nullable.class)
                || (type instanceof AnnotatedParameterizedType && type.getAnnotation(Nullable.class) != null);
    }

    private static Set<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::stringValue).collect(Collectors.toCollection(TreeSet::new));
    }
}
