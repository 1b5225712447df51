package health.authz.acceptance;

import static health.authz.acceptance.dsl.Json.object;
import static health.authz.acceptance.dsl.Json.text;
import static health.authz.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import health.authz.acceptance.Routes.Route;
import health.authz.acceptance.dsl.Answer;
import health.authz.acceptance.dsl.Api;
import health.authz.acceptance.dsl.Json;
import health.authz.acceptance.dsl.Login;
import health.authz.acceptance.dsl.Organisation;
import health.authz.acceptance.dsl.Stack;
import health.authz.acceptance.dsl.Truth;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An organisation may bring a gateway of its own: each service is asked on its own port, over all routes, past ours. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServicesAloneIT {
    private static final List<Route> INTERNAL = List.of(
            internal("POST", "/internal/selections/authorizations", object("all", true)),
            internal("POST", "/internal/selections/clients", object("all", true)),
            internal("POST", "/internal/alert-forecast", object()),
            internal("GET", "/internal/republish", null),
            internal("POST", "/internal/republish?from=9000000000&directory=false", null),
            internal("GET", "/internal/parked", null),
            internal("POST", "/internal/parked/replay?consumer=a&topic=b&key=c", null));

    private static final List<Route> FOR_OPERATORS = INTERNAL.stream()
            .filter(route -> route.path().matches("/internal/(republish|parked).*"))
            .toList();

    private Organisation ours;
    private Map<String, String> ids;

    static Stream<String> services() {
        return Stack.SERVICES.stream().filter(service -> !service.equals("api-gateway"));
    }

    @BeforeAll
    void one_organisation_has_something_to_see() {
        ours = Organisation.open("alone");
        ours.client("client-of-ours", "adult", "bcbs", "clinician");
        ours.known();
        ours.user("admin", true, List.of("*"), "LOW_UNITS");
        ours.code("T1", 12);
        String group = ours.group("Ours", "T1");
        String authorization = ours.authorization("client-of-ours", "T1", 12, "unitAlertLevel", 2);
        Api admin = ours.admin();
        admin.note(authorization, "note-0", "DRAFT", "11", ours.today());
        eventually(() -> assertThat(admin.get("/alerts").is(200).count()).isEqualTo(1));
        String preview = admin.preview(object(
                        "kind",
                        "UPDATE",
                        "selection",
                        object("all", true),
                        "patch",
                        object("payerReference", "call 1")))
                .id();
        ids = Map.ofEntries(
                Map.entry("authorization", authorization),
                Map.entry("client", "client-of-ours"),
                Map.entry("division", "adult"),
                Map.entry("payer", "bcbs"),
                Map.entry("user", "admin"),
                Map.entry("profile", "admin-profile"),
                Map.entry("group", group),
                Map.entry("preview", preview),
                Map.entry("operation", UUID.randomUUID().toString()),
                Map.entry("recipe", "ours"),
                Map.entry("alert", text(admin.get("/alerts").items().getFirst(), "id")));
    }

    @ParameterizedTest
    @MethodSource("services")
    void without_a_good_token_no_route_of_it_opens(String service) {
        Map<String, @Nullable Object> forAnother = ours.stack().tokens().claims(Login.admin(ours.id()));
        forAnother.put("aud", "payroll");
        for (String token : List.of("", "nonsense", ours.stack().tokens().sign(forAnother))) {
            Api stranger = ours.stack().directly(service, token);
            everything().forEach(route -> send(stranger, route).isProblem(401));
        }
    }

    @ParameterizedTest
    @MethodSource("services")
    void another_organisations_administrator_finds_nothing_of_ours(String service) throws SQLException {
        Api theirs =
                ours.stack().directly(service, ours.stack().tokens().of(Login.admin("theirs-" + UUID.randomUUID())));
        long before = new Truth(ours).storedEvents();

        Routes.all().forEach(route -> {
            Answer answer = send(theirs, route);
            if (answer.status() == 200) {
                assertThat(answer.count()).as(answer.request()).isZero();
                assertThat(answer.items()).as(answer.request()).isEmpty();
            } else {
                answer.isProblem(404, 405);
            }
        });

        assertThat(new Truth(ours).storedEvents()).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("services")
    void internal_routes_show_nothing_of_ours_either(String service) {
        Login nobody = Login.nobody("theirs-" + UUID.randomUUID());
        Login theirAdmin = Login.admin(nobody.organisation());
        for (Route route : INTERNAL) {
            send(ours.stack().directly(service, ours.stack().tokens().of(nobody)), route)
                    .isProblem(400, 403, 404, 405);
            Answer answer =
                    send(ours.stack().directly(service, ours.stack().tokens().of(theirAdmin)), route);
            assertThat(answer.status())
                    .as(answer.request() + ": " + answer.body())
                    .isLessThan(500);
            assertThat(answer.body()).doesNotContain(ids.get("authorization"), "client-of-ours", ours.id());
        }
    }

    @ParameterizedTest
    @MethodSource("services")
    void routes_for_operators_are_closed_to_every_organisation_and_open_nothing_else(String service) {
        Api operator = ours.stack().directly(service, ours.stack().tokens().ofOperator());
        Api replaying = ours.stack()
                .directly(
                        service, ours.stack().tokens().of(Login.admin(ours.id()).and("ops:replay")));
        Route parked = internal("GET", "/internal/parked", null);

        send(operator, parked).is(200);
        send(replaying, parked).isProblem(403);
        for (Route route : FOR_OPERATORS) {
            assertThat(send(replaying, route).status()).as(route.path()).isIn(403, 404);
        }
        Routes.all().forEach(route -> send(operator, route).isProblem(401, 404, 405));
    }

    private Stream<Route> everything() {
        return Stream.concat(Stream.concat(Routes.all(), Routes.withoutId()), INTERNAL.stream());
    }

    private static Route internal(String method, String path, @Nullable Object body) {
        return new Route(method, path, body, "", false);
    }

    /** Internal routes lie beside the public ones. */
    private Answer send(Api service, Route route) {
        String id = ids.getOrDefault(route.idKind(), "");
        String body = route.body() == null ? "" : Json.write(route.body());
        String path = route.path().startsWith("/internal/") ? route.path() : "/api/v1" + route.at(id);
        return service.send(route.method(), path, body, "If-Match", "\"0\"");
    }
}
