package health.authz.acceptance.document;

import static org.assertj.core.api.Assertions.assertThat;

import health.authz.acceptance.document.Document.Operation;
import health.authz.acceptance.document.Mutations.Request;
import health.authz.acceptance.document.Samples.Sample;
import health.authz.acceptance.dsl.Answer;
import health.authz.acceptance.dsl.Login;
import health.authz.acceptance.dsl.Stack;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Requests as the document describes them, each spoilt in a few places: whatever comes back is an answer of ours, never a failure. In an
 * organisation of its own. The same requests each time, so that a build that fails says something of its change; {@code
 * -Dauthz.fuzz.seed} makes others, {@code -Dauthz.fuzz.requests} more.
 */
class FuzzIT {
    private static final int REQUESTS = Integer.getInteger("authz.fuzz.requests", 5_000);
    private static final long SEED = Long.getLong("authz.fuzz.seed", 22_875_613_148_247L);
    private static final int AT_ONCE = 8;
    private static final int USERS = 20;

    /** Names and a birth date that stand in no example and in no other test. */
    private static final String FAMILY = "Qwxzyfamily";

    private static final String GIVEN = "Qwxzygiven";
    private static final String BORN = "1931-07-09";

    private static final Document DOCUMENT = Document.servedBy(Stack.running().gateway());
    private static final Samples SAMPLES = new Samples(DOCUMENT);

    private record Good(Operation operation, Request request, List<String> parameters) {}

    @Test
    void no_spoilt_request_is_a_failure_of_ours_or_names_anybody() throws Exception {
        System.out.println("fuzz: " + REQUESTS + " requests, -Dauthz.fuzz.seed=" + SEED);
        List<Good> good = good();
        List<String> wrong = new ArrayList<>();
        Map<Integer, Integer> statuses = new TreeMap<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<Answer>> answers = IntStream.range(0, REQUESTS)
                    .mapToObj(number -> threads.submit(() -> send(good, number)))
                    .toList();
            for (int number = 0; number < REQUESTS; number++) {
                Answer answer = answers.get(number).get();
                statuses.merge(answer.status(), 1, Integer::sum);
                String complaint = complaint(answer);
                if (!complaint.isEmpty()) {
                    wrong.add(complaint + ": " + request(good, number) + " → " + answer.status() + " " + answer.body());
                }
            }
        }
        System.out.println("fuzz: answers by status " + statuses);
        assertThat(wrong).as("seed %s, %s", SEED, statuses).isEmpty();
        assertThat(statuses.getOrDefault(429, 0)).as("%s", statuses).isLessThan(REQUESTS / 10);
        assertThat(statuses.keySet()).as("all kinds of answers are met").contains(200, 400, 404, 405, 415);
    }

    private static List<Good> good() {
        List<Good> good = new ArrayList<>();
        for (Operation operation : DOCUMENT.operations()) {
            List<String> parameters = DOCUMENT.parameters(operation, "query").stream()
                    .map(parameter -> parameter.path("name").asString())
                    .toList();
            for (Sample sample : SAMPLES.of(operation)) {
                Map<String, String> headers = new LinkedHashMap<>();
                for (int i = 0; i < sample.headers().size(); i += 2) {
                    headers.put(sample.headers().get(i), sample.headers().get(i + 1));
                }
                if (!sample.type().isEmpty()) {
                    headers.put("Content-Type", sample.type());
                }
                if (DOCUMENT.parameters(operation, "header").stream()
                        .anyMatch(header -> header.path("name").asString().equals("If-Match"))) {
                    headers.put("If-Match", "*");
                }
                String body = sample.body()
                        .replace("\"Sample\"", "\"" + FAMILY + "\"")
                        .replace("\"Robin\"", "\"" + GIVEN + "\"")
                        .replaceAll("(\"birthDate\":\\s*)\"[^\"]*\"", "$1\"" + BORN + "\"");
                good.add(
                        new Good(operation, new Request(operation.method(), sample.path(), body, headers), parameters));
            }
        }
        assertThat(good).hasSizeGreaterThan(60);
        assertThat(good)
                .anyMatch(each -> each.request().body().contains(FAMILY)
                        && each.request().body().contains(GIVEN)
                        && each.request().body().contains(BORN));
        return good;
    }

    /** The same for the same seed and number. */
    private static Request request(List<Good> good, int number) {
        Good chosen = good.get(number % good.size());
        return new Mutations(SEED + number).of(chosen.request(), chosen.parameters());
    }

    private static Answer send(List<Good> good, int number) {
        Request request = request(good, number);
        Login admin = Login.admin(SAMPLES.organisation().id());
        Login login = number % 2 == 0 ? admin : admin.as("fuzz-" + number % USERS);
        String[] headers = request.headers().entrySet().stream()
                .flatMap(header -> Stream.of(header.getKey(), header.getValue()))
                .toArray(String[]::new);
        return Stack.running().as(login).send(request.method(), request.path(), request.body(), headers);
    }

    private static String complaint(Answer answer) {
        boolean isRefusal = answer.status() >= 400;
        String type = answer.headers().firstValue("Content-Type").orElse("none");
        if (answer.status() >= 500) {
            return "a failure of ours";
        }
        if (isRefusal && !answer.request().startsWith("HEAD ")) {
            if (!type.startsWith("application/problem+json")) {
                return "no problem document but " + type;
            }
            if (answer.json().path("status").asInt() != answer.status()
                    || !answer.text("type").startsWith("/problems/")) {
                return "no good problem document";
            }
        }
        boolean tells = isRefusal || answer.request().startsWith("POST /directory/import");
        return tells && List.of(FAMILY, GIVEN, BORN).stream().anyMatch(answer.body()::contains)
                ? "a person is named"
                : "";
    }
}
