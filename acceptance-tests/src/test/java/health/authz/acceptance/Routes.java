package health.authz.acceptance;

import static health.authz.acceptance.dsl.Json.object;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Every route of the public API, with what it needs. */
final class Routes {
    private Routes() {}

    /**
     * One route.
     *
     * @param path with a kind of id in braces, as {@code {authorization}}
     * @param lists answers a page, which is empty for strangers, instead of one thing, which is not found
     */
    record Route(String method, String path, @Nullable Object body, String permission, boolean lists) {
        String at(String id) {
            return path.replaceAll("\\{\\w+}", id);
        }

        String idKind() {
            return path.contains("{") ? path.substring(path.indexOf('{') + 1, path.indexOf('}')) : "";
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    static Stream<Route> all() {
        return Stream.of(
                list("/authorizations", "auth:read"),
                list("/clients", "auth:read"),
                list("/divisions", "auth:read"),
                list("/payers", "auth:read"),
                list("/client-groups", "auth:read"),
                list("/user-groups", "auth:read"),
                list("/users", "directory:read"),
                list("/billing-codes", "billing:read"),
                list("/billing-code-groups", "billing:read"),
                list("/bulk-operations", "auth:read"),
                list("/bulk-mappings", "auth:bulk"),
                list("/bulk-recipes", "auth:bulk"),
                list("/alerts", "alert:read"),
                list("/alerts?scope=all", "alert:manage"),
                list("/profiles", "alert:manage"),
                one("GET", "/authorizations/{authorization}", "auth:read"),
                one("GET", "/authorizations/{authorization}/history", "auth:read"),
                one("GET", "/clients/{client}", "auth:read"),
                one("GET", "/divisions/{division}", "auth:read"),
                one("GET", "/payers/{payer}", "auth:read"),
                one("GET", "/users/{user}", "directory:read"),
                one("GET", "/billing-code-groups/{group}", "billing:read"),
                one("GET", "/bulk-previews/{preview}", "auth:bulk"),
                one("GET", "/bulk-previews/{preview}/items", "auth:bulk"),
                one("GET", "/bulk-previews/{preview}/file-problems", "auth:bulk"),
                one("GET", "/bulk-drafts/{draft}", "auth:bulk"),
                one("GET", "/bulk-mappings/{mapping}", "auth:bulk"),
                one("GET", "/bulk-recipes/{recipe}", "auth:bulk"),
                one("POST", "/bulk-recipes/{recipe}/previews", "auth:bulk"),
                one("GET", "/bulk-operations/{operation}", "auth:read"),
                one("POST", "/bulk-operations/{operation}/revert", "auth:bulk-revert"),
                one("GET", "/bulk-operations/{operation}/results", "auth:read"),
                one("POST", "/bulk-operations/{operation}/cancel", "auth:bulk"),
                one("POST", "/bulk-operations/{operation}/retry-failed", "auth:bulk", object("reason", "CORRECTION")),
                one("POST", "/bulk-operations/{operation}/approve", "auth:bulk", object("reason", "CORRECTION")),
                one("POST", "/bulk-operations/{operation}/decline", "auth:bulk", object("reason", "CORRECTION")),
                one("GET", "/profiles/{profile}", "alert:manage"),
                one("PATCH", "/authorizations/{authorization}", "auth:write", object("payerReference", "call 9")),
                one(
                        "PUT",
                        "/authorizations/{authorization}/notes/note-1",
                        "note:write",
                        object("serviceDate", "2026-12-01", "units", 1, "state", "DRAFT")),
                one("POST", "/authorizations/{authorization}/inactivate", "auth:write", object("reason", "CORRECTION")),
                one("POST", "/authorizations/{authorization}/reactivate", "auth:write", object("reason", "CORRECTION")),
                one("POST", "/authorizations/{authorization}/void", "auth:write", object("reason", "CORRECTION")),
                one("POST", "/alerts/{alert}/seen", "alert:read"),
                one("POST", "/alerts/{alert}/acknowledge", "alert:read"),
                one("POST", "/billing-code-groups/{group}/add-all", "billing:write"),
                one("POST", "/billing-code-groups/{group}/remove-all", "billing:write"),
                one("DELETE", "/billing-code-groups/{group}", "billing:write"));
    }

    /** Routes that make or ask something without an id of anybody else's. */
    static Stream<Route> withoutId() {
        return Stream.of(
                act("GET", "/authorizations/summary", "auth:read", null),
                act("GET", "/settings", "alert:manage settings:manage", null),
                act("PUT", "/settings/notes.late-grace-days", "settings:manage", object("value", 10)),
                act("POST", "/authorizations", "auth:write", object("clientId", "c-1", "billingCode", "T1")),
                act("POST", "/bulk-previews", "auth:bulk", object("kind", "UPDATE")),
                act(
                        "POST",
                        "/bulk-drafts/0199d2c4-5a00-7a11-9c3e-2f6b1d7a4e09",
                        "auth:bulk",
                        object("list", "CLIENTS", "leaveOut", List.of("c-1"))),
                act("PUT", "/bulk-mappings/stolen", "auth:bulk", object("skipLines", 1)),
                act("DELETE", "/bulk-mappings/stolen", "auth:bulk", null),
                act("PUT", "/bulk-recipes/stolen", "auth:bulk", object("kind", "ADD")),
                act("DELETE", "/bulk-recipes/stolen", "auth:bulk", null),
                act("POST", "/bulk-operations", "auth:bulk", object("previewId", "none", "expectedCount", 1)),
                act("POST", "/billing-code-groups", "billing:write", object("name", "Stolen", "codes", List.of())),
                act("PUT", "/billing-codes/T9", "billing:write", object("description", "x")),
                act("DELETE", "/billing-codes/T1", "billing:write", null),
                act("PUT", "/profiles/p-9", "alert:manage", object("name", "x")),
                act("PUT", "/clients/c-9", "directory:write", object("name", "x")),
                act("PUT", "/users/u-9", "directory:write", object("name", "x")),
                act("PUT", "/payers/p-9", "directory:write", object("name", "x")),
                act("PUT", "/divisions/d-9", "directory:write", object("name", "x")),
                act("PUT", "/client-groups/g-9", "directory:write", object("name", "x")),
                act("PUT", "/user-groups/g-9", "directory:write", object("name", "x")),
                act("DELETE", "/clients/c-1", "directory:write", null),
                act("POST", "/directory/import", "directory:write", "{}\n"));
    }

    private static Route list(String path, String permission) {
        return new Route("GET", path, null, permission, true);
    }

    private static Route one(String method, String path, String permission) {
        return new Route(method, path, null, permission, false);
    }

    private static Route one(String method, String path, String permission, Object body) {
        return new Route(method, path, body, permission, false);
    }

    private static Route act(String method, String path, String permission, @Nullable Object body) {
        return new Route(method, path, body, permission, false);
    }
}
