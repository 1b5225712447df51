package health.authz.setting;

import health.authz.events.profile.ProfileEvent.SettingChanged;
import org.axonframework.common.Registration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** Wires settings. */
@Configuration(proxyBeanMethods = false)
class SettingConfiguration {
    @Bean
    SettingTable settingTable(JdbcTemplate jdbc) {
        return new SettingTable(jdbc);
    }

    /** Called inside the transaction that stores the events, so the table and the store never differ. */
    @Bean(destroyMethod = "close")
    Registration settingsFollowTheirEvents(org.axonframework.config.Configuration axon, SettingTable settings) {
        return axon.eventStore()
                .subscribe(events -> events.forEach(event -> {
                    if (event.getPayload() instanceof SettingChanged changed) {
                        settings.on(changed, String.valueOf(event.getMetaData().get("actor")), event.getTimestamp());
                    }
                }));
    }
}
