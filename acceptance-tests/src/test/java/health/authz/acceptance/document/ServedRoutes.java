package health.authz.acceptance.document;

import health.authz.acceptance.dsl.Json;
import health.authz.acceptance.dsl.Stack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** The public routes that a running service answers, as its own handler mappings tell. */
final class ServedRoutes {
    private static final String PUBLIC = "/api/v1";
    private static final Pattern CHOICE = Pattern.compile("\\{\\w+:([\\w|-]+)}");

    private ServedRoutes() {}

    /** As {@code GET /clients/{}}: a part that varies has no name. */
    static Set<String> of(String service) {
        Set<String> routes = new TreeSet<>();
        conditions(mappings(service))
                .forEach(condition -> condition.path("methods").valueStream().forEach(method -> condition
                        .path("patterns")
                        .valueStream()
                        .map(JsonNode::asString)
                        .filter(pattern -> pattern.startsWith(PUBLIC + "/"))
                        .flatMap(pattern -> alternatives(pattern).stream())
                        .forEach(pattern -> routes.add(method.asString() + " " + unnamed(pattern)))));
        return routes;
    }

    static String unnamed(String path) {
        return path.replaceAll("^" + PUBLIC, "").replaceAll("\\{[^}]*}", "{}");
    }

    /** A part that is one of several words stands for as many routes. */
    private static List<String> alternatives(String pattern) {
        Matcher choice = CHOICE.matcher(pattern);
        if (!choice.find()) {
            return List.of(pattern);
        }
        List<String> alternatives = new ArrayList<>();
        for (String word : choice.group(1).split("\\|")) {
            alternatives.addAll(alternatives(pattern.replace(choice.group(), word)));
        }
        return alternatives;
    }

    private static List<JsonNode> conditions(JsonNode node) {
        List<JsonNode> found = new ArrayList<>();
        node.propertyNames().forEach(name -> {
            if (name.equals("requestMappingConditions")) {
                found.add(node.path(name));
            }
        });
        node.valueStream().forEach(child -> found.addAll(conditions(child)));
        return found;
    }

    private static JsonNode mappings(String service) {
        URI address = Stack.running().management(service).resolve("/actuator/mappings");
        try {
            return Json.read(HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
                    .body());
        } catch (IOException unreachable) {
            throw new UncheckedIOException(unreachable);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }
}
