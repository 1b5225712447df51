package health.authz.stack;

import static health.authz.stack.DeployFiles.at;
import static health.authz.stack.DeployFiles.composeServices;
import static health.authz.stack.DeployFiles.container;
import static health.authz.stack.DeployFiles.document;
import static health.authz.stack.DeployFiles.everyText;
import static health.authz.stack.DeployFiles.list;
import static health.authz.stack.DeployFiles.map;
import static health.authz.stack.DeployFiles.sources;
import static health.authz.stack.DeployFiles.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What compose, Kubernetes, Prometheus and Grafana say of the services is so in the services. */
class DeployFilesTest {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^:}]+)(?::([^}]*))?}");
    private static final Pattern OURS = Pattern.compile("(AUTHZ|SPRING)_.*");
    private static final Pattern VERSION = Pattern.compile("[^:@]+:v?[0-9]+(\\.[0-9]+)*([-.][a-z0-9]+)*");
    private static final String READINESS = "/actuator/health/readiness";
    private static final String LIST = "/actuator/health/list";

    /** Defaults that hold on a workstation alone: whoever runs elsewhere sets these. */
    private static final Pattern WORKSTATION = Pattern.compile(".*(localhost|workstation-only).*|data/.*");

    /** The secrets that kustomization.yaml asks for are made by whoever deploys; its text names the keys. */
    private static final Map<String, List<String>> SECRETS = Map.of(
            "authz-shared", List.of("AUTHZ_CURSOR_SECRET"),
            "authz-ids", List.of("AUTHZ_IDS_KEYS_1"));

    @ParameterizedTest
    @MethodSource("health.authz.stack.Service#all")
    void compose_sets_only_variables_that_are_read(Service service) {
        assertThat(ours(composeEnvironment(service.processName()))).isNotEmpty().isSubsetOf(readByAny());
    }

    @ParameterizedTest
    @MethodSource("health.authz.stack.Service#all")
    void kubernetes_sets_only_variables_that_are_read(Service service) {
        assertThat(ours(kubernetesEnvironment(service))).isNotEmpty().isSubsetOf(readByAny());
    }

    @ParameterizedTest
    @MethodSource("health.authz.stack.Service#all")
    void variables_of_one_service_alone_are_read_by_that_service(Service service) {
        Set<String> own = new TreeSet<>();
        if (at(container(service), "env") instanceof List<?> variables) {
            variables.forEach(each -> own.add((String) at(each, "name")));
        }
        Set<String> others =
                composeEnvironment(Service.API_GATEWAY.processName()).keySet();
        composeEnvironment(service.processName()).keySet().stream()
                .filter(name -> !others.contains(name))
                .forEach(own::add);

        assertThat(readBy(service)).containsAll(own);
    }

    @ParameterizedTest
    @MethodSource("health.authz.stack.Service#all")
    void compose_sets_every_variable_without_a_default_that_holds_everywhere(Service service) {
        assertThat(composeEnvironment(service.processName())).containsKeys(mustBeSet(service, "demo"));
    }

    @ParameterizedTest
    @MethodSource("health.authz.stack.Service#all")
    void kubernetes_sets_every_variable_without_a_default_that_holds_everywhere(Service service) {
        assertThat(kubernetesEnvironment(service)).containsKeys(mustBeSet(service, "prod"));
    }

    @Test
    void the_variables_that_must_be_set_are_found() {
        assertThat(mustBeSet(Service.ALERT, "prod"))
                .contains("AUTHZ_POSTGRES_URL", "AUTHZ_KAFKA_BOOTSTRAP", "AUTHZ_ISSUER", "AUTHZ_CURSOR_SECRET");
        assertThat(mustBeSet(Service.API_GATEWAY, "demo")).contains("AUTHZ_DEMO_KEY_FILE");
        assertThat(mustBeSet(Service.API_GATEWAY, "prod")).doesNotContain("AUTHZ_DEMO_KEY_FILE");
    }

    /** It may have parameters, such as {@code ?sslmode=verify-full}, and what is put behind these becomes a part of the last one. */
    @ParameterizedTest
    @MethodSource("health.authz.stack.Service#all")
    void nothing_is_put_behind_an_address_of_a_store(Service service) {
        assertThat(text(service.processName() + "/src/main/resources/application.yaml")
                        .lines()
                        .filter(line -> line.matches(".*AUTHZ_(POSTGRES_URL|MONGODB_URI|KAFKA_BOOTSTRAP).*")))
                .allMatch(line -> line.endsWith("}"));
    }

    @Test
    void the_keys_of_the_shared_secret_are_named_where_it_is_asked_for() {
        SECRETS.forEach((secret, keys) -> assertThat(text("deploy/kubernetes/kustomization.yaml"))
                .contains(secret + " (" + String.join(", ", keys) + ")"));
    }

    @ParameterizedTest
    @MethodSource("health.authz.stack.Service#all")
    void the_compose_health_check_asks_readiness_or_the_list_on_the_management_port(Service service) {
        Object check = composeServices().get(service.processName()).get("healthcheck");

        assertThat(list(at(check, "test")))
                .last()
                .isEqualTo("http://localhost:" + managementPort(service)
                        + (service == Service.AUTH_QUERY ? LIST : READINESS));
    }

    @Test
    void a_first_start_waits_for_the_list_and_later_a_rebuild_takes_nobody_away() {
        Object query = container(Service.AUTH_QUERY);
        Object settings = DeployFiles.documents("auth-query-service/src/main/resources/application.yaml")
                .getFirst();

        assertThat(map(at(query, "startupProbe", "httpGet")))
                .containsEntry("path", LIST)
                .containsEntry("port", "management");
        assertThat((Integer) at(query, "startupProbe", "failureThreshold")
                        * (Integer) at(query, "startupProbe", "periodSeconds"))
                .as("seconds that a rebuild may take")
                .isGreaterThanOrEqualTo(3_600);
        assertThat((String) at(settings, "management", "endpoint", "health", "group", "readiness", "include"))
                .doesNotContain("list");
        assertThat(at(settings, "management", "endpoint", "health", "show-details"))
                .as("the path of a component answers only where details are shown")
                .isEqualTo("always");
    }

    @Test
    void every_store_in_compose_has_a_health_check() {
        composeServices().forEach((name, service) -> assertThat(list(at(service, "healthcheck", "test")))
                .as(name)
                .isNotEmpty());
    }

    @ParameterizedTest
    @MethodSource("health.authz.stack.Service#all")
    void the_kubernetes_probes_ask_the_management_port(Service service) {
        Map<Object, Object> ports = list(at(container(service), "ports")).stream()
                .collect(Collectors.toMap(port -> at(port, "name"), port -> at(port, "containerPort")));

        assertThat(ports)
                .containsEntry("management", Integer.parseInt(managementPort(service)))
                .containsEntry("http", Integer.parseInt((String)
                        kubernetesEnvironment(service).get("SERVER_PORT")));
        assertThat(map(at(container(service), "readinessProbe", "httpGet")))
                .containsEntry("path", READINESS)
                .containsEntry("port", "management");
        assertThat(map(at(container(service), "livenessProbe", "httpGet")))
                .containsEntry("path", "/actuator/health/liveness")
                .containsEntry("port", "management");
        assertThat(map(at(DeployFiles.deployment(service), "spec", "template", "metadata", "annotations")))
                .containsEntry("prometheus.io/port", managementPort(service));
    }

    @Test
    void whoever_needs_another_in_compose_waits_until_it_is_healthy() {
        Map<String, Map<String, Object>> services = composeServices();
        services.forEach((name, service) -> {
            if (service.get("depends_on") instanceof Map<?, ?> needed) {
                needed.forEach((other, how) -> {
                    assertThat(services).containsKey((String) other);
                    assertThat(at(how, "condition"))
                            .as("%s needs %s", name, other)
                            .isEqualTo("service_healthy");
                });
            }
        });
    }

    @ParameterizedTest
    @MethodSource("health.authz.stack.Service#all")
    void a_service_in_compose_waits_for_every_store_it_reads_settings_for(Service service) {
        Set<String> read = readBy(service);
        Set<String> stores = new TreeSet<>();
        Map.of("AUTHZ_POSTGRES_URL", "postgres", "AUTHZ_KAFKA_BOOTSTRAP", "kafka", "AUTHZ_MONGODB_URI", "mongodb")
                .forEach((variable, store) -> {
                    if (read.contains(variable)) {
                        stores.add(store);
                    }
                });

        assertThat(map(composeServices().get(service.processName()).get("depends_on"))
                        .keySet())
                .containsAll(stores);
    }

    @Test
    void every_image_names_its_version() {
        List<String> images = new ArrayList<>(everyText(document("docker-compose.yml"), "image"));
        Pattern.compile("(?m)^FROM (\\S+)")
                .matcher(text("deploy/Dockerfile"))
                .results()
                .forEach(from -> images.add(from.group(1)));
        for (Service service : Service.all()) {
            images.add(pinned((String) at(container(service), "image")));
        }

        assertThat(images).hasSizeGreaterThan(9).allMatch(image -> VERSION.matcher(image)
                .matches());
    }

    @ParameterizedTest
    @MethodSource("health.authz.stack.Service#all")
    void a_service_s_default_ports_are_its_own(Service service) {
        assertThat(defaults(service))
                .containsEntry("SERVER_PORT", String.valueOf(service.usualPort()))
                .containsEntry("MANAGEMENT_SERVER_PORT", String.valueOf(service.usualPort() + 1_000));
    }

    @ParameterizedTest
    @MethodSource("health.authz.stack.Service#all")
    void services_look_for_each_other_where_they_are(Service service) {
        Map<String, String> addresses = Map.of(
                "AUTHZ_COMMAND_URL", "auth-command-service",
                "AUTHZ_QUERY_URL", "auth-query-service",
                "AUTHZ_ALERT_URL", "alert-service",
                "AUTHZ_BILLING_URL", "billing-group-service");
        Map<String, String> read = defaults(service);
        addresses.forEach((variable, name) -> {
            Service there = Service.all().stream()
                    .filter(each -> each.processName().equals(name))
                    .findFirst()
                    .orElseThrow();
            if (read.containsKey(variable)) {
                assertThat(read).containsEntry(variable, "http://localhost:" + there.usualPort());
            }
            assertThat(composeEnvironment(service.processName()))
                    .containsEntry(
                            variable,
                            "http://" + name + ":" + composeEnvironment(name).get("SERVER_PORT"));
            assertThat(kubernetesEnvironment(service))
                    .containsEntry(
                            variable,
                            "http://" + name + ":"
                                    + kubernetesEnvironment(there).get("SERVER_PORT"));
        });
    }

    @Test
    void the_gateway_is_published_where_the_tokens_say_they_come_from() {
        Object gateway = composeServices().get("api-gateway");
        Object issuer = composeEnvironment("api-gateway").get("AUTHZ_ISSUER");

        assertThat(list(at(gateway, "ports")))
                .as("logins without passwords are for this machine alone")
                .containsExactly(
                        "127.0.0.1:8080:" + composeEnvironment("api-gateway").get("SERVER_PORT"));
        assertThat(issuer).isEqualTo("http://localhost:8080/demo-issuer");
    }

    @Test
    void prometheus_asks_every_service_at_its_management_port() {
        Object targets =
                at(document("deploy/prometheus/prometheus.yml"), "scrape_configs", 0, "static_configs", 0, "targets");

        assertThat(list(targets))
                .containsExactlyInAnyOrderElementsOf(Service.all().stream()
                        .map(service -> (Object) (service.processName() + ":" + managementPort(service)))
                        .toList());
    }

    @Test
    void every_metric_that_is_watched_exists() {
        List<String> expressions = new ArrayList<>(everyText(document("deploy/prometheus/rules.yml"), "expr"));
        expressions.addAll(everyText(document("deploy/grafana/authz.json"), "expr"));

        Set<String> watched = expressions.stream()
                .flatMap(expression -> metrics(expression).stream())
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(watched).contains("authz_parked", "authz_alerts_total", "http_server_requests_seconds_count");
        assertThat(watched).isSubsetOf(existingMetrics());
    }

    @Test
    void every_alert_of_prometheus_says_what_it_means() {
        for (Object rule : list(at(document("deploy/prometheus/rules.yml"), "groups", 0, "rules"))) {
            assertThat((String) at(rule, "annotations", "summary"))
                    .as("%s", at(rule, "alert"))
                    .isNotBlank();
        }
    }

    /** A service that is away, or was never there, tells nothing of itself: its absence is watched by name. */
    @Test
    void the_absence_of_every_service_is_watched() {
        String expressions = String.join("\n", everyText(document("deploy/prometheus/rules.yml"), "expr"));

        assertThat(expressions).contains("up{job=\"authz\"} == 0");
        assertThat(Service.all()).allSatisfy(service -> assertThat(expressions)
                .contains("absent(authz_ready{application=\"" + service.processName() + "\"})"));
    }

    @Test
    void a_metric_that_does_not_exist_would_be_noticed() {
        assertThat(metrics("sum by (kind) (rate(authz_forgotten_total{kind=\"A\"}[5m])) > 0.1"))
                .containsExactly("authz_forgotten_total")
                .doesNotContainAnyElementsOf(existingMetrics());
    }

    // -- what the services read ------------------------------------------------------------------------------------

    /** Variable to default of the placeholders in a service's settings; "" where there is none. */
    private static Map<String, String> defaults(Service service) {
        return placeholders(text(service.processName() + "/src/main/resources/application.yaml"));
    }

    private static Map<String, String> placeholders(String text) {
        Map<String, String> found = new LinkedHashMap<>();
        PLACEHOLDER
                .matcher(text)
                .results()
                .forEach(each -> found.put(each.group(1), each.group(2) == null ? "" : each.group(2)));
        return found;
    }

    private static String[] mustBeSet(Service service, String profile) {
        // the second document of each settings file is the demo profile's
        String settings = text(service.processName() + "/src/main/resources/application.yaml");
        String read = profile.equals("demo") ? settings : settings.split("(?m)^---$")[0];
        return PLACEHOLDER
                .matcher(read)
                .results()
                .filter(each -> each.group(2) == null
                        || WORKSTATION.matcher(each.group(2)).matches())
                .map(each -> each.group(1))
                .toArray(String[]::new);
    }

    private static Set<String> readByAny() {
        return Service.all().stream().flatMap(each -> readBy(each).stream()).collect(Collectors.toSet());
    }

    /** By placeholder in its settings, by a value it asks for, or as a field of a settings record. */
    private static Set<String> readBy(Service service) {
        Set<String> read = new TreeSet<>(defaults(service).keySet());
        read.add("SPRING_PROFILES_ACTIVE");
        String sources = sources("service-platform", service.processName());
        results("@Value\\(\"\\$\\{([a-z.-]+)", sources).forEach(value -> read.add(variable(value.group(1))));
        results("@ConfigurationProperties\\(\"([a-z.-]+)\"\\)\\s*(?:public )?record \\w+\\((.*?)\\)\\s*\\{", sources)
                .forEach(record -> results("(\\w+)\\s*(?:,|$)", record.group(2))
                        .forEach(field -> read.add(
                                variable(record.group(1)) + "_" + field.group(1).toUpperCase(Locale.ROOT))));
        return read;
    }

    private static List<MatchResult> results(String pattern, String text) {
        return Pattern.compile(pattern, Pattern.DOTALL).matcher(text).results().toList();
    }

    private static String variable(String property) {
        return property.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT);
    }

    // -- what the files set ----------------------------------------------------------------------------------------

    private static Set<String> ours(Map<String, Object> environment) {
        return environment.keySet().stream()
                .filter(name -> OURS.matcher(name).matches())
                .collect(Collectors.toSet());
    }

    private static Map<String, Object> composeEnvironment(String service) {
        return map(composeServices().get(service).get("environment"));
    }

    private static Map<String, Object> kubernetesEnvironment(Service service) {
        Map<String, Object> environment = new LinkedHashMap<>();
        for (Object source : list(at(container(service), "envFrom"))) {
            Object secret = at(source, "secretRef", "name");
            if (secret != null) {
                SECRETS.getOrDefault((String) secret, List.of()).forEach(key -> environment.put(key, "(secret)"));
            } else {
                environment.putAll(configMap((String) at(source, "configMapRef", "name")));
            }
        }
        if (at(container(service), "env") instanceof List<?> variables) {
            variables.forEach(each -> environment.put((String) at(each, "name"), at(each, "value")));
        }
        return environment;
    }

    private static Map<String, String> configMap(String name) {
        return list(document("deploy/kubernetes/kustomization.yaml").get("configMapGenerator")).stream()
                .filter(each -> name.equals(at(each, "name")))
                .flatMap(each -> list(at(each, "literals")).stream())
                .map(literal -> ((String) literal).split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }

    private static String managementPort(Service service) {
        return (String) composeEnvironment(service.processName()).get("MANAGEMENT_SERVER_PORT");
    }

    /** The image as kustomize writes it. */
    private static String pinned(String image) {
        if (!(document("deploy/kubernetes/kustomization.yaml").get("images") instanceof List<?> images)) {
            return image;
        }
        return images.stream()
                .filter(each -> image.equals(at(each, "name")))
                .map(each -> image + ":" + at(each, "newTag"))
                .findFirst()
                .orElse(image);
    }

    // -- what is measured ------------------------------------------------------------------------------------------

    /** The names in a PromQL expression: words with an underscore outside of braces, quotes and label lists. */
    private static List<String> metrics(String expression) {
        String bare = expression.replaceAll("\\{[^}]*}", " ").replaceAll("\\b(by|without|on)\\s*\\([^)]*\\)", " ");
        return Pattern.compile("\\b[a-z]\\w*_\\w+\\b(?!\\s*\\()")
                .matcher(bare)
                .results()
                .map(MatchResult::group)
                .toList();
    }

    private static Set<String> existingMetrics() {
        String sources = sources(Stream.concat(
                        Stream.of("service-platform"), Service.all().stream().map(Service::processName))
                .toArray(String[]::new));
        Set<String> names = new TreeSet<>();
        meters("(?:Gauge\\.builder|\\.gauge)", sources).forEach(name -> names.add(name));
        meters("(?:Counter\\.builder|meters\\.counter)", sources).forEach(name -> names.add(name + "_total"));
        meters("(?:Timer\\.builder|meters\\.timer)", sources).forEach(name -> names.addAll(timer(name)));
        // what Spring Boot and Micrometer measure by themselves
        names.addAll(timer("http_server_requests"));
        names.add("jvm_memory_used_bytes");
        if (everyServiceHasBucketsFor("http.server.requests")) {
            names.add("http_server_requests_seconds_bucket");
        }
        return names;
    }

    private static Stream<String> meters(String maker, String sources) {
        return results(maker + "\\(\\s*\"([a-z.]+)\"", sources).stream()
                .map(found -> found.group(1).replace('.', '_'));
    }

    private static List<String> timer(String name) {
        return Arrays.asList(name + "_seconds_count", name + "_seconds_sum", name + "_seconds_max");
    }

    /** A timer has buckets only where its settings ask for them. */
    private static boolean everyServiceHasBucketsFor(String timer) {
        return Service.all().stream()
                .map(service -> DeployFiles.documents(service.processName() + "/src/main/resources/application.yaml")
                        .getFirst())
                .allMatch(settings -> Stream.of("slo", "percentiles-histogram")
                        .map(way -> at(settings, "management", "metrics", "distribution", way))
                        .anyMatch(way -> way instanceof Map<?, ?> timers && timers.containsKey("[" + timer + "]")));
    }
}
