package health.authz.command;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the service. */
@SpringBootApplication(scanBasePackages = "health.authz")
public class AuthCommandService {
    public static void main(String[] args) {
        SpringApplication.run(AuthCommandService.class, args);
    }
}
