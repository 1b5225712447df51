package health.authz.gateway.console.words;

import health.authz.gateway.console.Formats;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** {@link Glossary} for templates, as {@code @terms}. */
public class Terms {
    private static final String NOTHING = "–";

    public String orDash(@Nullable String text) {
        return text == null || text.isBlank() ? NOTHING : text;
    }

    public String list(List<String> texts) {
        return texts.isEmpty() ? NOTHING : String.join(", ", texts);
    }

    /** A number as Java or JSON has it; it may be missing. */
    public String number(Formats formats, @Nullable Object number) {
        if (number instanceof JsonNode node) {
            return formats.number(node);
        }
        return number instanceof Number known ? formats.number(known) : NOTHING;
    }

    public String field(String name) {
        return Glossary.field(name);
    }

    public String reason(String name) {
        return Glossary.reason(name);
    }

    public String codeType(String name) {
        return Glossary.codeType(name);
    }

    public String decrement(String name) {
        return Glossary.decrement(name);
    }

    public String alert(String kind) {
        return Glossary.alert(kind);
    }
}
