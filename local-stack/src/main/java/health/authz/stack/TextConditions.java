package health.authz.stack;

import de.bwaldvogel.mongo.bson.Document;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a query asks of fields that hold a plain text: equal to one, or one of several. All of them must hold. */
final class TextConditions {
    private final Document query;
    private final Map<String, Set<String>> wanted = new HashMap<>();

    private TextConditions(Document query) {
        this.query = query;
    }

    static TextConditions of(Document query) {
        TextConditions conditions = new TextConditions(query);
        conditions.take(query);
        return conditions;
    }

    boolean are(Document other) {
        return query == other;
    }

    private void take(Document part) {
        part.forEach((field, value) -> {
            if (field.equals("$and") && value instanceof Collection<?> all) {
                all.forEach(each -> {
                    if (each instanceof Document one) {
                        take(one);
                    }
                });
            } else if (!field.startsWith("$") && field.indexOf('.') < 0) {
                field(field, value);
            }
        });
    }

    private void field(String field, Object value) {
        if (value instanceof String text) {
            wanted.putIfAbsent(field, Set.of(text));
        } else if (value instanceof Document operators
                && operators.get("$in") instanceof Collection<?> several
                && several.stream().allMatch(String.class::isInstance)) {
            Set<String> texts = new HashSet<>();
            several.forEach(each -> texts.add((String) each));
            wanted.putIfAbsent(field, texts);
        }
    }

    /** Which texts a field may hold; {@code null} where that is not asked. */
    @Nullable
    Set<String> of(String field) {
        return wanted.get(field);
    }

    /** False only if a field holds a text that is not wanted; anything else is for the library to judge. */
    boolean mayHold(Document document) {
        for (Map.Entry<String, Set<String>> one : wanted.entrySet()) {
            if (document.get(one.getKey()) instanceof String text
                    && !one.getValue().contains(text)) {
                return false;
            }
        }
        return true;
    }
}
