package health.authz.gateway;

import static org.springframework.cloud.gateway.server.mvc.filter.BeforeFilterFunctions.uri;
import static org.springframework.cloud.gateway.server.mvc.handler.GatewayRouterFunctions.route;
import static org.springframework.cloud.gateway.server.mvc.handler.HandlerFunctions.http;
import static org.springframework.web.servlet.function.RequestPredicates.method;
import static org.springframework.web.servlet.function.RequestPredicates.path;

import jakarta.servlet.RequestDispatcher;
import java.net.URI;
import java.util.Arrays;
import java.util.Map;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.RequestPredicate;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** Which service answers which route. What is not named here does not exist, least of all the internal routes. */
final class Routes {
    private static final RequestPredicate READ = method(HttpMethod.GET).or(method(HttpMethod.HEAD));
    private static final RequestPredicate AS_OF =
            request -> request.param("asOf").isPresent();
    private static final RequestPredicate DIRECTORY =
            paths("/clients", "/divisions", "/payers", "/client-groups", "/user-groups", "/users");
    private static final RequestPredicate ONE_OF_DIRECTORY = paths(
            "/clients/{id}",
            "/divisions/{id}",
            "/payers/{id}",
            "/client-groups/{id}",
            "/user-groups/{id}",
            "/users/{id}");
    private static final RequestPredicate LISTS =
            paths("/authorizations", "/authorizations/summary", "/authorizations/{id}", "/authorizations/{id}/history");
    private static final RequestPredicate DECISIONS = paths(
            "/authorizations",
            "/authorizations/{id}",
            "/authorizations/{id}/notes/{noteId}",
            "/authorizations/{id}/inactivate",
            "/authorizations/{id}/reactivate",
            "/authorizations/{id}/void",
            "/authorizations/{id}/renew",
            "/directory/import");
    private static final RequestPredicate BULK = paths(
            "/bulk-previews",
            "/bulk-previews/{id}",
            "/bulk-previews/{id}/items",
            "/bulk-previews/{id}/file-problems",
            "/bulk-mappings",
            "/bulk-mappings/{name}",
            "/bulk-recipes",
            "/bulk-recipes/{name}",
            "/bulk-recipes/{name}/previews",
            "/bulk-drafts/{id}",
            "/bulk-operations",
            "/bulk-operations/{id}",
            "/bulk-operations/{id}/events",
            "/bulk-operations/{id}/results",
            "/bulk-operations/{id}/cancel",
            "/bulk-operations/{id}/retry-failed",
            "/bulk-operations/{id}/approve",
            "/bulk-operations/{id}/decline",
            "/bulk-operations/{id}/revert");
    private static final RequestPredicate BILLING = paths(
            "/billing-codes",
            "/billing-codes/{code}",
            "/billing-code-groups",
            "/billing-code-groups/{id}",
            "/billing-code-groups/{id}/add-all",
            "/billing-code-groups/{id}/remove-all");
    private static final RequestPredicate ALERTS = paths(
            "/alerts",
            "/alerts/{id}/acknowledge",
            "/alerts/{id}/seen",
            "/profiles",
            "/profiles/{id}",
            "/settings",
            "/settings/{key}");

    private static final Problem NO_ROUTE = Problem.of(
            HttpStatus.NOT_FOUND, "not-found", "Not found", "There is no such route. The README lists them.");

    private Routes() {}

    static RouterFunction<ServerResponse> to(ServiceAddresses services) {
        return service(
                        "auth-query-service",
                        READ.and(LISTS.or(DIRECTORY).or(ONE_OF_DIRECTORY)).and(AS_OF.negate()),
                        services.query())
                .and(service(
                        "auth-command-service",
                        READ.negate().and(DECISIONS.or(ONE_OF_DIRECTORY)).or(BULK),
                        services.command()))
                .and(service("billing-group-service", BILLING, services.billing()))
                .and(service("alert-service", ALERTS, services.alert()));
    }

    private static RouterFunction<ServerResponse> service(String name, RequestPredicate routes, URI address) {
        return route(name)
                .route(routes, http())
                .before(uri(address))
                .before(Correlated::named)
                .filter(new Unreachable(name))
                .build();
    }

    /** Whatever no route names. */
    static RouterFunction<ServerResponse> nothingElse() {
        return RouterFunctions.route(
                request -> true,
                request -> isForPeople(request) ? page(HttpStatus.NOT_FOUND) : NO_ROUTE.answer(request.path()));
    }

    /** Where the container leads what failed before, or beside, a route. */
    static RouterFunction<ServerResponse> failures() {
        return RouterFunctions.route(
                request ->
                        request.attribute(RequestDispatcher.ERROR_STATUS_CODE).isPresent(),
                request -> {
                    HttpStatus status = request.attribute(RequestDispatcher.ERROR_STATUS_CODE)
                            .map(code -> HttpStatus.valueOf((Integer) code))
                            .orElse(HttpStatus.INTERNAL_SERVER_ERROR);
                    return isForPeople(request) ? page(status) : failure(status).answer(request.path());
                });
    }

    private static Problem failure(HttpStatus status) {
        return Problem.of(
                status,
                status.is5xxServerError() ? "internal-error" : "bad-request",
                status.getReasonPhrase(),
                "The request cannot be served so.");
    }

    /** A browser went there, and not to the API. */
    private static boolean isForPeople(ServerRequest request) {
        Object failed = request.attribute(RequestDispatcher.ERROR_REQUEST_URI).orElse(request.path());
        return !failed.toString().startsWith("/api")
                && ("" + request.headers().firstHeader("Accept")).contains(MediaType.TEXT_HTML_VALUE);
    }

    private static ServerResponse page(HttpStatus status) {
        boolean ours = status.is5xxServerError();
        return ServerResponse.status(status)
                .render(
                        "door/message",
                        Map.of(
                                "title",
                                ours ? "Something failed on our side" : "There is no such page",
                                "text",
                                ours
                                        ? "Nothing more is known here. Try again in a moment."
                                        : "The address leads nowhere, or what was there is gone.",
                                "way",
                                "To the start",
                                "to",
                                "/"));
    }

    private static RequestPredicate paths(String... patterns) {
        return Arrays.stream(patterns)
                .map(pattern -> path("/api/v1" + pattern))
                .reduce(RequestPredicate::or)
                .orElseThrow();
    }
}
