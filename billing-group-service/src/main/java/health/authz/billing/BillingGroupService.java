package health.authz.billing;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the service. */
@SpringBootApplication(scanBasePackages = "health.authz")
public class BillingGroupService {
    public static void main(String[] args) {
        SpringApplication.run(BillingGroupService.class, args);
    }
}
