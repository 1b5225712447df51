package health.authz.stack;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** The ports of a stack, kept with its data so that a stack started again is found where it was. */
final class StackPorts {
    private final Path file;
    private final Properties ports = new Properties();

    StackPorts(Path dataDir) {
        file = dataDir.resolve("ports.properties");
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                ports.load(reader);
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
    }

    /** The port kept under this name if it is still free, else a free one. */
    int of(String name) {
        int kept = Integer.parseInt(ports.getProperty(name, "0"));
        int port = kept != 0 && Ports.whyNot(kept).isEmpty() ? kept : free();
        ports.setProperty(name, Integer.toString(port));
        return port;
    }

    private int free() {
        int port = Ports.free();
        return ports.containsValue(Integer.toString(port)) ? free() : port;
    }

    /** The port kept under this name, whoever listens there. @throws IllegalStateException if none is kept */
    int kept(String name) {
        String port = ports.getProperty(name);
        if (port == null) {
            throw new IllegalStateException("this stack has no port for " + name);
        }
        return Integer.parseInt(port);
    }

    void save() {
        try (Writer writer = Files.newBufferedWriter(file)) {
            ports.store(writer, "ports of this stack");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
