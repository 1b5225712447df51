package health.authz.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortsTest {
    private static final int MANY = 50;
    private static final int BEYOND = 40_000;

    @Test
    void nobody_in_this_jvm_is_given_a_port_twice() {
        assertThat(Stream.generate(Ports::free).limit(MANY)).doesNotHaveDuplicates();
    }

    @Test
    void another_jvm_is_not_given_a_port_on_which_nothing_listens_yet(@TempDir Path folder) throws IOException {
        int ours = Ports.free();
        assertThat(JavaProcess.listens(ours)).isFalse();
        assertThat(taken(folder, ours)).isEqualTo(1);
        assertThat(taken(folder, BEYOND)).as("one that this JVM never gives").isZero();
    }

    private static int taken(Path folder, int port) throws IOException {
        return JavaProcess.of("takes-port")
                .main(TakesPort.class.getName(), Integer.toString(port))
                .log(folder.resolve("log"))
                .start()
                .awaitExit(Duration.ofMinutes(1));
    }
}
