package health.authz.bulk.application;

import health.authz.authorization.application.AuthNumbers;
import health.authz.authorization.application.AuthorizationIds;
import health.authz.authorization.application.Codes;
import health.authz.authorization.application.SingleChanges;
import health.authz.authorization.application.Snapshots;
import health.authz.authorization.application.Windows;
import health.authz.bulk.domain.Safeguards;
import health.authz.codecopy.CodeCopies;
import health.authz.codecopy.SettingCopies;
import health.authz.directory.Clients;
import health.authz.directory.Directory;
import health.authz.events.envelope.Topics;
import health.authz.platform.consistency.Consistency;
import health.authz.platform.eventstore.Streams;
import health.authz.platform.sampling.SampledGauges;
import health.authz.platform.topics.TopicMaker;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.NewTopic;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires bulk changes. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(BulkRetentionProperties.class)
class BulkConfiguration {
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(2);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    @Bean
    NewTopic bulkOperationEvents(TopicMaker topics) {
        return topics.kept(Topics.BULK_OPERATION_EVENTS, 3);
    }

    @Bean
    BulkSignal executingSignal() {
        return new BulkSignal();
    }

    @Bean
    BulkSignal previewingSignal() {
        return new BulkSignal();
    }

    @Bean(destroyMethod = "shutdown")
    ExecutorService selectionFreezing() {
        return Executors.newVirtualThreadPerTaskExecutor();
    }

