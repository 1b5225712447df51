package health.authz.selection;

import health.authz.platform.json.Json;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;

/** A selection on its way, one JSON document a line; the last line says that nothing is missing. */
final class Lines {
    /** So many lines come at least; told before the first, so that too large a selection need not be read. */
    private static final String AT_LEAST = "Selection-At-Least";

    private final BufferedWriter out;
    private long count;

    Lines(HttpServletResponse response, long atLeast) throws IOException {
        response.setHeader(AT_LEAST, Long.toString(Math.max(0, atLeast)));
        response.setContentType("application/x-ndjson;charset=UTF-8");
        out = new BufferedWriter(new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8));
    }

    void row(String id, long seq) throws IOException {
        out.write("{\"id\":" + Json.mapper().writeValueAsString(id) + ",\"seq\":" + seq + "}\n");
        count++;
    }

    void id(String id) throws IOException {
        out.write("{\"id\":" + Json.mapper().writeValueAsString(id) + "}\n");
        count++;
    }

    void end() throws IOException {
        out.write("{\"end\":true,\"count\":" + count + "}\n");
        out.flush();
    }
}
