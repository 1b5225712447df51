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
import health.authz.acceptance.dsl.Operation;
import health.authz.acceptance.dsl.Organisation;
import health.authz.acceptance.dsl.Preview;
import health.authz.acceptance.dsl.Truth;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every route, walked with another organisation's ids and without its permission. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TwoOrganisationsIT {
    private Organisation ours;
    private Api theirAdmin;
    private Map<String, String> ids;

    @BeforeAll
    void one_organisation_has_one_of_everything() {
        ours = Organisation.open("ours");
        theirAdmin = ours.stack().as(Login.admin("theirs-" + UUID.randomUUID()));
        ours.client("c-1", "adult", "bcbs", "clinician");
        ours.known();
        ours.admin().put("/client-groups/day", object("name", "Day program")).is(200, 201, 204);
        ours.admin().put("/user-groups/billing", object("name", "Billing")).is(200, 201, 204);
        ours.user("admin", true, List.of("*"), "LOW_UNITS", "EXPIRING");
        ours.code("T1", 12);
        String group = ours.group("Ours", "T1");
        Api admin = ours.admin();
        Operation operation = admin.preview(ours.adding(object("all", true), group, "unitAlertLevel", 2))
                .confirmed()
                .succeeded();
        eventually(() -> assertThat(admin.listed("")).isEqualTo(1));
        String authorization = text(admin.wholeList("").getFirst(), "authorizationId");
        admin.note(authorization, "note-0", "DRAFT", "11", ours.today());
        eventually(() -> assertThat(admin.get("/alerts").is(200).count()).isEqualTo(1));
        Preview preview = admin.preview(object(
                "kind", "UPDATE", "selection", object("all", true), "patch", object("payerReference", "call 1")));
        admin.put("/bulk-mappings/ours", object("skipLines", 1)).is(201);
        admin.put(
                        "/bulk-recipes/ours",
                        object(
                                "kind", "UPDATE",
                                "selection", object("all", true),
                                "patch", object("payerReference", "call 2")))
                .is(201);
        ids = new HashMap<>(Map.of(
                "authorization",
                authorization,
                "client",
                "c-1",
                "division",
                "adult",
                "payer",
                "bcbs",
                "user",
                "admin",
                "profile",
                "admin-profile",
                "group",
                group,
                "preview",
                preview.id(),
                "operation",
                operation.id(),
                "alert",
                text(admin.get("/alerts").items().getFirst(), "id")));
        ids.put("recipe", "ours");
        String draft = UUID.randomUUID().toString();
        admin.post("/bulk-drafts/" + draft, object("list", "CLIENTS", "leaveOut", List.of("c-1")))
                .is(200);
        ids.put("draft", draft);
        ids.put("mapping", "ours");
    }

    @ParameterizedTest
    @MethodSource("health.authz.acceptance.Routes#all")
    void strangers_find_nothing(Route route) throws SQLException {
        long before = new Truth(ours).storedEvents();

        Answer answer = send(theirAdmin, route);

        if (route.lists()) {
            assertThat(answer.is(200).count()).isZero();
            assertThat(answer.items()).isEmpty();
        } else {
            answer.isProblem(404);
        }
        assertThat(new Truth(ours).storedEvents()).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("health.authz.acceptance.Routes#all")
    void without_the_permission_the_id_is_not_looked_at(Route route) {
        Api mayNot = ours.stack().as(withoutPermissionOf(route));

        send(mayNot, route).isProblem(403);
        mayNot.send(route.method(), route.at(UUID.randomUUID().toString()), bodyOf(route), "If-Match", "\"0\"")
                .isProblem(403);
    }

    @ParameterizedTest
    @MethodSource("health.authz.acceptance.Routes#withoutId")
    void without_the_permission_the_body_is_not_looked_at(Route route) {
        Api mayNot = ours.stack().as(withoutPermissionOf(route));

        mayNot.send(route.method(), route.path(), bodyOf(route), headersOf(route))
                .isProblem(403);
    }

    /** Everything but what lets one in; a few routes name two permissions, each of which does. */
    private Login withoutPermissionOf(Route route) {
        Login login = Login.admin(ours.id());
        for (String each : route.permission().split(" ")) {
            login = login.without(each);
        }
        return login;
    }

    @ParameterizedTest
    @MethodSource("health.authz.acceptance.Routes#all")
    void its_own_people_are_let_in(Route route) {
        if (route.method().equals("GET")) {
            eventually(() -> send(ours.admin(), route).is(200));
        }
    }

    @Test
    void a_preview_belongs_to_its_maker() {
        Api colleague = ours.stack().as(Login.biller(ours.id()).as("colleague"));

        colleague.get("/bulk-previews/" + ids.get("preview")).isProblem(404);
        colleague
                .post(
                        "/bulk-operations",
                        object("previewId", ids.get("preview"), "expectedCount", 1, "reason", "OTHER"),
                        "Idempotency-Key",
                        UUID.randomUUID().toString())
                .isProblem(404);
    }

    @Test
    void strangers_ids_in_a_body_select_nothing_of_ours() {
        Api stranger = ours.stack().as(Login.admin("strangers-" + UUID.randomUUID()));
        stranger.post(
                        "/bulk-previews",
                        object(
                                "kind", "UPDATE",
                                "selection", object("filter", object("payerId", "bcbs")),
                                "patch", object("payerReference", "x")))
                .isProblem(422);
        Preview named = stranger.preview(object(
                "kind", "UPDATE",
                "selection", object("ids", List.of(ids.get("authorization"))),
                "patch", object("payerReference", "x")));
        assertThat(named.outcome("REJECTED")).isEqualTo(1);
        named.confirmed();
        assertThat(ours.admin().authorization(ids.get("authorization")).toString())
                .doesNotContain("\"x\"");
    }

    private Answer send(Api api, Route route) {
        String id = ids.getOrDefault(route.idKind(), "");
        return api.send(route.method(), route.at(id), bodyOf(route), "If-Match", "\"0\"");
    }

    private static String bodyOf(Route route) {
        return route.body() == null ? "" : Json.write(route.body());
    }

    private static String[] headersOf(Route route) {
        return route.path().endsWith("/import")
                ? new String[] {"Content-Type", "application/x-ndjson"}
                : new String[] {
                    "If-Match", "\"0\"", "Idempotency-Key", UUID.randomUUID().toString()
                };
    }
}
