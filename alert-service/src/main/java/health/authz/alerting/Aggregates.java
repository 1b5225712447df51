package health.authz.alerting;

import health.authz.calendar.CalendarAggregate;
import health.authz.platform.eventstore.AggregateTypes;
import health.authz.profile.ProfileAggregate;
import health.authz.setting.SettingAggregate;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The aggregates of this service that Axon loads; alerts are stored by whole chunks instead. */
@Configuration(proxyBeanMethods = false)
class Aggregates {
    @Bean
    AggregateTypes aggregateTypes() {
        return new AggregateTypes(List.of(ProfileAggregate.class, SettingAggregate.class, CalendarAggregate.class));
    }
}
