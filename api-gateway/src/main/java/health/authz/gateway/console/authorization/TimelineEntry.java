package health.authz.gateway.console.authorization;

import health.authz.gateway.console.Formats;
import health.authz.gateway.console.words.Facts;
import health.authz.gateway.console.words.Glossary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One event of an authorization's life, in words. */
public record TimelineEntry(
        long seq,
        String what,
        @Nullable String at,
        String actor,
        @Nullable String reason,
        @Nullable String operationId,
        List<Change> changes) {
    private static final Set<String> DATES = Set.of("startDate", "endDate", "serviceDate");
    private static final Set<String> LINKS = Set.of("supersedes", "successor");

    /** A field before and after; {@code linkedId} is the authorization that the value names. */
    public record Change(
            String label,
            String before,
            String after,
            @Nullable String linkedId) {}

    static TimelineEntry of(JsonNode item, Map<String, String> payerNames, Formats formats) {
        List<Change> changes = new ArrayList<>();
        item.path("changes").forEach(change -> {
            String field = Facts.given(change, "field");
            String before = said(field, change.path("before"), payerNames, formats);
            String after = said(field, change.path("after"), payerNames, formats);
            if (!before.equals(after)) {
                changes.add(new Change(
                        Glossary.field(field),
                        before,
                        after,
                        LINKS.contains(field) ? Facts.text(change, "after") : null));
            }
        });
        return new TimelineEntry(
                Facts.count(item, "seq"),
                Glossary.event(Facts.given(item, "type")),
                Facts.text(item, "recordedAt"),
                Facts.given(item, "actor"),
                Facts.text(item, "reason"),
                Facts.text(item, "operationId"),
                changes);
    }

    private static String said(String field, JsonNode value, Map<String, String> payerNames, Formats formats) {
        if (value.isNull() || value.isMissingNode()) {
            return "";
        }
        if (DATES.contains(field)) {
            return formats.inWords(value.asString());
        }
        if (field.equals("payerId")) {
            return payerNames.getOrDefault(value.asString(), value.asString());
        }
        if (value.isBoolean()) {
            return value.booleanValue() ? "Yes" : "No";
        }
        if (value.isNumber()) {
            return formats.number(value.decimalValue());
        }
        return field.equals("cause") ? Glossary.cause(value.asString()) : Facts.shown(value);
    }
}
