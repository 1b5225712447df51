package health.authz.verify;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Counts what was compared and what was found, by kind, with the first example of each. */
final class Findings {
    private static final class Kind {
        private final String example;
        private long count;

        Kind(String example) {
            this.example = example;
        }
    }

    private final Map<Effect, Map<String, Kind>> found = new EnumMap<>(Effect.class);
    private long compared;
    private long repeated;

    void compared(long more) {
        compared += more;
    }

    long compared() {
        return compared;
    }

    void repeated(long more) {
        repeated += more;
    }

    void add(Finding finding) {
        found.computeIfAbsent(finding.effect(), any -> new TreeMap<>())
                .computeIfAbsent(finding.kind(), any -> new Kind(finding.id()))
                .count++;
    }

    void addAll(List<Finding> findings) {
        findings.forEach(this::add);
    }

    Outcome outcome() {
        return new Outcome(
                compared, repeated, count(Effect.MISSING), count(Effect.DOUBLED), count(Effect.DIFFERENT), lines());
    }

    private long count(Effect effect) {
        return found.getOrDefault(effect, Map.of()).values().stream()
                .mapToLong(kind -> kind.count)
                .sum();
    }

    private List<String> lines() {
        return found.entrySet().stream()
                .flatMap(effect -> effect.getValue().entrySet().stream()
                        .sorted(Comparator.comparingLong(kind -> -kind.getValue().count))
                        .map(kind -> "%-9s  %s: %d, for example %s"
                                .formatted(
                                        effect.getKey().name().toLowerCase(Locale.ROOT),
                                        kind.getKey(),
                                        kind.getValue().count,
                                        kind.getValue().example)))
                .toList();
    }
}
