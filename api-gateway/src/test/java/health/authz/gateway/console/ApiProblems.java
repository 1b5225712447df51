package health.authz.gateway.console;

import tools.jackson.databind.json.JsonMapper;

/** Refusals of the API for tests of what a screen makes of them. */
public final class ApiProblems {
    private ApiProblems() {}

    public static ApiProblem of(int status, String document) {
        return new ApiProblem(status, JsonMapper.builder().build().readTree(document), "a-correlation-id");
    }
}
