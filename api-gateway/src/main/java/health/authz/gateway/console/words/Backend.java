package health.authz.gateway.console.words;

import health.authz.gateway.console.SignedIn;
import java.io.InputStream;
import org.springframework.http.HttpMethod;
import tools.jackson.databind.JsonNode;

/** The public API with the token of the person who looks at the screen. Paths are those under {@code /api/v1}, encoded. */
public interface Backend {
    /** Whose token it is. */
    SignedIn me();

    Reply get(String path);

    /** @param headers names and values in turn */
    Reply send(HttpMethod method, String path, JsonNode body, String... headers);

    /** Without a body. */
    Reply send(HttpMethod method, String path, String... headers);

    /** A file of lines. */
    Reply upload(String path, String mediaType, InputStream file);
}
