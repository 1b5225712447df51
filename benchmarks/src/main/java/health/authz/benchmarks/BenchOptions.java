package health.authz.benchmarks;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is to be measured.
 *
 * @param checkout folder of the built modules
 * @param rows rows of one bulk operation, a multiple of 100 from 1,000 on
 * @param only the figures wanted
 * @param json where the figures are also written as JSON
 */
record BenchOptions(
        Path checkout, int rows, Set<Figure> only, @Nullable Path json) {
    private static final int ROWS = 20_000;
    private static final int ROWS_MIN = 1_000;
    private static final int ROWS_MAX = 1_000_000;

    /** @throws IllegalArgumentException in the words of whoever gave the arguments */
    static BenchOptions of(List<String> arguments) {
        Path checkout = Path.of(arguments.getFirst()).toAbsolutePath();
        int rows = ROWS;
        Set<Figure> only = EnumSet.allOf(Figure.class);
        Path json = null;
        for (int i = 1; i < arguments.size(); i += 2) {
            String name = arguments.get(i);
            if (i + 1 == arguments.size()) {
                throw new IllegalArgumentException(name + " needs a value");
            }
            String value = arguments.get(i + 1);
            switch (name) {
                case "--rows" -> rows = rows(value);
                case "--only" -> only = figures(value);
                case "--json" -> json = Path.of(value).toAbsolutePath();
                default ->
                    throw new IllegalArgumentException(
                            "bench does not know " + name + "; it takes --rows N, --only NAME,... and --json FILE");
            }
        }
        return new BenchOptions(checkout, rows, only, json);
    }

    boolean wants(Figure... figures) {
        return Arrays.stream(figures).anyMatch(only::contains);
    }

    private static int rows(String text) {
        int rows = text.matches("[0-9]{1,7}") ? Integer.parseInt(text) : 0;
        if (rows < ROWS_MIN || rows > ROWS_MAX || rows % 100 != 0) {
            throw new IllegalArgumentException("--rows takes a multiple of 100 from 1000 to 1000000, such as 20000");
        }
        return rows;
    }

    private static Set<Figure> figures(String text) {
        Set<Figure> wanted = EnumSet.noneOf(Figure.class);
        for (String name : text.split(",")) {
            wanted.add(Arrays.stream(Figure.values())
                    .filter(figure -> figure.title().equals(name.strip()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("there is no figure " + name + "; there are "
                            + Arrays.stream(Figure.values()).map(Figure::title).collect(Collectors.joining(", ")))));
        }
        return wanted;
    }
}
