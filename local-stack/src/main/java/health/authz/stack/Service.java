package health.authz.stack;

import java.util.Arrays;
import java.util.List;

/** The services of the stack, with the heap each gets. */
enum Service {
    API_GATEWAY("api-gateway", 8080, 160, ""),
    AUTH_COMMAND("auth-command-service", 8081, 448, "auth_command"),
    AUTH_QUERY("auth-query-service", 8082, 320, ""),
    ALERT("alert-service", 8083, 224, "alert"),
    BILLING_GROUP("billing-group-service", 8084, 144, "billing_group"),
    /** Shares the work of the first; the gateway does not know it. */
    AUTH_COMMAND_SECOND("auth-command-service-2", 8085, 448, "auth_command");

    private final String processName;
    private final int usualPort;
    private final int heapMegabytes;
    private final String role;

    Service(String processName, int usualPort, int heapMegabytes, String role) {
        this.processName = processName;
        this.usualPort = usualPort;
        this.heapMegabytes = heapMegabytes;
        this.role = role;
    }

    /** Name of the process. */
    String processName() {
        return processName;
    }

    /** Name of the module and the jar. */
    String module() {
        return this == AUTH_COMMAND_SECOND ? AUTH_COMMAND.processName : processName;
    }

    int usualPort() {
        return usualPort;
    }

    int heapMegabytes() {
        return heapMegabytes;
    }

    /** Whether it lets others have the processor first: on one machine, what is accepted goes before what is shown of it. */
    boolean yields() {
        return this == AUTH_QUERY || this == ALERT;
    }

    /** Its role and schema in PostgreSQL; empty if it has none. */
    String role() {
        return role;
    }

    /** One of each. */
    static List<Service> all() {
        return Arrays.stream(values())
                .filter(service -> service != AUTH_COMMAND_SECOND)
                .toList();
    }
}
