package health.authz.platform.eventstore;

import health.authz.events.envelope.StreamKind;
import health.authz.platform.relay.RelaySignal;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.jdbc.PersistenceExceptionResolver;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.Configurer;
import org.axonframework.config.DefaultConfigurer;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.eventsourcing.eventstore.jdbc.EventSchema;
import org.axonframework.messaging.correlation.SimpleCorrelationDataProvider;
import org.axonframework.messaging.interceptors.CorrelationDataInterceptor;
import org.axonframework.modelling.command.inspection.AnnotatedAggregateMetaModelFactory;
import org.axonframework.serialization.Serializer;
import org.axonframework.spring.jdbc.SpringDataSourceConnectionProvider;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Axon on PostgreSQL, every part named here: with Boot 4 its own auto-configuration may choose an in-memory store or no
 * transaction without a word (ADR 1). What was really built is compared with what is wanted before the service starts.
 */
@Configuration(proxyBeanMethods = false)
@org.springframework.boot.autoconfigure.condition.ConditionalOnProperty("spring.datasource.url")
class EventStoreConfiguration {
    static final Map<Class<?>, Class<?>> WANTED = Map.of(
            TransactionManager.class, SpringTransactionManager.class,
            EventStorageEngine.class, SignallingStorageEngine.class,
            EventStore.class, EmbeddedEventStore.class,
            Serializer.class, EventSerializer.class,
            CommandBus.class, SimpleCommandBus.class);

    static {
        // Axon would otherwise ask a server on the internet for newer versions.
        System.setProperty("axoniq.update-checker.disabled", "true");
        System.setProperty("disable-axoniq-console-message", "true");
    }

    private static final EventSchema SCHEMA = EventSchema.builder()
            .eventTable("domain_event_entry")
            .snapshotTable("snapshot_event_entry")
            .globalIndexColumn("global_index")
            .eventIdentifierColumn("event_identifier")
            .aggregateIdentifierColumn("aggregate_identifier")
            .sequenceNumberColumn("sequence_number")
            .typeColumn("type")
            .timestampColumn("time_stamp")
            .payloadTypeColumn("payload_type")
            .payloadRevisionColumn("payload_revision")
            .payloadColumn("payload")
            .metaDataColumn("meta_data")
            .build();

    @Bean(initMethod = "start", destroyMethod = "shutdown")
    org.axonframework.config.Configuration axon(
            DataSource dataSource,
            PlatformTransactionManager transactions,
            AggregateTypes aggregates,
            RelaySignal relaySignal,
            Clock clock) {
        GenericEventMessage.clock = clock;
        TransactionManager transactionManager = new SpringTransactionManager(transactions);
        ConnectionProvider connections = new SpringDataSourceConnectionProvider(dataSource);
        Serializer serializer = new EventSerializer();
        PersistenceExceptionResolver duplicates = new DuplicateKeys();
        EventStorageEngine engine = new SignallingStorageEngine(
                SignallingStorageEngine.builder()
                        .connectionProvider(connections)
                        .transactionManager(transactionManager)
                        .eventSerializer(serializer)
                        .snapshotSerializer(serializer)
                        .persistenceExceptionResolver(duplicates)
                        .schema(SCHEMA),
                relaySignal);
        Configurer configurer = DefaultConfigurer.defaultConfiguration(false)
                .configureSerializer(config -> serializer)
                .configureEventSerializer(config -> serializer)
                .configureTransactionManager(config -> transactionManager)
                .configureEmbeddedEventStore(config -> engine)
                .configureCommandBus(config -> commandBus(transactionManager));
        aggregates.parameters().forEach(parameter -> register(configurer, parameter));
        aggregates.classes().forEach(configurer::configureAggregate);
        org.axonframework.config.Configuration built = configurer.buildConfiguration();
        aggregates.classes().forEach(aggregate -> assertPublished(aggregate, built));
        assertWanted(built, engine);
        return built;
    }

    @SuppressWarnings("unchecked")
    private static <T> void register(Configurer configurer, T parameter) {
        configurer.registerComponent((Class<T>) parameter.getClass(), config -> parameter);
    }

    /** What a command carries, its events carry; a command bus made by hand has no such interceptor of its own. */
    private static SimpleCommandBus commandBus(TransactionManager transactionManager) {
        SimpleCommandBus bus = SimpleCommandBus.builder()
                .transactionManager(transactionManager)
                .build();
        bus.registerHandlerInterceptor(new CorrelationDataInterceptor<>(
                new SimpleCorrelationDataProvider(EventMetadata.KEYS.toArray(String[]::new))));
        return bus;
    }

    /** Events of a kind that the relay cannot place would stop it; so a service that would store such does not start. */
    static void assertPublished(Class<?> aggregate, org.axonframework.config.Configuration built) {
        String type = AnnotatedAggregateMetaModelFactory.inspectAggregate(
                        aggregate, built.parameterResolverFactory(), built.handlerDefinition(aggregate))
                .type();
        if (StreamKind.of(type).isEmpty()) {
            throw new IllegalStateException("events of aggregate type " + type + " have no topic, see StreamKind");
        }
    }

    static void assertWanted(org.axonframework.config.Configuration built, EventStorageEngine engine) {
        Map<Class<?>, Object> found = Map.of(
                TransactionManager.class, built.getComponent(TransactionManager.class),
                EventStorageEngine.class, engine,
                EventStore.class, built.eventStore(),
                Serializer.class, built.eventSerializer(),
                CommandBus.class, built.commandBus());
        String wrong = found.entrySet().stream()
                .filter(part -> part.getValue().getClass() != WANTED.get(part.getKey()))
                .map(part -> part.getKey().getSimpleName() + " is a "
                        + part.getValue().getClass().getName() + ", not a "
                        + Objects.requireNonNull(WANTED.get(part.getKey())).getName())
                .sorted()
                .collect(Collectors.joining("; "));
        if (!wrong.isEmpty()) {
            throw new IllegalStateException(wrong);
        }
    }

    @Bean
    CommandGateway commandGateway(org.axonframework.config.Configuration axon) {
        return axon.commandGateway();
    }

    @Bean
    Commands commands(CommandGateway gateway) {
        return new Commands(gateway);
    }

    @Bean
    EventStreams eventStreams(JdbcTemplate jdbc, Clock clock, RelaySignal relaySignal) {
        return new EventStreams(jdbc, clock, relaySignal);
    }

    @Bean
    TransactionTemplate transactionTemplate(PlatformTransactionManager transactions) {
        return new TransactionTemplate(transactions);
    }
}
