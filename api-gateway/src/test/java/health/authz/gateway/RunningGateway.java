package health.authz.gateway;

import health.authz.stack.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.json.JsonMapper;

/** The gateway in the demo profile before services that the test chooses. */
final class RunningGateway implements AutoCloseable {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ConfigurableApplicationContext gateway;
    final String base;

    /** Settings for a gateway whose services are all at one address, and what else it is to be told. */
    static String[] allServicesAt(String address, String... more) {
        return Stream.concat(
                        Stream.of("query", "command", "alert", "billing")
                                .map(service -> "--authz.services." + service + "=" + address),
                        Stream.of(more))
                .toArray(String[]::new);
    }

    RunningGateway(Path folder, String... more) throws IOException {
        this(folder, (opened, base) -> {}, more);
    }

    /** What is done the moment the port is open, on the thread that starts the gateway. */
    interface OnOpenPort {
        void ask(RunningGateway opened, String base);
    }

    RunningGateway(Path folder, OnOpenPort first, String... more) throws IOException {
        int port = Ports.free();
        base = "http://localhost:" + port;
        List<String> arguments = new ArrayList<>(List.of(
                "--spring.profiles.active=demo",
                "--server.port=" + port,
                "--management.server.port=0",
                "--authz.security.issuer=" + base + "/demo-issuer",
                "--authz.security.jwk-set-uri=" + base + "/demo-issuer/jwks",
                "--authz.demo.key-file=" + folder.resolve("demo-key.json")));
        for (String argument : more) {
            String name = argument.substring(0, argument.indexOf('=') + 1);
            arguments.removeIf(usual -> usual.startsWith(name));
            arguments.add(argument);
        }
        SpringApplication application = new SpringApplication(ApiGateway.class);
        application.addListeners((ApplicationListener<WebServerInitializedEvent>) opened -> {
            if (opened.getApplicationContext().getServerNamespace() == null) {
                first.ask(this, base);
            }
        });
        gateway = application.run(arguments.toArray(String[]::new));
    }

    String managementBase() {
        return "http://localhost:" + gateway.getEnvironment().getProperty("local.management.port");
    }

    /** Addresses of the console that take forms, as the controllers name them. */
    List<String> formAddresses() {
        return gateway
                .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .keySet()
                .stream()
                .filter(mapping -> mapping.getMethodsCondition().getMethods().contains(RequestMethod.POST))
                .flatMap(mapping -> mapping.getPatternValues().stream())
                .filter(pattern -> pattern.startsWith("/console"))
                .sorted()
                .toList();
    }

    String token(String login) throws Exception {
        HttpResponse<String> answer =
                ask("POST", base + "/demo-issuer/token", "", "{\"login\":\"" + login + "\"}", "application/json");
        return JsonMapper.builder()
                .build()
                .readTree(answer.body())
                .path("access_token")
                .asString();
    }

    HttpResponse<String> ask(String method, String url, String token, String body, String type) throws Exception {
        return ask(method, url, token, BodyPublishers.ofString(body), type, BodyHandlers.ofString());
    }

    <T> HttpResponse<T> ask(
            String method, String url, String token, BodyPublisher body, String type, BodyHandler<T> handler)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", type)
                .method(method, body);
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return HTTP.send(request.build(), handler);
    }

    @Override
    public void close() {
        gateway.close();
    }
}
