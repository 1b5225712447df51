package health.authz.calendar;

import health.authz.events.calendar.CalendarEvent.DayBegan;
import health.authz.events.envelope.Topics;
import health.authz.platform.eventstore.Commands;
import health.authz.platform.topics.TopicMaker;
import java.time.Clock;
import java.time.Duration;
import org.apache.kafka.clients.admin.NewTopic;
import org.axonframework.common.Registration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** Wires the calendar. */
@Configuration(proxyBeanMethods = false)
class CalendarConfiguration {
    @Bean
    CalendarTable calendarTable(JdbcTemplate jdbc) {
        return new CalendarTable(jdbc);
    }

    /** Called inside the transaction that stores the events, so the table and the store never differ. */
    @Bean(destroyMethod = "close")
    Registration calendarFollowsItsEvents(org.axonframework.config.Configuration axon, CalendarTable calendar) {
        return axon.eventStore()
                .subscribe(events -> events.forEach(event -> {
                    if (event.getPayload() instanceof DayBegan began) {
                        calendar.on(began);
                    }
                }));
    }

    /** @param every pause between two looks at the clock */
    @Bean
    DayWatch dayWatch(
            CalendarTable calendar,
            Commands commands,
            Clock clock,
            @Value("${authz.calendar.look-every:500ms}") Duration every) {
        return new DayWatch(calendar, commands, clock, every);
    }

    @Bean
    NewTopic calendarEvents(TopicMaker topics) {
        return topics.kept(Topics.CALENDAR_EVENTS, 1);
    }
}
