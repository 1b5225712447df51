package health.authz.gateway.console.words;

import health.authz.gateway.console.ApiProblem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/**
 * A form as somebody filled it, with what is wrong at each field. It comes back as it was typed, whatever was wrong.
 *
 * <p>Problems whose field the form does not have are kept apart and shown above it, so that none is lost.
 */
public final class Typed {
    private final Map<String, String> values = new LinkedHashMap<>();
    private final Map<String, String> problems = new LinkedHashMap<>();
    private final List<String> general = new ArrayList<>();

    /** The first value of each field. */
    public static Typed of(MultiValueMap<String, String> sent) {
        Typed typed = new Typed();
        sent.forEach(
                (name, values) -> typed.put(name, values.isEmpty() ? "" : Objects.toString(values.getFirst(), "")));
        return typed;
    }

    public static Typed empty() {
        return new Typed();
    }

    public Typed put(String name, @Nullable String value) {
        values.put(name, value == null ? "" : value);
        return this;
    }

    /** As typed, without surrounding blanks; empty where nothing is. */
    public String get(String name) {
        return values.getOrDefault(name, "").strip();
    }

    /** As typed, to be shown again. */
    public String raw(String name) {
        return values.getOrDefault(name, "");
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    public boolean filled(String name) {
        return !get(name).isEmpty();
    }

    public boolean ticked(String name) {
        return !get(name).isEmpty() && !get(name).equals("false");
    }

    public Map<String, String> values() {
        return values;
    }

    public Typed wrong(String name, String sentence) {
        problems.putIfAbsent(name, sentence);
        return this;
    }

    public Typed wrong(String sentence) {
        if (!general.contains(sentence)) {
            general.add(sentence);
        }
        return this;
    }

    public @Nullable String problem(String name) {
        return problems.get(name);
    }

    public boolean isWrong() {
        return !problems.isEmpty() || !general.isEmpty();
    }

    /** What is wrong with the form as a whole. */
    public List<String> general() {
        return general;
    }

    /** What is wrong where, for the summary above the form: field and sentence. */
    public Map<String, String> problems() {
        return problems;
    }

    /**
     * Takes a refusal of the API: each of its errors to its field, the rest above the form.
     *
     * @param fields names of the form's own fields; an error names one as {@code endDate} or at the end of a path
     */
    public Typed refusedBy(ApiProblem problem, Iterable<String> fields) {
        for (ApiProblem.FieldError error : problem.errors()) {
            String own = own(error.field(), fields);
            if (own != null) {
                wrongAs(own, error.detail());
            } else {
                String sentence = Sentences.of(error.detail());
                wrong(error.field().isEmpty() ? sentence : Glossary.field(error.field()) + ": " + sentence);
            }
        }
        if (problem.errors().isEmpty()) {
            wrong(problem.detail());
        }
        return this;
    }

    /** What the API said of a field, as a sentence. */
    public Typed wrongAs(String name, String detail) {
        return wrong(name, Sentences.of(detail));
    }

    private static @Nullable String own(String named, Iterable<String> fields) {
        for (String field : fields) {
            if (named.equals(field) || named.endsWith("." + field)) {
                return field;
            }
        }
        return null;
    }
}
