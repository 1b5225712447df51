package health.authz.group;

import health.authz.billing.BillingGroupService;
import health.authz.platform.json.Json;
import health.authz.stack.TestParts;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors;
import org.springframework.security.test.web.servlet.setup.SecurityMockMvcConfigurers;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.WebApplicationContext;
import tools.jackson.databind.JsonNode;

/** The whole service on a real PostgreSQL and a real broker, started once. */
final class RunningBilling {
    static final List<String> BILLER = List.of("billing:read", "billing:write");
    private static @Nullable RunningBilling shared;
    private final MockMvc http;
    final JdbcTemplate jdbc;

    static synchronized RunningBilling shared() {
        if (shared == null) {
            shared = new RunningBilling();
        }
        return shared;
    }

    private RunningBilling() {
        WebApplicationContext service = (WebApplicationContext) new SpringApplicationBuilder(BillingGroupService.class)
                .run(
                        "--spring.profiles.active=demo",
                        "--server.port=0",
                        "--management.server.port=0",
                        "--AUTHZ_POSTGRES_URL=" + TestParts.postgres().url() + "?sslmode=prefer",
                        "--spring.kafka.bootstrap-servers=" + TestParts.kafka().bootstrapServers());
        http = MockMvcBuilders.webAppContextSetup(service)
                .apply(SecurityMockMvcConfigurers.springSecurity())
                .build();
        jdbc = service.getBean(JdbcTemplate.class);
    }

    /** What was answered. */
    record Answer(int status, @Nullable String etag, String text) {
        JsonNode json() {
            return Json.mapper().readTree(text);
        }
    }

    Answer ask(
            String tenant,
            List<String> permissions,
            String method,
            String path,
            @Nullable String ifMatch,
            @Nullable String body,
            String... headers) {
        return ask(tenant, permissions, method, path, ifMatch, MediaType.APPLICATION_JSON, body, headers);
    }

    Answer ask(
            String tenant,
            List<String> permissions,
            String method,
            String path,
            @Nullable String ifMatch,
            MediaType type,
            @Nullable String body,
            String... headers) {
        MockHttpServletRequestBuilder request = MockMvcRequestBuilders.request(
                        HttpMethod.valueOf(method), URI.create("/api/v1" + path))
                .with(SecurityMockMvcRequestPostProcessors.jwt().jwt(token(tenant, permissions)));
        if (ifMatch != null) {
            request.header("If-Match", ifMatch);
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        if (body != null) {
            request.contentType(type).content(body);
        }
        try {
            MockHttpServletResponse answer = http.perform(request).andReturn().getResponse();
            return new Answer(answer.getStatus(), answer.getHeader("ETag"), answer.getContentAsString());
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static Jwt token(String tenant, List<String> permissions) {
        return Jwt.withTokenValue("test")
                .header("alg", "RS256")
                .subject("biller")
                .claim("org", tenant)
                .claim("divisions", List.of("*"))
                .claim("clients", "all")
                .claim("permissions", permissions)
                .build();
    }
}
