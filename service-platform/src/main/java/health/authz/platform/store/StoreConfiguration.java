package health.authz.platform.store;

import com.zaxxer.hikari.HikariDataSource;
import java.util.Properties;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Gives every connection to PostgreSQL its limits, wherever its address was written. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(StoreLimits.class)
class StoreConfiguration {
    /** These are no part of the address, which may have parameters of its own, such as {@code sslmode}. */
    @Bean
    static BeanPostProcessor limitedConnections(ObjectProvider<StoreLimits> limits, Environment environment) {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessBeforeInitialization(Object bean, String name) {
                if (bean instanceof HikariDataSource pool) {
                    Properties driver = pool.getDataSourceProperties();
                    driver.putIfAbsent("reWriteBatchedInserts", "true");
                    driver.putIfAbsent("ApplicationName", environment.getRequiredProperty("spring.application.name"));
                    limits.getObject().driverProperties().forEach(driver::putIfAbsent);
                }
                return bean;
            }
        };
    }

    /** Migrations come through connections of their own. */
    @Bean
    @ConditionalOnProperty("spring.datasource.url")
    FlywayConfigurationCustomizer migrationsTakeTheirTime(HikariDataSource pool, StoreLimits limits) {
        return flyway -> {
            Properties properties = new Properties();
            properties.putAll(limits.driverPropertiesWithoutLimits());
            DriverManagerDataSource own = new DriverManagerDataSource(pool.getJdbcUrl(), properties);
            own.setUsername(pool.getUsername());
            own.setPassword(pool.getPassword());
            flyway.dataSource(own);
        };
    }
}
