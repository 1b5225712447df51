package health.authz.gateway.console;

import health.authz.gateway.Correlated;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/** Files of rows, passed on as the API writes them, so that a million rows need no more memory than ten. */
@Component
public class CsvFiles {
    private static final MediaType CSV = MediaType.parseMediaType("text/csv");
    private final PublicApi api;

    CsvFiles(PublicApi api) {
        this.api = api;
    }

    /**
     * One file of several answers that have the same columns.
     *
     * @throws ApiProblem if the first is refused; a later one breaks the file off
     */
    public void write(SignedIn person, String name, HttpServletResponse answer, String... pathsAndQueries) {
        for (int i = 0; i < pathsAndQueries.length; i++) {
            append(person, name, answer, pathsAndQueries[i], i == 0);
        }
    }

    private void append(SignedIn person, String name, HttpServletResponse answer, String pathAndQuery, boolean first) {
        api.as(person)
                .get()
                .uri(below -> ConsoleApi.at(below, pathAndQuery))
                .accept(CSV)
                .exchangeForRequiredValue((request, rows) -> {
                    if (rows.getStatusCode().isError()) {
                        throw ApiProblem.withoutDocument(rows.getStatusCode().value(), Correlated.ofThisRequest());
                    }
                    if (first) {
                        answer.setContentType("text/csv;charset=UTF-8");
                        answer.setHeader("Content-Disposition", "attachment; filename=\"" + name + "\"");
                    }
                    return copy(rows.getBody(), answer.getOutputStream(), first);
                });
    }

    private static long copy(InputStream from, OutputStream to, boolean withHeader) throws IOException {
        if (!withHeader) {
            skipLine(from);
        }
        return from.transferTo(to);
    }

    /** The column names stand in the file already. */
    private static void skipLine(InputStream from) throws IOException {
        int each = from.read();
        while (each >= 0 && each != '\n') {
            each = from.read();
        }
    }
}
