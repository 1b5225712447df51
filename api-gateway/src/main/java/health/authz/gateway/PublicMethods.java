package health.authz.gateway;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.PathContainer;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Which methods each public path takes, whatever service answers it: another one is 405 with all that are allowed. A service behind
 * the gateway knows its own methods alone, and where none takes the path the method would read as a path that is not there.
 */
public final class PublicMethods {
    private static final Problem NOT_ALLOWED = Problem.of(
            HttpStatus.METHOD_NOT_ALLOWED,
            "method-not-allowed",
            "Method not allowed",
            "This address takes other methods; the header Allow names them.");
    private final Map<PathPattern, Set<String>> methods = new LinkedHashMap<>();

    /** @param paths methods by path as the API document names them, such as {@code /authorizations/{id}} → {@code get, patch} */
    public PublicMethods(Map<String, ? extends Collection<String>> paths) {
        PathPatternParser parser = new PathPatternParser();
        paths.forEach((path, taken) -> {
            Set<String> allowed = new TreeSet<>();
            taken.forEach(method -> allowed.add(method.toUpperCase(Locale.ROOT)));
            if (allowed.contains(HttpMethod.GET.name())) {
                allowed.add(HttpMethod.HEAD.name());
            }
            methods.put(parser.parse("/api/v1" + path), allowed);
        });
    }

    RouterFunction<ServerResponse> others() {
        return RouterFunctions.route(request -> refusedMethods(request).isPresent(), request -> {
            HttpHeaders headers = new HttpHeaders();
            headers.set(
                    HttpHeaders.ALLOW, String.join(", ", refusedMethods(request).orElseThrow()));
            return NOT_ALLOWED.answer(request.path(), headers);
        });
    }

    /** What the path takes, if it is one of ours and does not take this method. */
    private Optional<Set<String>> refusedMethods(ServerRequest request) {
        PathContainer path = request.requestPath().pathWithinApplication();
        return methods.keySet().stream()
                .filter(pattern -> pattern.matches(path))
                .min(Comparator.naturalOrder())
                .map(methods::get)
                .filter(allowed -> !allowed.contains(request.method().name()));
    }
}
