package health.authz.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartsTest {
    @Test
    void postgres_is_durable_and_keeps_its_data(@TempDir Path folder) throws Exception {
        int port = Ports.free();
        try (PostgresPart first = PostgresPart.start(folder, port);
                Connection service = DriverManager.getConnection(first.url(), "auth_command", "auth_command");
                Statement statement = service.createStatement()) {
            statement.execute("create table kept (id int)");
            statement.execute("insert into kept values (7)");
            assertThat(one(statement, "show fsync")).isEqualTo("on");
            assertThat(one(statement, "show synchronous_commit")).isEqualTo("on");
            assertThat(one(statement, "show server_version")).startsWith("18");
        }
        try (PostgresPart again = PostgresPart.start(folder, port);
                Connection service = DriverManager.getConnection(again.url(), "auth_command", "auth_command");
                Statement statement = service.createStatement()) {
            assertThat(one(statement, "select id::text from kept")).isEqualTo("7");
        }
    }

    @Test
    void kafka_keeps_its_topics(@TempDir Path folder) throws Exception {
        int port = Ports.free();
        int controllerPort = Ports.free();
        try (KafkaPart first = KafkaPart.start(folder, port, controllerPort);
                Admin admin = Admin.create(Map.of("bootstrap.servers", first.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic("kept", 1, (short) 1)))
                    .all()
                    .get();
        }
        try (KafkaPart again = KafkaPart.start(folder, port, controllerPort);
                Admin admin = Admin.create(Map.of("bootstrap.servers", again.bootstrapServers()))) {
            assertThat(admin.listTopics().names().get()).contains("kept");
        }
    }

    @Test
    void the_stand_in_answers_in_a_process_of_its_own(@TempDir Path folder) throws Exception {
        int port = Ports.free();
        try (MongoPart stand = MongoPart.start(folder, port)) {
            assertThat(JavaProcess.listens(port)).isTrue();
            assertThat(stand.pid()).isNotEqualTo(ProcessHandle.current().pid());
        }
        assertThat(JavaProcess.listens(port)).isFalse();
    }

    private static String one(Statement statement, String sql) throws Exception {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
