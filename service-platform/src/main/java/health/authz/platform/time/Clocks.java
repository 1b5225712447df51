package health.authz.platform.time;

import java.nio.file.Path;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Gives every part the one clock; in the demo profile one that can be moved on by whole days. */
@Configuration(proxyBeanMethods = false)
public class Clocks {
    @Bean
    Clock clock(@Value("${authz.demo.clock-file:}") String demoClockFile) {
        return demoClockFile.isEmpty() ? Clock.systemUTC() : new DemoClock(Clock.systemUTC(), Path.of(demoClockFile));
    }
}
