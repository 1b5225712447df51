package health.authz.gateway.console.words;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the API's answers field by field; what is absent or {@code null} there is {@code null} here. */
public final class Facts {
    private Facts() {}

    public static @Nullable String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isString() ? value.stringValue() : null;
    }

    /** For fields that the API always gives. */
    public static String given(JsonNode node, String field) {
        String text = text(node, field);
        return text == null ? "" : text;
    }

    public static @Nullable BigDecimal number(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isNumber() ? value.decimalValue() : null;
    }

    public static long count(JsonNode node, String field) {
        return node.path(field).asLong(0);
    }

    public static boolean flag(JsonNode node, String field) {
        return node.path(field).asBoolean(false);
    }

    public static @Nullable LocalDate date(JsonNode node, String field) {
        String text = text(node, field);
        return text == null ? null : date(text);
    }

    /** {@code null} if it is no ISO date. */
    public static @Nullable LocalDate date(String text) {
        try {
            return LocalDate.parse(text.strip());
        } catch (DateTimeParseException noDate) {
            return null;
        }
    }

    /** {@code null} if it is no moment as the API writes it. */
    public static @Nullable Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException noInstant) {
            return null;
        }
    }

    public static List<String> texts(JsonNode node, String field) {
        return node.path(field)
                .valueStream()
                .filter(JsonNode::isString)
                .map(JsonNode::stringValue)
                .toList();
    }

    public static List<JsonNode> items(JsonNode node) {
        return node.path("items").valueStream().toList();
    }

    /** A value of any kind as a form shows it; empty for none. */
    public static String shown(JsonNode value) {
        if (value.isNumber()) {
            return plain(value.decimalValue());
        }
        return value.isNull() || value.isMissingNode() ? "" : value.asString();
    }

    /** Without zeros at the end and without an exponent. */
    public static String plain(BigDecimal number) {
        BigDecimal plain = number.stripTrailingZeros();
        return (plain.scale() < 0 ? plain.setScale(0) : plain).toPlainString();
    }
}
