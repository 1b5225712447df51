package health.authz.alerting;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the service. */
@SpringBootApplication(scanBasePackages = "health.authz")
public class AlertService {
    public static void main(String[] args) {
        SpringApplication.run(AlertService.class, args);
    }
}
