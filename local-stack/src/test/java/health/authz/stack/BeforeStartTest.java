package health.authz.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BeforeStartTest {
    private static final long ONE_GIB = 1L << 30;

    @TempDir
    Path folder;

    @Test
    void a_port_in_use_is_named_and_nothing_starts() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();

            assertThatThrownBy(() -> LocalStack.start(new LocalStackOptions(folder, folder, port, false)))
                    .hasMessage("port " + port + " is in use. Choose another: ./run --port N");
            assertThat(folder.resolve("processes")).doesNotExist();
            assertThat(folder.resolve("ports.properties")).doesNotExist();
        }
    }

    @Test
    void a_port_that_another_address_of_this_machine_uses_is_in_use() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.2"))) {
            assertThat(Ports.whyNot(taken.getLocalPort())).hasValue("is in use");
        }
    }

    @Test
    void a_free_port_is_free() {
        assertThat(Ports.whyNot(Ports.free())).isEmpty();
        assertThat(Ports.free()).as("below those of outgoing connections").isLessThan(32_768);
    }

    @Test
    void less_than_one_gibibyte_of_room_is_said() {
        assertThatThrownBy(() -> BeforeStart.room(folder, ONE_GIB - 1))
                .hasMessage("less than 1 GiB is free for " + folder
                        + " (1023 MiB). Make room, or choose another folder: ./run --data DIR");
        assertThatCode(() -> BeforeStart.room(folder, ONE_GIB)).doesNotThrowAnyException();
    }
}
