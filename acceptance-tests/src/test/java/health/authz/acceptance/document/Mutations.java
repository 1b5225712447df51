package health.authz.acceptance.document;

import health.authz.acceptance.dsl.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Spoils a good request in one to three places, the same ones for the same seed. */
final class Mutations {
    /** As they stand in JSON. */
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "0",
            "-1",
            "0.001",
            "1e400",
            "-9223372036854775809",
            "9".repeat(400),
            "\"\"",
            "\" \"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"\\u202e\\u200b\"",
            "\"'; drop table x; --\"",
            "\"<script>\"",
            "\"2026-02-30\"",
            "\"0000-01-01\"",
            "\"+999999999-01-01\"",
            "\"00000000-0000-0000-0000-000000000000\"",
            "\"=1+1\"",
            "\"#VALUE!\"",
            "\"" + "x".repeat(5_000) + "\"",
            "[]",
            "{}",
            "[null]",
            "[[[]]]",
            "{\"a\":{\"b\":[1]}}",
            "[".repeat(600) + "]".repeat(600));

    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "null",
            "-1",
            "NaN",
            "1e9",
            "99999999999999999999",
            "\u0000",
            "\u202e",
            "%",
            "..",
            "../../internal/parked",
            ";a=b",
            "a,b,,",
            "*",
            "'",
            "\ud83d\ude00",
            "2026-02-30",
            "00000000-0000-0000-0000-000000000000",
            "x".repeat(3_000));

    private static final List<String> BODIES = List.of(
            "",
            "null",
            "[]",
            "\"x\"",
            "7",
            "{",
            "{}}",
            "{\"a\":1,\"a\":2}",
            "{'a':1}",
            "\ufeff{}",
            "[".repeat(20_000),
            "<a/>",
            "a=b");

    private static final List<String> HEADERS = List.of(
            "Accept",
            "Accept-Language",
            "Content-Type",
            "Content-Encoding",
            "If-Match",
            "If-None-Match",
            "If-Modified-Since",
            "Idempotency-Key",
            "Last-Event-ID",
            "Prefer",
            "Range",
            "X-Correlation-Id",
            "X-Forwarded-Prefix",
            "X-HTTP-Method-Override",
            "traceparent");

    private static final List<String> HEADER_VALUES = List.of(
            "*",
            "*/*",
            "text/html",
            "text/csv",
            "application/x-ndjson",
            "application/json;a=csv",
            "application/json; charset=utf-16",
            "multipart/form-data",
            "nonsense",
            "gzip",
            "\"0\"",
            "W/\"0-gzip\", \"x\"",
            "wait=1",
            "bytes=0-1",
            "DELETE",
            "-1",
            ",",
            "x".repeat(900));

    private static final List<String> METHODS =
            List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND");

    private final Random random;

    Mutations(long seed) {
        random = new Random(seed);
    }

    /** A request to be sent; headers are names and values. */
    record Request(String method, String path, String body, Map<String, String> headers) {}

    Request of(Request good, List<String> parameters) {
        Request spoilt = good;
        for (int times = 1 + random.nextInt(3); times > 0; times--) {
            spoilt = switch (random.nextInt(10)) {
                case 0 -> new Request(any(METHODS), spoilt.path(), spoilt.body(), spoilt.headers());
                case 1, 2 -> withHeader(spoilt);
                case 3, 4 -> withParameter(spoilt, parameters);
                case 5 -> new Request(spoilt.method(), otherPath(spoilt.path()), spoilt.body(), spoilt.headers());
                default -> new Request(spoilt.method(), spoilt.path(), otherBody(spoilt.body()), spoilt.headers());
            };
        }
        return spoilt;
    }

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private Request withHeader(Request request) {
        Map<String, String> headers = new LinkedHashMap<>(request.headers());
        headers.put(any(HEADERS), any(HEADER_VALUES));
        return new Request(request.method(), request.path(), request.body(), headers);
    }

    private Request withParameter(Request request, List<String> parameters) {
        String name = parameters.isEmpty() || random.nextInt(8) == 0 ? any(TEXTS) : any(parameters);
        String given = encoded(name) + "=" + (random.nextInt(10) == 0 ? "%FF%C0%AF" : encoded(any(TEXTS)));
        String path = request.path() + (request.path().contains("?") ? "&" : "?") + given;
        return new Request(request.method(), path, request.body(), request.headers());
    }

    private String otherPath(String path) {
        String[] parts = path.split("\\?", 2);
        String[] segments = parts[0].split("/", -1);
        segments[segments.length - 1 - random.nextInt(Math.min(2, segments.length - 1))] = encoded(any(TEXTS));
        return String.join("/", segments) + (parts.length > 1 ? "?" + parts[1] : "");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private String otherBody(String body) {
        if (random.nextInt(6) == 0 || body.isEmpty()) {
            return any(BODIES);
        }
        if (random.nextInt(8) == 0) {
            return body.substring(0, random.nextInt(body.length()));
        }
        if (!body.startsWith("{") || body.contains("}\n")) {
            int at = random.nextInt(body.length());
            return body.substring(0, at) + any(TEXTS) + body.substring(at);
        }
        return otherField(body);
    }

    /** The new value is put in as text: some of the values are no JSON that could be built. */
    private String otherField(String body) {
        JsonNode whole;
        try {
            whole = Json.read(body);
        } catch (RuntimeException spoiltBefore) {
            return any(BODIES);
        }
        List<UnaryOperator<String>> ways = new ArrayList<>();
        places(whole, ways);
        return ways.isEmpty() ? any(BODIES) : any(ways).apply(whole.toString());
    }

    private void places(JsonNode node, List<UnaryOperator<String>> ways) {
        if (node instanceof ObjectNode object) {
            ways.add(whole -> whole.replace(
                            object.toString(),
                            "{\"noSuchField\":1," + object.toString().substring(1))
                    .replace(",}", "}"));
            for (String name : List.copyOf(object.propertyNames())) {
                JsonNode value = object.get(name);
                String field = "\"" + name + "\":";
                ways.add(whole -> whole.replace(field + value, field + any(VALUES)));
                ways.add(whole -> whole.replace(field + value, field + value + "," + field + value));
                ways.add(whole -> whole.replace(field + value, "\"@" + name + "\":" + value));
                places(value, ways);
            }
        } else if (node instanceof ArrayNode array) {
            ways.add(whole -> whole.replace(array.toString(), "[" + any(VALUES) + "]"));
            array.forEach(each -> places(each, ways));
        }
    }
}
