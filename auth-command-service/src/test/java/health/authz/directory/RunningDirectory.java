package health.authz.directory;

import static health.authz.stack.Eventually.eventually;

import health.authz.command.AuthCommandService;
import health.authz.platform.json.Json;
import health.authz.stack.TestParts;
import jakarta.servlet.Filter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.http.HttpMethod;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors;
import org.springframework.security.test.web.servlet.setup.SecurityMockMvcConfigurers;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.WebApplicationContext;
import tools.jackson.databind.JsonNode;

/** The whole command service on a real PostgreSQL and a real broker. */
final class RunningDirectory implements AutoCloseable {
    private final WebApplicationContext service;
    private final MockMvc http;
    final JdbcTemplate jdbc;
    final Directory directory;
    final DirectoryRepublish republish;

    RunningDirectory() {
        service = (WebApplicationContext) new SpringApplicationBuilder(AuthCommandService.class)
                .run(
                        "--spring.profiles.active=demo",
                        "--server.port=0",
                        "--management.server.port=0",
                        "--spring.datasource.url=" + TestParts.postgres().url() + "?reWriteBatchedInserts=true",
                        "--spring.kafka.bootstrap-servers=" + TestParts.kafka().bootstrapServers());
        Filter[] filters = service.getBeansOfType(FilterRegistrationBean.class).values().stream()
                .map(FilterRegistrationBean::getFilter)
                .toArray(Filter[]::new);
        http = MockMvcBuilders.webAppContextSetup(service)
                .addFilters(filters)
                .apply(SecurityMockMvcConfigurers.springSecurity())
                .build();
        jdbc = service.getBean(JdbcTemplate.class);
        directory = service.getBean(Directory.class);
        republish = service.getBean(DirectoryRepublish.class);
    }

    /** A part of the service. */
    <T> T part(Class<T> type) {
        return service.getBean(type);
    }

    /** What was answered. */
    record Answer(int status, String text) {
        JsonNode json() {
            return Json.mapper().readTree(text);
        }
    }

    Answer ask(String tenant, List<String> permissions, String method, String path, String type, String body) {
        return ask(tenant, permissions, method, path, type, body.getBytes(StandardCharsets.UTF_8));
    }

    Answer ask(String tenant, List<String> permissions, String method, String path, String type, byte[] body) {
        Jwt token = Jwt.withTokenValue("test")
                .header("alg", "RS256")
                .subject("admin")
                .claim("org", tenant)
                .claim("divisions", List.of("*"))
                .claim("clients", "all")
                .claim("permissions", permissions)
                .build();
        try {
            MockHttpServletResponse answer = http.perform(MockMvcRequestBuilders.request(
                                    HttpMethod.valueOf(method), "/api/v1" + path)
                            .with(SecurityMockMvcRequestPostProcessors.jwt().jwt(token))
                            .contentType(type)
                            .content(body))
                    .andReturn()
                    .getResponse();
            return new Answer(answer.getStatus(), answer.getContentAsString());
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** Records of an organisation on a topic, partition by partition, as soon as there are so many. */
    List<ConsumerRecord<String, String>> published(String topic, String tenant, int count) {
        List<ConsumerRecord<String, String>> found = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", TestParts.kafka().bootstrapServers(), "isolation.level", "read_committed"),
                new StringDeserializer(),
                new StringDeserializer())) {
            List<TopicPartition> all = consumer.partitionsFor(topic).stream()
                    .map(each -> new TopicPartition(topic, each.partition()))
                    .toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
            eventually(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                    if (record.key().startsWith(tenant + "/")) {
                        found.add(record);
                    }
                });
                return found.size() >= count;
            });
        }
        return found;
    }

    /** Every record of an organisation that was published so far, partition by partition, oldest first. */
    List<ConsumerRecord<String, String>> published(String topic, String tenant) {
        eventually(() -> jdbc.queryForObject("select count(*) from outbox where topic = ?", Long.class, topic) == 0);
        List<ConsumerRecord<String, String>> found = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", TestParts.kafka().bootstrapServers(), "isolation.level", "read_committed"),
                new StringDeserializer(),
                new StringDeserializer())) {
            List<TopicPartition> all = consumer.partitionsFor(topic).stream()
                    .map(each -> new TopicPartition(topic, each.partition()))
                    .toList();
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            consumer.assign(all);
            consumer.seekToBeginning(all);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                    if (record.key().startsWith(tenant + "/")) {
                        found.add(record);
                    }
                });
            }
        }
        return found;
    }

    static String header(ConsumerRecord<String, String> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        ((org.springframework.context.ConfigurableApplicationContext) service).close();
    }
}
