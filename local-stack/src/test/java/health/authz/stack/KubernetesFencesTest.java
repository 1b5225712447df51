package health.authz.stack;

import static health.authz.stack.DeployFiles.at;
import static health.authz.stack.DeployFiles.container;
import static health.authz.stack.DeployFiles.deployment;
import static health.authz.stack.DeployFiles.document;
import static health.authz.stack.DeployFiles.documents;
import static health.authz.stack.DeployFiles.list;
import static health.authz.stack.DeployFiles.map;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The Kubernetes base passes Pod Security <i>restricted</i>, and nobody reaches whom they need not reach. */
class KubernetesFencesTest {
    private static final String POLICIES = "deploy/kubernetes/network-policies.yaml";
    private static final int HTTP = 8080;
    private static final int MANAGEMENT = 9090;
    private static final Map<String, Integer> STORES =
            Map.of("AUTHZ_POSTGRES_URL", 5432, "AUTHZ_KAFKA_BOOTSTRAP", 9092, "AUTHZ_MONGODB_URI", 27017);

    @ParameterizedTest
    @MethodSource("health.authz.stack.Service#all")
    void a_pod_passes_the_restricted_standard(Service service) {
        Object pod = at(deployment(service), "spec", "template", "spec");

        assertThat(at(pod, "securityContext", "runAsNonRoot")).isEqualTo(true);
        assertThat((Integer) at(pod, "securityContext", "runAsUser")).isPositive();
        assertThat(at(pod, "securityContext", "seccompProfile", "type")).isEqualTo("RuntimeDefault");
        assertThat(map(pod)).doesNotContainKeys("hostNetwork", "hostPID", "hostIPC");
        assertThat(list(at(pod, "volumes"))).as("volumes of the cluster alone").allSatisfy(volume -> assertThat(
                        map(volume).keySet())
                .isSubsetOf("name", "configMap", "emptyDir", "projected", "secret", "persistentVolumeClaim"));
        for (String kind : List.of("containers", "initContainers")) {
            if (at(pod, kind) instanceof List<?> containers) {
                containers.forEach(KubernetesFencesTest::isRestricted);
            }
        }
    }

    private static void isRestricted(Object container) {
        Object context = at(container, "securityContext");
        assertThat(at(context, "allowPrivilegeEscalation")).isEqualTo(false);
        assertThat(at(context, "privileged")).isIn(null, false);
        assertThat(list(at(context, "capabilities", "drop"))).containsExactly("ALL");
        assertThat(at(context, "capabilities", "add")).isNull();
        assertThat(at(context, "runAsNonRoot")).isIn(null, true);
        list(at(container, "ports"))
                .forEach(port -> assertThat(at(port, "hostPort")).isNull());
    }

    @ParameterizedTest
    @MethodSource("health.authz.stack.Service#all")
    void a_pod_writes_to_one_folder_and_has_no_token_of_the_cluster(Service service) {
        Object pod = at(deployment(service), "spec", "template", "spec");

        assertThat(at(pod, "automountServiceAccountToken")).isEqualTo(false);
        assertThat(at(container(service), "securityContext", "readOnlyRootFilesystem"))
                .isEqualTo(true);
        assertThat(at(container(service), "volumeMounts", 0, "mountPath")).isEqualTo("/tmp");
        assertThat(at(container(service), "volumeMounts", 0, "name")).isEqualTo(at(pod, "volumes", 0, "name"));
        assertThat(map(at(pod, "volumes", 0))).containsKey("emptyDir");
    }

    @Test
    void the_namespace_lets_nothing_else_start() {
        assertThat(map(at(document("deploy/kubernetes/namespace.yaml"), "metadata", "labels")))
                .containsEntry("pod-security.kubernetes.io/enforce", "restricted");
        assertThat(at(document("deploy/kubernetes/namespace.yaml"), "metadata", "name"))
                .isEqualTo(document("deploy/kubernetes/kustomization.yaml").get("namespace"));
        assertThat(list(document("deploy/kubernetes/kustomization.yaml").get("resources")))
                .contains("namespace.yaml", "network-policies.yaml");
    }

    @Test
    void what_no_policy_names_is_closed() {
        Object closed = policy("closed");

        assertThat(map(at(closed, "spec", "podSelector"))).isEmpty();
        assertThat(list(at(closed, "spec", "policyTypes"))).containsExactlyInAnyOrder("Ingress", "Egress");
        assertThat(map(at(closed, "spec"))).doesNotContainKeys("ingress", "egress");
    }

