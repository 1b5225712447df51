package health.authz.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An address that leads nowhere is told with its option before anything starts. */
class StoresElsewhereTest {
    @TempDir
    Path folder;

    private LocalStackOptions with(String postgres, String kafka, String mongodb) {
        return new LocalStackOptions(folder, folder.resolve("data"), 0, false, postgres, kafka, mongodb, step -> {});
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://127.0.0.1:1/authz, , , --postgres jdbc:postgresql://127.0.0.1:1/authz",
        ", 127.0.0.1:1, , --kafka 127.0.0.1:1",
        ", , mongodb://127.0.0.1:1/authz_query, --mongodb-uri mongodb://127.0.0.1:1/authz_query"
    })
    void an_address_where_nobody_answers(String postgres, String kafka, String mongodb, String told) throws Exception {
        Files.createDirectories(folder.resolve("data"));

        assertThatThrownBy(() -> LocalStack.start(with(postgres, kafka, mongodb)))
                .hasMessageStartingWith(told + " is of no use: nobody answers there (")
                .message()
                .hasLineCount(1);

        assertThat(ProcessHandle.current().descendants().toList())
                .noneMatch(process -> process.info().commandLine().orElse("").contains(folder.toString()));
        assertThat(folder.resolve("data/parts")).doesNotExist();
    }

    @Test
    void hosts_that_are_not_there_and_addresses_that_are_none_and_all_of_them_at_once() {
        assertThatThrownBy(() -> StoresElsewhere.check(with(
                        "jdbc:postgresql://nobody.invalid/authz",
                        "localhost",
                        "mongodb://somebody:secret@nobody.invalid,other.invalid/authz_query")))
                .hasMessageContaining(
                        "--postgres jdbc:postgresql://nobody.invalid/authz is of no use: there is no host")
                .hasMessageContaining("--kafka localhost is of no use: an address is HOST:PORT")
                .hasMessageContaining("--mongodb-uri mongodb://nobody.invalid,other.invalid/authz_query is of no use")
                .message()
                .doesNotContain("secret");
    }

    @Test
    void somebody_else_who_answers() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + silent.getLocalPort();

            assertThatThrownBy(() -> StoresElsewhere.check(with(null, address, null)))
                    .hasMessage("--kafka " + address
                            + " is of no use: what answers there does not answer as a Kafka broker");
            assertThatThrownBy(() -> StoresElsewhere.check(with("jdbc:postgresql://" + address + "/authz", null, null)))
                    .hasMessageStartingWith("--postgres jdbc:postgresql://" + address + "/authz is of no use: ");
        }
    }

    @Test
    void a_server_that_was_not_prepared() {
        String url = TestParts.postgres().url().replace("/authz", "/postgres");

        assertThatThrownBy(() -> StoresElsewhere.check(with(url, null, null)))
                .hasMessageEndingWith("is of no use: it was not prepared with deploy/postgres/init.sql");
    }

    @Test
    void stores_that_are_there_and_a_second_address_that_answers() {
        assertThatCode(() -> StoresElsewhere.check(with(
                        TestParts.postgres().url(),
                        "127.0.0.1:1," + TestParts.kafka().bootstrapServers(),
                        TestParts.mongo().uri())))
                .doesNotThrowAnyException();
    }
}
