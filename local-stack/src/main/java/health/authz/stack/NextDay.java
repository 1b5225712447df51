package health.authz.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** Moves the demo clock of a running stack on by one day, and waits until the alert service has looked at that day. */
public final class NextDay {
    private static final Duration TIME_TO_LOOK = Duration.ofSeconds(60);
    private static final String LOOKED = "select count(*) filter (where looked >= %s), count(*) from calendar";

    private NextDay() {}

    /** @param arguments the stack's data folder, and its PostgreSQL if it is not an embedded one */
    public static void main(String[] arguments) throws IOException {
        Path data = Path.of(arguments[0]);
        Path clock = data.resolve("demo-clock");
        long ahead =
                Files.exists(clock) ? Long.parseLong(Files.readString(clock).strip()) + 1 : 1;
        Path next = data.resolve("demo-clock.next");
        Files.writeString(next, Long.toString(ahead));
        Files.move(next, clock, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        KeptAddresses stores = new KeptAddresses(data, arguments.length > 1 ? arguments[1] : null, null, null);
        String url = stores.postgresUrl();
        String password = stores.postgresPassword(Service.ALERT.role());
        Waiting.until(
                TIME_TO_LOOK,
                () -> looked(url, password, ahead),
                "the clock was moved on, but the day has not begun everywhere; see ./run logs alert-service");
        System.out.println("It is " + ahead + (ahead == 1 ? " day" : " days") + " later now, and the day has begun.");
    }

    private static boolean looked(String url, String password, long ahead) {
        String today = "((now() + interval '" + ahead + " days') at time zone zone)::date";
        try (Connection connection = DriverManager.getConnection(url, Service.ALERT.role(), password);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(LOOKED.formatted(today))) {
            row.next();
            return row.getLong(1) == row.getLong(2);
        } catch (SQLException notYet) {
            return false;
        }
    }
}
