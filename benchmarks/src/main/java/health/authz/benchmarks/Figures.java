package health.authz.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What was measured, round by round, and the table that tells it. */
final class Figures {
    private record Line(String what, String unit, String goal, List<Double> rounds) {}

    private final Map<String, Line> lines = new LinkedHashMap<>();

    /** Remembers one round of one figure. */
    void add(String what, String unit, String goal, double value) {
        lines.computeIfAbsent(what, first -> new Line(what, unit, goal, new ArrayList<>()))
                .rounds()
                .add(value);
    }

    /** A value that so many in a hundred do not exceed. */
    static double percentile(List<Double> values, int percent) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(Math.min(sorted.size() - 1, (int) Math.ceil(sorted.size() * percent / 100.0) - 1));
    }

    String table() {
        StringBuilder table = new StringBuilder(String.format(
                Locale.ROOT, "%-58s %-7s %10s   %-30s %s%n", "figure", "unit", "median", "rounds", "goal"));
        lines.values()
                .forEach(line -> table.append(String.format(
                        Locale.ROOT,
                        "%-58s %-7s %10.1f   %-30s %s%n",
                        line.what(),
                        line.unit(),
                        percentile(line.rounds(), 50),
                        String.join(
                                " ",
                                line.rounds().stream()
                                        .map(value -> String.format(Locale.ROOT, "%.1f", value))
                                        .toList()),
                        line.goal())));
        return table.toString();
    }
}
