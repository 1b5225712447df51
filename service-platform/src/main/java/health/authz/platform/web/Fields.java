package health.authz.platform.web;

import health.authz.events.Units;
import health.authz.events.WrittenText;
import health.authz.platform.web.ProblemException.FieldError;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A JSON object that somebody sent, read field by field. Each wrong field is remembered with its bound and the way out;
 * {@link #done()} refuses them all at once, and every field that nobody asked for.
 *
 * <p>A field that is absent or {@code null} reads as empty; {@link #isNull} and {@link #has} tell the two apart.
 */
public final class Fields {
    private static final String UNREADABLE =
            "holds a character that stands for one that was lost (U+FFFD, NUL or half of a pair); send it in UTF-8 as it was written";
    private final JsonNode node;
    private final String path;
    private final List<FieldError> errors;
    private final Set<String> known = new HashSet<>();
    private final List<Fields> nested = new ArrayList<>();

    private Fields(JsonNode node, String path, List<FieldError> errors) {
        this.node = node;
        this.path = path;
        this.errors = errors;
    }

    /** @throws ProblemException 400 if the body is no object, or holds text that cannot be read */
    public static Fields of(JsonNode body) {
        if (!body.isObject()) {
            throw Problems.invalid("body", "is one JSON object");
        }
        List<FieldError> unreadable = new ArrayList<>();
        findUnreadable(body, "", unreadable);
        if (!unreadable.isEmpty()) {
            throw Problems.invalid(unreadable);
        }
        return new Fields(body, "", new ArrayList<>());
    }

    /** Text that was lost on its way, wherever it stands, also in a name, which is then not repeated. */
    private static void findUnreadable(JsonNode node, String path, List<FieldError> found) {
        if (node.isString() && WrittenText.isUnreadable(node.stringValue())) {
            found.add(new FieldError(path, UNREADABLE));
        } else if (node.isArray()) {
            node.forEach(each -> findUnreadable(each, path, found));
        } else if (node.isObject()) {
            node.properties().forEach(field -> {
                if (WrittenText.isUnreadable(field.getKey())) {
                    found.add(new FieldError(path.isEmpty() ? "body" : path, "has a name that " + UNREADABLE));
                } else {
                    findUnreadable(
                            field.getValue(), path.isEmpty() ? field.getKey() : path + "." + field.getKey(), found);
                }
            });
        }
    }

    public boolean has(String name) {
        known.add(name);
        return node.has(name);
    }

    public boolean isNull(String name) {
        return has(name) && node.get(name).isNull();
    }

    public Optional<String> text(String name, int lengthMax) {
        return value(name).flatMap(value -> {
            if (!value.isString()) {
                return wrong(name, "is text in quotes");
            }
            String text = WrittenText.visible(value.stringValue());
            if (text.length() > lengthMax) {
                return wrong(name, "has at most " + lengthMax + " characters");
            }
            if (text.isEmpty()) {
                return wrong(name, "is not empty; leave it out, or send null to clear it");
            }
            if (text.chars().anyMatch(Character::isISOControl)) {
                return wrong(name, "holds no control characters");
            }
            return Optional.of(text);
        });
    }

    public String requiredText(String name, int lengthMax) {
        return text(name, lengthMax).orElseGet(() -> missing(name, ""));
    }

    public Optional<Boolean> flag(String name) {
        return value(name)
                .flatMap(value -> value.isBoolean()
                        ? Optional.of(value.booleanValue())
                        : wrong(name, "is true or false, without quotes"));
    }

    public Optional<Integer> integer(String name, int least, int most) {
        String bound = "is a whole number from " + least + " to " + most;
        return value(name)
                .flatMap(value -> value.isIntegralNumber()
                                && value.canConvertToInt()
                                && value.intValue() >= least
                                && value.intValue() <= most
                        ? Optional.of(value.intValue())
                        : wrong(name, bound));
    }

    public Optional<Long> count(String name) {
        return value(name)
                .flatMap(value -> value.isIntegralNumber() && value.canConvertToLong() && value.longValue() >= 0
                        ? Optional.of(value.longValue())
                        : wrong(name, "is a whole number, 0 or more"));
    }

    public Optional<Units> units(String name) {
        return units(name, BigDecimal.ZERO);
    }

    /** More or less units: a difference. */
    public Optional<Units> moreUnits(String name) {
        return units(name, Units.LARGEST.negate());
    }

    private Optional<Units> units(String name, BigDecimal least) {
        return value(name).flatMap(value -> {
            if (!value.isNumber()) {
                return wrong(name, "is a number without quotes, such as 48 or 2.5");
            }
            BigDecimal number = value.decimalValue();
            if (number.compareTo(least) < 0) {
                return wrong(name, "is " + least.toPlainString() + " or more");
            }
            if (Units.isTooFine(number)) {
                return wrong(name, "has at most two decimals");
            }
            if (number.compareTo(Units.LARGEST) > 0) {
                return wrong(name, "is at most " + Units.LARGEST.toPlainString());
            }
            return Optional.of(new Units(number));
        });
    }

    public Optional<LocalDate> date(String name) {
        return value(name).flatMap(value -> {
            try {
                if (value.isString()) {
                    LocalDate date = LocalDate.parse(value.stringValue());
                    if (date.getYear() >= 1900 && date.getYear() <= 2199) {
                        return Optional.of(date);
                    }
                    return wrong(name, "lies between 1900-01-01 and 2199-12-31");
                }
            } catch (DateTimeParseException notADate) {
                return wrong(name, "is a date of the calendar such as \"2026-12-31\"");
            }
            return wrong(name, "is a date of the calendar such as \"2026-12-31\"");
        });
    }

    public <E extends Enum<E>> Optional<E> choice(String name, Class<E> type) {
        return value(name).flatMap(value -> {
            Optional<E> found = Arrays.stream(type.getEnumConstants())
                    .filter(constant -> value.isString() && constant.name().equals(value.stringValue()))
                    .findFirst();
            return found.isPresent()
                    ? found
                    : wrong(
                            name,
                            "is one of "
                                    + Arrays.toString(type.getEnumConstants()).replaceAll("[\\[\\]]", ""));
        });
    }

    /** Texts without repetition; empty if absent. */
    public List<String> texts(String name, int lengthMax, int countMax) {
        Optional<JsonNode> value = value(name);
        if (value.isEmpty()) {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        if (!value.get().isArray() || value.get().size() > countMax) {
            wrong(name, "is an array of at most " + countMax + " texts");
            return texts;
        }
        for (JsonNode each : value.get()) {
            String text = each.isString() ? WrittenText.visible(each.stringValue()) : "";
            if (text.isEmpty() || text.length() > lengthMax) {
                wrong(name, "holds texts of 1 to " + lengthMax + " characters");
                return texts;
            }
            if (!texts.contains(text)) {
                texts.add(text);
            }
        }
        return texts;
    }

    public Optional<Fields> object(String name) {
        return value(name)
                .flatMap(value -> value.isObject() ? Optional.of(child(value, name)) : wrong(name, "is an object"));
    }

    public List<Fields> objects(String name, int countMax) {
        Optional<JsonNode> value = value(name);
        List<Fields> all = new ArrayList<>();
        if (value.isPresent() && (!value.get().isArray() || value.get().size() > countMax)) {
            wrong(name, "is an array of at most " + countMax + " objects");
            return all;
        }
        value.ifPresent(array -> {
            for (int i = 0; i < array.size(); i++) {
                if (array.get(i).isObject()) {
                    all.add(child(array.get(i), name + "[" + i + "]"));
                } else {
                    wrong(name + "[" + i + "]", "is an object");
                }
            }
        });
        return all;
    }

    /** Names of all fields that were sent; they count as known. */
    public Set<String> names() {
        Set<String> names = new TreeSet<>(node.propertyNames());
        known.addAll(names);
        return names;
    }

    public @Nullable JsonNode raw(String name) {
        known.add(name);
        return node.get(name);
    }

    /** Remembers that a field is wrong. */
    public <T> Optional<T> wrong(String name, String detail) {
        errors.add(new FieldError(path + name, detail));
        return Optional.empty();
    }

    /** Remembers that a required field is missing, unless it is wrong already; goes on with the given value. */
    public <T> T missing(String name, T instead) {
        if (errors.stream().noneMatch(error -> error.field().equals(path + name))) {
            wrong(name, "is required");
        }
        return instead;
    }

    /** @throws ProblemException 400 with every wrong, missing and unknown field */
    public void done() {
        findUnknown();
        if (!errors.isEmpty()) {
            throw Problems.invalid(errors);
        }
    }

    private void findUnknown() {
        for (String name : node.propertyNames()) {
            if (!known.contains(name)) {
                wrong(name, "is not known here. Known: " + String.join(", ", new TreeSet<>(known)));
            }
        }
        nested.forEach(Fields::findUnknown);
    }

    private Fields child(JsonNode value, String name) {
        Fields child = new Fields(value, path + name + ".", errors);
        nested.add(child);
        return child;
    }

    private Optional<JsonNode> value(String name) {
        known.add(name);
        JsonNode value = node.get(name);
        return value == null || value.isNull() ? Optional.empty() : Optional.of(value);
    }
}