    /** Not closed in the ordinary way, which would wait for the longest selection before the service may end. */
    @Bean(destroyMethod = "shutdownNow")
    HttpClient bulkHttp() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_WITHIN)
                .build();
    }

    @Bean
    Previews bulkPreviews(JdbcTemplate jdbc) {
        return new Previews(jdbc);
    }

    @Bean
    WaitingOperations waitingOperations(Clock clock, MeterRegistry meters) {
        WaitingOperations waiting = new WaitingOperations(clock);
        Gauge.builder("authz.bulk.waiting", waiting, WaitingOperations::count)
                .description("Operations that wait until the store can take their rows")
                .register(meters);
        return waiting;
    }

    @Bean
    HealthIndicator bulkHealthIndicator(WaitingOperations waiting) {
        return () -> {
            Health.Builder up = Health.up();
            if (waiting.count() > 0) {
                up.withDetail("waiting", String.join(", ", waiting.reasons()))
                        .withDetail("operations", waiting.count());
            }
            return up.build();
        };
    }

    @Bean
    Operations bulkOperationRows(JdbcTemplate jdbc, WaitingOperations waiting, MeterRegistry meters) {
        Operations operations = new Operations(jdbc, waiting);
        Gauge.builder("authz.bulk.unreadable", operations, Operations::unreadable)
                .description("Operations that are passed over because their plan cannot be read")
                .register(meters);
        return operations;
    }

    @Bean
    ChunkDecider chunkDecider(
            Clients directory,
            Codes codes,
            Windows windows,
            AuthNumbers numbers,
            Streams streams,
            Snapshots snapshots,
            AuthorizationIds ids,
            Clock clock) {
        return new ChunkDecider(directory, codes, windows, numbers, streams, snapshots, ids, clock);
    }

    @Bean
    BulkPreviewer bulkPreviewer(
            Previews previews,
            ChunkDecider decider,
            HttpClient bulkHttp,
            @Value("${authz.query-url}") URI queryService,
            @Value("${authz.alert-url}") URI alertService,
            @Value("${authz.bulk.chunk-rows:500}") int rowsOfOneTransaction,
            SettingCopies settings,
            Consistency consistency,
            @Qualifier("relayHealthIndicator") HealthIndicator relayHealth,
            TransactionTemplate transaction,
            ExecutorService selectionFreezing,
            BulkSignal previewingSignal,
            Clock clock) {
        return new BulkPreviewer(
                previews,
                decider,
                new FreshSelections(
                        new Selections(bulkHttp, queryService),
                        new StoredChanges(consistency, relayHealth),
                        previews,
                        System::nanoTime,
                        () -> LockSupport.parkNanos(LOOK_AGAIN.toNanos())),
                new AlertForecast(bulkHttp, alertService),
                settings::bulkRowsMax,
                rowsOfOneTransaction,
                transaction,
                selectionFreezing,
                previewingSignal,
                UUID::randomUUID,
                clock);
    }

    @Bean
    OperationControls operationControls(JdbcTemplate jdbc) {
        return new OperationControls(jdbc);
    }

    @Bean
    OperationSights operationSights(Operations operations, JdbcTemplate jdbc) {
        return new OperationSights(operations, new StoredRowShares(jdbc));
    }

    @Bean
    PreviewSights previewSights(Previews previews, OperationSights sights) {
        return new PreviewSights(previews, sights);
    }

    @Bean
    OperationEnds operationEnds(
            Operations operations,
            Streams streams,
            TransactionTemplate transaction,
            MeterRegistry meters,
            Clock clock) {
        return new OperationEnds(operations, streams, transaction, meters, clock);
    }

    @Bean
    ConfirmationRules confirmationRules(SettingCopies settings) {
        return new ConfirmationRules(
                tenant -> new Safeguards(settings.bulkConfirmCountAbove(tenant), settings.bulkFourEyesAbove(tenant)));
    }

    @Bean
    BulkApprovals bulkApprovals(
            OperationControls controls,
            OperationSights sights,
            Operations operations,
            OperationEnds ends,
            Directory directory,
            TransactionTemplate transaction,
            BulkSignal executingSignal,
            @Value("${authz.bulk.approval-for:24h}") Duration approvalFor,
            MeterRegistry meters,
            Clock clock) {
        return new BulkApprovals(
                controls,
                sights,
                operations,
                ends,
                directory::isInactiveUser,
                transaction,
                executingSignal,
                approvalFor,
                meters,
                clock);
    }

    @Bean
    OperationStarts operationStarts(
            Operations operations, Previews previews, BulkApprovals approvals, Streams streams, AuthorizationIds ids) {
        return new OperationStarts(operations, previews, approvals, streams, ids);
    }

    @Bean
    BulkRetries bulkRetries(
            OperationControls controls,
            OperationSights sights,
            Operations operations,
            Previews previews,
            ConfirmationRules rules,
            OperationStarts starts,
            OperationEnds ends,
            Streams streams,
            @Value("${authz.bulk.chunk-rows:500}") int chunkRows,
            TransactionTemplate transaction,
            BulkSignal executingSignal,
            Clock clock) {
        return new BulkRetries(
                controls,
                sights,
                operations,
                previews,
                rules,
                starts,
                ends,
                streams,
                chunkRows,
                transaction,
                executingSignal,
                UUID::randomUUID,
                clock);
    }

    @Bean
    BulkCancel bulkCancel(
            OperationControls controls,
            OperationSights sights,
            Operations operations,
            OperationEnds ends,
            TransactionTemplate transaction,
            BulkSignal executingSignal) {
        return new BulkCancel(controls, sights, operations, ends, transaction, executingSignal);
    }

    @Bean
    BulkExecution bulkExecution(
            Operations operations,
            OperationEnds ends,
            ChunkDecider decider,
            Streams streams,
            Windows windows,
            Snapshots snapshots,
            TransactionTemplate transaction,
            MeterRegistry meters,
            Clock clock,
            WaitingOperations waiting) {
        return new BulkExecution(
                operations, ends, decider, streams, windows, snapshots, transaction, meters, clock, waiting);
    }

    @Bean
    BulkOperations bulkOperations(
            Operations operations,
            OperationSights sights,
            Previews previews,
            ConfirmationRules rules,
            OperationStarts starts,
            TransactionTemplate transaction,
            BulkSignal executingSignal,
            Clock clock) {
        return new BulkOperations(
                operations, sights, previews, rules, starts, transaction, executingSignal, UUID::randomUUID, clock);
    }

    @Bean
    Reverts bulkReverts(
            Operations operations, OperationSights sights, BulkResults results, TransactionTemplate transaction) {
        return new Reverts(operations, sights, id -> new RevertTargets(operations, results, id), transaction);
    }

    @Bean
    BulkQueue bulkQueue(JdbcTemplate jdbc, SampledGauges samples) {
        BulkQueue queue = new BulkQueue(jdbc);
        queue.askedIn(samples.sample("bulk-queue"));
        return queue;
    }

    @Bean
    BulkResults bulkResults(Operations operations) {
        return new BulkResults(operations);
    }

    @Bean
    GroupExpansion groupExpansion(CodeCopies codes) {
        return new GroupExpansion(codes);
    }

    @Bean
    BulkRetention bulkRetention(
            JdbcTemplate jdbc, BulkRetentionProperties properties, MeterRegistry meters, Clock clock) {
        return new BulkRetention(jdbc, properties, meters, clock);
    }

    @Bean
    BulkWorkers bulkWorkers(
            @Value("${authz.bulk.workers:2}") int workers,
            BulkExecution execution,
            BulkApprovals approvals,
            BulkPreviewer previewer,
            BulkSignal executingSignal,
            BulkSignal previewingSignal,
            SingleChanges singleChanges) {
        return new BulkWorkers(
                workers, execution, approvals, previewer, executingSignal, previewingSignal, singleChanges);
    }
}
