package health.authz.platform.eventstore;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.axonframework.commandhandling.AsynchronousCommandBus;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.DefaultConfigurer;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A service on Axon's own choices would lose events or transactions without a word, so it does not start (ADR 1). */
class WantedPartsTest {
    @Test
    void a_service_on_other_parts_than_wanted_does_not_start_and_names_each_with_both_classes() {
        assertThatThrownBy(() -> new AnnotationConfigApplicationContext(OtherParts.class).close())
                .isInstanceOf(BeanCreationException.class)
                .hasMessageContaining("'otherParts'")
                .rootCause()
                .hasMessage(String.join(
                        "; ",
                        wrong(CommandBus.class, AsynchronousCommandBus.class, SimpleCommandBus.class),
                        wrong(
                                EventStorageEngine.class,
                                InMemoryEventStorageEngine.class,
                                SignallingStorageEngine.class),
                        wrong(TransactionManager.class, NoTransactionManager.class, SpringTransactionManager.class)));
    }

    private static String wrong(Class<?> role, Class<?> actual, Class<?> wanted) {
        return role.getSimpleName() + " is a " + actual.getName() + ", not a " + wanted.getName();
    }

    /** The store and the serializer are as wanted, the rest is not. */
    @Configuration(proxyBeanMethods = false)
    static class OtherParts {
        @Bean
        org.axonframework.config.Configuration otherParts() {
            EventStorageEngine engine = new InMemoryEventStorageEngine();
            EventSerializer serializer = new EventSerializer();
            org.axonframework.config.Configuration built = DefaultConfigurer.defaultConfiguration(false)
                    .configureSerializer(config -> serializer)
                    .configureEventSerializer(config -> serializer)
                    .configureTransactionManager(config -> NoTransactionManager.instance())
                    .configureEmbeddedEventStore(config -> engine)
                    .configureCommandBus(
                            config -> AsynchronousCommandBus.builder().build())
                    .buildConfiguration();
            EventStoreConfiguration.assertWanted(built, engine);
            return built;
        }
    }
}
