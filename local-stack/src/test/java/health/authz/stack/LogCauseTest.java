package health.authz.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogCauseTest {
    @TempDir
    Path folder;

    @Test
    void what_is_described_for_people_comes_first() throws IOException {
        assertThat(cause("""
                2026-11-23 ERROR main: Application run failed
                Caused by: java.net.BindException: Address already in use
                APPLICATION FAILED TO START

                Description:

                Web server failed to start. Port 8081 was already in use.

                Action:
                """)).isEqualTo("Web server failed to start. Port 8081 was already in use");
    }

    @Test
    void else_the_last_cause_of_an_exception() throws IOException {
        assertThat(cause("""
                java.lang.IllegalStateException: no
                Caused by: java.lang.RuntimeException: first
                Caused by: java.lang.RuntimeException: last
                \tat a.B.c(B.java:1)
                2026 INFO bye
                """)).isEqualTo("java.lang.RuntimeException: last");
    }

    @Test
    void else_what_was_thrown_after_a_line_that_says_nothing() throws IOException {
        assertThat(cause("""
                2026 ERROR Exiting due to fatal exception
                java.lang.RuntimeException: No readable meta.properties
                \tat a.B.c(B.java:1)
                """)).isEqualTo("java.lang.RuntimeException: No readable meta.properties");
    }

    @Test
    void else_the_last_loud_line_else_the_last_line() throws IOException {
        assertThat(cause("2026 FATAL: lock file exists\n2026 LOG: shutting down\n"))
                .isEqualTo("2026 FATAL: lock file exists");
        assertThat(cause("Terminating due to OutOfMemory\n")).isEqualTo("Terminating due to OutOfMemory");
    }

    @Test
    void what_an_earlier_start_wrote_is_no_cause() throws IOException {
        Path log = Files.writeString(folder.resolve("log"), "ERROR of yesterday\n");

        assertThat(LogCause.of(log, Files.size(log))).isEqualTo("its log says nothing");
        assertThat(LogCause.of(folder.resolve("none"), 0)).isEqualTo("its log says nothing");
    }

    private String cause(String text) throws IOException {
        return LogCause.of(Files.writeString(folder.resolve("log"), text), 0);
    }
}
