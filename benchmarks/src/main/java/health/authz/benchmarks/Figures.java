package health.authz.benchmarks;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What was measured, round by round, as a table and as JSON. */
final class Figures {
    private record Round(double value, double floor) {}

    private final Map<Figure, List<Round>> measured = new EnumMap<>(Figure.class);

    /** Remembers one round of one figure. */
    void add(Figure figure, double value, double floor) {
        measured.computeIfAbsent(figure, first -> new ArrayList<>()).add(new Round(value, floor));
    }

    boolean has(Figure figure) {
        return measured.containsKey(figure);
    }

    /** A value that so many in a hundred do not exceed. */
    static double percentile(List<Double> values, int percent) {
        List<Double> sorted = values.stream().sorted().toList();
        int place = (int) Math.ceil(sorted.size() * percent / 100.0) - 1;
        return sorted.get(Math.clamp(place, 0, sorted.size() - 1));
    }

    private double median(Figure figure, ToDoubleFunction<Round> side) {
        return percentile(sides(figure, side), 50);
    }

    private List<Double> sides(Figure figure, ToDoubleFunction<Round> side) {
        return measured.getOrDefault(figure, List.of()).stream()
                .map(side::applyAsDouble)
                .toList();
    }

    private double ratio(Figure figure) {
        return figure.ratio(median(figure, Round::value), median(figure, Round::floor));
    }

    String table() {
        StringBuilder table = new StringBuilder(String.format(
                Locale.ROOT,
                "%-22s %-7s %26s  %26s  %8s  %-9s %s%n",
                "figure",
                "unit",
                "value min/median/max",
                "floor min/median/max",
                "ratio",
                "reach",
                "beside"));
        measured.keySet()
                .forEach(figure -> table.append(String.format(
                        Locale.ROOT,
                        "%-22s %-7s %26s  %26s  %8.2f  %-9s %s%n",
                        figure.title(),
                        figure.unit(),
                        spread(sides(figure, Round::value)),
                        spread(sides(figure, Round::floor)),
                        ratio(figure),
                        figure.reach(),
                        figure.beside())));
        return table.toString();
    }

    private static String spread(List<Double> values) {
        return "%s / %s / %s"
                .formatted(brief(percentile(values, 0)), brief(percentile(values, 50)), brief(percentile(values, 100)));
    }

    private static String brief(double value) {
        return String.format(Locale.ROOT, value < 1_000 ? "%.1f" : "%,.0f", value);
    }

    /** @param machine what the figures were measured on */
    String json(Map<String, Object> machine, int rows) {
        List<Map<String, Object>> figures = new ArrayList<>();
        measured.forEach((figure, rounds) -> {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("name", figure.title());
            one.put("unit", figure.unit());
            one.put("value", median(figure, Round::value));
            one.put("floor", median(figure, Round::floor));
            one.put("ratio", ratio(figure));
            one.put("rounds", rounds);
            figures.add(one);
        });
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("machine", machine);
        all.put("rows", rows);
        all.put("figures", figures);
        return Gateway.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(all);
    }
}