    @Test
    void each_service_reaches_those_whom_it_asks_and_is_reached_by_them_alone() {
        Map<String, Set<String>> asked = new TreeMap<>();
        Map<String, Set<String>> reached = new TreeMap<>();
        Map<String, Set<String>> letIn = new TreeMap<>();
        for (Service service : Service.all()) {
            String name = service.processName();
            asked.put(name, othersAskedBy(service));
            reached.put(name, pods(policy(name), "egress", "to"));
            pods(policy(name), "ingress", "from").forEach(other -> letIn.computeIfAbsent(other, each -> new TreeSet<>())
                    .add(name));
        }

        assertThat(reached).isEqualTo(asked);
        letIn.forEach((name, whom) -> assertThat(whom).as("%s is let in", name).isEqualTo(asked.get(name)));
        asked.values().removeIf(Set::isEmpty);
        assertThat(letIn.keySet()).isEqualTo(asked.keySet());
    }

    @ParameterizedTest
    @MethodSource("health.authz.stack.Service#all")
    void a_service_reaches_its_own_stores_and_no_others(Service service) {
        Set<Integer> wanted = new TreeSet<>(Set.of(443));
        String settings = DeployFiles.text(service.processName() + "/src/main/resources/application.yaml");
        STORES.forEach((variable, port) -> {
            if (settings.contains(variable)) {
                wanted.add(port);
            }
        });
        Set<Integer> open = list(at(policy(service.processName()), "spec", "egress")).stream()
                .filter(rule -> at(rule, "to") == null)
                .flatMap(rule -> list(at(rule, "ports")).stream())
                .map(port -> (Integer) at(port, "port"))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(open).isEqualTo(wanted);
    }

    @Test
    void the_door_is_open_to_the_ingress_and_the_figures_to_prometheus() {
        Object door = at(policy("api-gateway"), "spec", "ingress", 0);
        Object figures = at(policy("prometheus"), "spec", "ingress", 0);

        assertThat(at(door, "ports", 0, "port")).isEqualTo(HTTP);
        assertThat(map(at(door, "from", 0))).containsOnlyKeys("namespaceSelector");
        assertThat(at(figures, "ports", 0, "port")).isEqualTo(MANAGEMENT);
        assertThat(list(at(figures, "ports"))).hasSize(1);
        assertThat(map(at(figures, "from", 0))).containsOnlyKeys("namespaceSelector");
    }

    @Test
    void the_example_of_an_ingress_ends_tls_and_keeps_a_person_where_their_session_is() {
        Map<String, Object> ingress = document("deploy/kubernetes/ingress-example.yaml");
        Object rule = at(ingress, "spec", "rules", 0);

        assertThat(list(at(ingress, "spec", "tls", 0, "hosts"))).containsExactly(at(rule, "host"));
        assertThat((String) at(ingress, "spec", "tls", 0, "secretName")).isNotBlank();
        assertThat(at(rule, "http", "paths", 0, "backend", "service", "name")).isEqualTo("api-gateway");
        assertThat(map(at(ingress, "metadata", "annotations")))
                .containsEntry("nginx.ingress.kubernetes.io/affinity", "cookie")
                .containsEntry("nginx.ingress.kubernetes.io/ssl-redirect", "true");
    }

    private static Map<String, Object> policy(String name) {
        return documents(POLICIES).stream()
                .filter(each -> name.equals(at(each, "metadata", "name")))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " has no policy"));
    }

    /** Names of the pods of this namespace in the rules of one direction, all of them on the port of the service. */
    private static Set<String> pods(Object policy, String direction, String word) {
        Set<String> names = new TreeSet<>();
        for (Object rule : list(at(policy, "spec", direction))) {
            if (at(rule, word) instanceof List<?> peers) {
                for (Object peer : peers) {
                    Object name = at(peer, "podSelector", "matchLabels", "app.kubernetes.io/name");
                    if (name != null) {
                        names.add((String) name);
                        assertThat(at(rule, "ports", 0, "port")).isEqualTo(HTTP);
                    }
                }
            }
        }
        return names;
    }

    /** By the addresses in its settings. */
    private static Set<String> othersAskedBy(Service service) {
        String settings = DeployFiles.text(service.processName() + "/src/main/resources/application.yaml");
        Map<String, String> addresses = Map.of(
                "AUTHZ_COMMAND_URL", "auth-command-service",
                "AUTHZ_QUERY_URL", "auth-query-service",
                "AUTHZ_ALERT_URL", "alert-service",
                "AUTHZ_BILLING_URL", "billing-group-service");
        return addresses.entrySet().stream()
                .filter(address -> settings.contains(address.getKey()))
                .map(Map.Entry::getValue)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
