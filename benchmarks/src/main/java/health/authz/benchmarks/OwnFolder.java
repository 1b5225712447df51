package health.authz.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.stream.Stream;

/** The folder of a stack that is there for one run. */
public final class OwnFolder {
    private OwnFolder() {}

    /** Removes it with everything in it, or says that it could not. */
    public static void remove(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path :
                    new ArrayList<>(all.sorted(Comparator.reverseOrder()).toList())) {
                Files.deleteIfExists(path);
            }
        } catch (IOException failed) {
            System.err.println("left behind: " + folder + " (" + failed.getMessage() + ")");
        }
    }
}
