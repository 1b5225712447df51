package health.authz.gateway.console;

import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.springframework.stereotype.Component;

/** The public API in the name of whoever looks at a page. */
@Component
public class ConsoleApis {
    private final PublicApi api;
    private final Executor beside = Executors.newVirtualThreadPerTaskExecutor();

    ConsoleApis(PublicApi api) {
        this.api = api;
    }

    public ConsoleApi as(SignedIn person) {
        return new ConsoleApi(api.as(person), beside);
    }
}
