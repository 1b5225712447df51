package health.authz.killtest;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How much is killed.
 *
 * @param checkout folder of the built modules
 * @param rounds kills of each process
 * @param rows rows of one operation, a multiple of 100
 * @param seed decides the moments
 */
public record KillTestOptions(Path checkout, int rounds, int rows, long seed) {
    private static final int ROUNDS = 20;
    private static final int ROUNDS_MAX = 1_000;
    private static final int ROWS = 50_000;

    /** @throws IllegalArgumentException in the words of whoever gave the arguments */
    static KillTestOptions of(List<String> arguments) {
        int rounds = ROUNDS;
        long seed = ThreadLocalRandom.current().nextLong(1_000_000);
        for (int i = 1; i < arguments.size(); i += 2) {
            String name = arguments.get(i);
            if (i + 1 == arguments.size()) {
                throw new IllegalArgumentException(name + " needs a value");
            }
            String value = arguments.get(i + 1);
            switch (name) {
                case "--rounds" -> rounds = (int) number(name, value, 1, ROUNDS_MAX);
                case "--seed" -> seed = number(name, value, 0, 999_999_999_999L);
                default ->
                    throw new IllegalArgumentException(
                            "kill-test does not know " + name + "; it takes --rounds N and --seed S");
            }
        }
        return new KillTestOptions(Path.of(arguments.getFirst()).toAbsolutePath(), rounds, ROWS, seed);
    }

    private static long number(String name, String text, long least, long most) {
        long number = text.matches("[0-9]{1,12}") ? Long.parseLong(text) : -1;
        if (number < least || number > most) {
            throw new IllegalArgumentException(name + " takes a number from " + least + " to " + most);
        }
        return number;
    }
}
