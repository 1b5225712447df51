package health.authz.stack;

import java.nio.file.Path;

/** For {@code ./run}: the parts of a stack whose supervisor was killed, which run on without anybody who looks after them. */
public final class Orphans {
    private Orphans() {}

    /** @param arguments {@code list} or {@code stop}, and the stack's data folder; the answer is one line a part, name and process id */
    public static void main(String[] arguments) {
        Leftovers leftovers = Leftovers.of(Path.of(arguments[1]));
        leftovers.orphans().forEach((name, process) -> System.out.println(name + "\t" + process.pid()));
        if (arguments[0].equals("stop")) {
            leftovers.end();
            leftovers.forget();
        }
    }
}
