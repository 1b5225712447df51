package health.authz.query;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the service. */
@SpringBootApplication(scanBasePackages = "health.authz")
public class AuthQueryService {
    public static void main(String[] args) {
        SpringApplication.run(AuthQueryService.class, args);
    }
}
