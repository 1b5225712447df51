package health.authz.acceptance.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What the gateway answered. */
public record Answer(String request, int status, HttpHeaders headers, String body) {

    /** Fails with the whole answer unless the status is one of these. */
    public Answer is(Integer... expected) {
        assertThat(status).as("%s answered %s", request, body).isIn((Object[]) expected);
        return this;
    }

    public JsonNode json() {
        return Json.read(body);
    }

    public String text(String field) {
        return Json.text(json(), field);
    }

    /** Rows of a list. */
    public List<JsonNode> items() {
        return json().path("items").valueStream().toList();
    }

    public long count() {
        JsonNode count = json().path("count");
        assertThat(count.isIntegralNumber())
                .as("%s has a count: %s", request, body)
                .isTrue();
        return count.longValue();
    }

    public String etag() {
        return headers.firstValue("ETag").orElseThrow(() -> new AssertionError(request + " has no ETag"));
    }

    /** Fails unless it is a problem document of that status, with a type that is explained, a title and a sentence. */
    public Answer isProblem(Integer... expected) {
        is(expected);
        assertThat(headers.firstValue("content-type").orElse("none"))
                .as("%s answered %s", request, body)
                .startsWith("application/problem+json");
        JsonNode problem = json();
        assertThat(problem.path("status").asInt()).as("%s: %s", request, body).isEqualTo(status);
        assertThat(problem.path("type").asString()).as("%s: %s", request, body).startsWith("/problems/");
        assertThat(problem.path("title").asString()).as("%s: %s", request, body).isNotBlank();
        assertThat(problem.path("detail").asString())
                .as("%s: %s", request, body)
                .isNotBlank();
        ProblemTypes.mustBeExplained(problem.path("type").asString());
        ProblemTypes.mustBeListed(request, status, problemType());
        return this;
    }

    /** Fails unless the problem names this field, in its list of errors or in its sentence. */
    public Answer naming(String field) {
        List<String> fields = Json.texts(json().path("errors"), "field");
        boolean named = fields.stream().anyMatch(each -> each.equals(field) || each.endsWith("." + field))
                || json().path("detail").asString().contains(field);
        assertThat(named).as("%s names %s in %s", request, field, body).isTrue();
        return this;
    }

    public String problemType() {
        return json().path("type").asString().replace("/problems/", "");
    }
}
