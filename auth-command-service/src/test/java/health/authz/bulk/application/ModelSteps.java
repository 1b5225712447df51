package health.authz.bulk.application;

import static health.authz.bulk.application.RowsReference.CLEAR;

import health.authz.authorization.domain.Change;
import health.authz.authorization.domain.RequestedValues;
import health.authz.events.PayerId;
import health.authz.events.Units;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;

/** What happens in a run, drawn from its seed; each step draws the rest from its own. */
final class ModelSteps {
    private static final LocalDate DECEMBER = LocalDate.of(2026, 12, 1);
    private static final int TURNS_OF_A_CONFIRMATION = 60;
    private static final List<Kind> AMID = List.of(
            Kind.CONFIRM,
            Kind.CONFIRM,
            Kind.NOTE,
            Kind.NOTE,
            Kind.NOTE,
            Kind.PATCH,
            Kind.PATCH,
            Kind.CLIENT,
            Kind.CODE,
            Kind.CRASH,
            Kind.CRASH,
            Kind.CLOCK,
            Kind.CANCEL,
            Kind.RETRY,
            Kind.RETRY,
            Kind.APPROVE,
            Kind.APPROVE,
            Kind.PREVIEW_REVERT,
            Kind.PREVIEW_REVERT,
            Kind.PREVIEW_UPDATE);

    private static final List<Kind> PREVIEWS = List.of(
            Kind.PREVIEW_ADD,
            Kind.PREVIEW_ADD,
            Kind.PREVIEW_UPDATE,
            Kind.PREVIEW_UPDATE,
            Kind.PREVIEW_UPDATE,
            Kind.PREVIEW_REVERT,
            Kind.PREVIEW_REVERT);

    private ModelSteps() {}

    /** Kinds of step. */
    enum Kind {
        FIRST_ADD,
        PREVIEW_ADD,
        PREVIEW_UPDATE,
        PREVIEW_REVERT,
        CONFIRM,
        CANCEL,
        RETRY,
        /** Somebody lets what waits go, or refuses it. */
        APPROVE,
        NOTE,
        PATCH,
        CLIENT,
        CODE,
        CRASH,
        CLOCK,
        /** The actors go on until nothing is left to do. */
        REST
    }

    /** One step. @param turns how many turns the actors have after it */
    record Step(Kind kind, long seed, int turns) {}

    static List<Step> of(long seed) {
        Random random = new Random(seed);
        List<Step> steps = new ArrayList<>();
        for (Kind kind : List.of(Kind.FIRST_ADD, Kind.REST, Kind.CONFIRM, Kind.APPROVE, Kind.REST)) {
            steps.add(new Step(kind, random.nextLong(), kind == Kind.CONFIRM ? TURNS_OF_A_CONFIRMATION : 0));
        }
        for (int round = random.nextInt(3); round >= 0; round--) {
            for (int previews = 2 + random.nextInt(3); previews > 0; previews--) {
                Kind kind = any(random, PREVIEWS);
                steps.add(new Step(kind, random.nextLong(), random.nextInt(3)));
                if (random.nextInt(3) == 0) {
                    steps.add(steps.getLast());
                }
            }
            steps.add(new Step(random.nextInt(4) == 0 ? Kind.CRASH : Kind.REST, random.nextLong(), 0));
            steps.add(new Step(Kind.CONFIRM, random.nextLong(), random.nextInt(8)));
            for (int amid = 4 + random.nextInt(8); amid > 0; amid--) {
                steps.add(new Step(any(random, AMID), random.nextLong(), random.nextInt(8)));
            }
        }
        return steps;
    }

    static <T> T any(Random random, List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    /** What most people would type. */
    static Map<String, Object> plainAdd() {
        return new TreeMap<>(Map.of("start", DECEMBER, "end", LocalDate.of(2027, 5, 31), "allotted", 12));
    }

    static Map<String, Object> anyAdd(Random random) {
        Map<String, Object> values = plainAdd();
        if (random.nextInt(4) == 0) {
            values.put("start", DECEMBER.plusDays(random.nextInt(60)));
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            String field = any(random, List.of("end", "allotted", "remaining", "payer", "number", "start"));
            values.put(field, value(random, field));
        }
        if (random.nextInt(8) == 0) {
            values.remove(any(random, List.of("start", "end", "allotted")));
        }
        return values;
    }

    static Map<String, Object> anyPatch(Random random, boolean alone) {
        Map<String, Object> values = new TreeMap<>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            String field = any(random, List.of("number", "payer", "start", "end", "allotted", "remaining"));
            Object value = value(random, field);
            boolean units = field.equals("allotted") || field.equals("remaining");
            values.put(field, alone && units && value == CLEAR ? 9 : value);
        }
        for (String field : List.of("start", "end", "allotted")) {
            if (!alone && random.nextInt(6) == 0) {
                values.put(field, new RowsReference.By(any(random, List.of(-9, -1, 2, 5))));
            }
        }
        return values;
    }

    private static Object value(Random random, String field) {
        if (random.nextInt(10) == 0) {
            return CLEAR;
        }
        return switch (field) {
            case "start" -> any(random, List.of(DECEMBER, DECEMBER.plusDays(9), LocalDate.of(2027, 2, 1)));
            case "end" ->
                any(random, List.of(DECEMBER.minusDays(9), LocalDate.of(2027, 1, 31), LocalDate.of(2027, 5, 31)));
            case "allotted" -> any(random, List.of(0, 4, 8, 12, 15));
            case "remaining" -> any(random, List.of(0, 3, 7, 12));
            case "payer" -> any(random, List.of("p-1", "p-2"));
            default -> any(random, List.of("A1", "A2", "A3"));
        };
    }

    static RequestedValues requested(Map<String, Object> values) {
        Function<Object, Units> units = value -> new Units(BigDecimal.valueOf((Integer) value));
        return new RequestedValues(
                change(values, "number", String.class::cast),
                Change.keep(),
                change(values, "payer", value -> new PayerId((String) value)),
                change(values, "start", LocalDate.class::cast, health.authz.authorization.domain.Step.Days::new),
                change(values, "end", LocalDate.class::cast, health.authz.authorization.domain.Step.Days::new),
                change(
                        values,
                        "allotted",
                        units,
                        more -> new health.authz.authorization.domain.Step.More(units.apply(more))),
                change(values, "remaining", units),
                Change.keep(),
                Change.keep(),
                Change.keep());
    }

    private static <T> Change<T> change(
            Map<String, Object> values,
            String field,
            Function<Object, T> as,
            Function<Integer, health.authz.authorization.domain.Step<T>> step) {
        return values.get(field) instanceof RowsReference.By by
                ? Change.move(step.apply(by.much()))
                : change(values, field, as);
    }

    private static <T> Change<T> change(Map<String, Object> values, String field, Function<Object, T> as) {
        Object value = values.get(field);
        if (value == null) {
            return Change.keep();
        }
        return value == CLEAR ? Change.clear() : Change.set(as.apply(value));
    }
}
