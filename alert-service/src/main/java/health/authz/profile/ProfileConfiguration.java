package health.authz.profile;

import health.authz.events.envelope.Topics;
import health.authz.events.profile.ProfileEvent.ProfileDefined;
import health.authz.platform.topics.TopicMaker;
import org.apache.kafka.clients.admin.NewTopic;
import org.axonframework.common.Registration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** Wires profiles. */
@Configuration(proxyBeanMethods = false)
class ProfileConfiguration {
    @Bean
    ProfileTable profileTable(JdbcTemplate jdbc) {
        return new ProfileTable(jdbc);
    }

    /** Called inside the transaction that stores the events, so the table and the store never differ. */
    @Bean(destroyMethod = "close")
    Registration profilesFollowTheirEvents(org.axonframework.config.Configuration axon, ProfileTable profiles) {
        return axon.eventStore()
                .subscribe(events -> events.forEach(event -> {
                    if (event.getPayload() instanceof ProfileDefined defined) {
                        profiles.on(defined);
                    }
                }));
    }

    @Bean
    NewTopic profileEvents(TopicMaker topics) {
        return topics.kept(Topics.PROFILE_EVENTS, 1);
    }
}
