package health.authz.platform.web;

import health.authz.events.Units;
import health.authz.events.WrittenText;
import jakarta.servlet.http.HttpServletRequest;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** The query of a request, or a filter object of a body: known names only, each read with its type and bounds. */
public final class QueryParameters {
    private static final int LIMIT_MAX = 500;
    private static final int LIMIT_USUAL = 50;
    /** To read a million digits as a number keeps a processor busy for seconds. */
    private static final int NUMBER_LENGTH_MAX = 3_000;

    private static final Set<String> LISTS = Set.of("status", "outcome");
    private final Map<String, String> values;

    private QueryParameters(Map<String, String> values) {
        this.values = values;
    }

    /** @throws ProblemException 400 if a name is not among those known, or stands twice */
    public static QueryParameters of(HttpServletRequest request, Set<String> known) {
        Map<String, String> values = new LinkedHashMap<>();
        request.getParameterMap().forEach((name, given) -> {
            if (given.length > 1 && !LISTS.contains(name)) {
                throw Problems.invalid(name, "stands twice; give it once");
            }
            values.put(name, String.join(",", given));
        });
        return of(values, known);
    }

    /** @throws ProblemException 400 if a name is not among those known */
    public static QueryParameters of(Map<String, String> values, Set<String> known) {
        values.keySet().stream()
                .filter(name -> !known.contains(name))
                .findFirst()
                .ifPresent(unknown -> {
                    throw Problems.invalid(
                            unknown, "is not known here. Known: " + String.join(", ", new TreeSet<>(known)));
                });
        values.forEach((name, value) -> {
            if (value.chars().anyMatch(Character::isISOControl)) {
                throw Problems.invalid(name, "has a control character; leave it out");
            }
            if (WrittenText.isUnreadable(value)) {
                throw Problems.invalid(name, "holds a character that was lost; send it in UTF-8, percent-encoded");
            }
        });
        Map<String, String> given = new LinkedHashMap<>(values);
        given.values().removeIf(String::isBlank);
        return new QueryParameters(given);
    }

    /**
     * Whether a value of a filter object says nothing: {@code null}, text without a word in it, an empty array or object, or an array with
     * one of these in it. In a query such a parameter counts as absent; in a body somebody meant something by it.
     */
    public static boolean isBlank(JsonNode value) {
        return switch (value.getNodeType()) {
            case NULL, MISSING -> true;
            case STRING -> WrittenText.isBlank(value.stringValue().replace(',', ' '));
            case ARRAY -> value.isEmpty() || value.valueStream().anyMatch(QueryParameters::isBlank);
            case OBJECT -> value.isEmpty();
            default -> false;
        };
    }

    public Map<String, String> all() {
        return values;
    }

    public Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name));
    }

    public List<String> list(String name) {
        return text(name)
                .map(text -> Arrays.stream(text.split(",")).map(String::strip).toList())
                .orElse(List.of());
    }

    public Optional<Boolean> flag(String name) {
        return text(name).map(text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw Problems.invalid(name, "is true or false");
        });
    }

    public Optional<LocalDate> date(String name) {
        return text(name).map(text -> {
            try {
                return LocalDate.parse(text);
            } catch (DateTimeParseException notADate) {
                throw Problems.invalid(name, "is a date such as 2026-12-31");
            }
        });
    }

    /**
     * Units, from -9,999,999.99 to 9,999,999.99 with at most two decimals; the size is looked at before anything is computed.
     *
     * @throws ProblemException that names the parameter, if it is anything else
     */
    public Optional<Units> units(String name) {
        return number(name).map(number -> {
            if (number.abs().compareTo(Units.LARGEST) > 0) {
                throw Problems.invalid(name, "lies between -" + Units.LARGEST + " and " + Units.LARGEST);
            }
            if (Units.isTooFine(number)) {
                throw Problems.invalid(name, "has at most two decimals");
            }
            return new Units(number);
        });
    }

    private Optional<BigDecimal> number(String name) {
        return text(name).map(text -> {
            try {
                if (text.length() > NUMBER_LENGTH_MAX) {
                    throw new NumberFormatException("endless");
                }
                return new BigDecimal(text);
            } catch (NumberFormatException notANumber) {
                throw Problems.invalid(name, "is a number such as 4 or 2.5");
            }
        });
    }

    public Optional<Integer> integer(String name, int least, int most) {
        return number(name).map(number -> {
            try {
                int value = number.intValueExact();
                if (value >= least && value <= most) {
                    return value;
                }
            } catch (ArithmeticException fraction) {
                throw Problems.invalid(name, "is a whole number from " + least + " to " + most);
            }
            throw Problems.invalid(name, "is a whole number from " + least + " to " + most);
        });
    }

    /** Rows on a page: 50 unless said, 1 to 500. */
    public int limit() {
        return integer("limit", 1, LIMIT_MAX).orElse(LIMIT_USUAL);
    }
}
