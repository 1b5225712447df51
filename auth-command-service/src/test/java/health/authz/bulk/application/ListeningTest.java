package health.authz.bulk.application;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A sender that falls silent in the middle of its answer. */
class ListeningTest {
    @Test
    void what_is_sent_is_read_to_its_end() throws IOException {
        try (Listening whole =
                new Listening(new ByteArrayInputStream("row\n".getBytes(UTF_8)), Duration.ofMinutes(1))) {
            assertThat(whole.read()).isEqualTo('r');
            assertThat(new String(whole.readAllBytes(), UTF_8)).isEqualTo("ow\n");
            assertThat(whole.read()).isEqualTo(-1);
        }
    }

    @Test
    void who_says_nothing_more_is_given_up() throws IOException {
        try (ServerSocket server = new ServerSocket(0);
                Socket reader = new Socket(server.getInetAddress(), server.getLocalPort());
                Socket sender = server.accept();
                InputStream half = new Listening(reader.getInputStream(), Duration.ofMillis(50))) {
            sender.getOutputStream().write("ro".getBytes(UTF_8));

            assertThat(half.readNBytes(2)).isEqualTo("ro".getBytes(UTF_8));
            assertThatThrownBy(half::read).isInstanceOf(IOException.class);
        }
    }
}
