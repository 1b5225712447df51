package health.authz.gateway.limits;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.json.JsonFactory;

/**
 * What an answer says of its rows: a preview its {@code count}, an operation its {@code progress.total}. Read from the beginning of the
 * answer, where they stand; a preview that is being prepared does not know yet; what was not understood weighs nothing.
 *
 * @param id of the preview or the operation; empty if none was read
 * @param rows negative if the answer does not say it (yet)
 */
record RowWeight(String id, long rows) {
    private static final JsonFactory JSON = new JsonFactory();
    private static final Pattern MAKES_ROWS = Pattern.compile(
            "/api/v1/(bulk-previews|bulk-recipes/[^/]+/previews|bulk-operations|bulk-operations/[^/]+/(retry-failed|revert))");
    private static final Pattern PREVIEW = Pattern.compile("/api/v1/bulk-previews/([^/]+)");

    /** Whether a request is one for a preview or an operation, whose rows count. */
    static boolean isAskedFor(String method, String path) {
        return method.equals("POST") && MAKES_ROWS.matcher(path).matches();
    }

    /** The id of the preview that is looked at; empty if none is. */
    static String previewLookedAt(String method, String path) {
        Matcher found = PREVIEW.matcher(path);
        return method.equals("GET") && found.matches() ? found.group(1) : "";
    }

    static RowWeight of(byte[] answer, int length) {
        String id = "";
        long rows = -1;
        boolean preparing = false;
        try (JsonParser json = JSON.createParser(answer, 0, length)) {
            int depth = 0;
            boolean inProgress = false;
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token.isStructStart()) {
                    depth++;
                } else if (token.isStructEnd()) {
                    depth--;
                    inProgress = inProgress && depth > 1;
                } else if (token == JsonToken.PROPERTY_NAME && depth == 1) {
                    inProgress = json.currentName().equals("progress");
                } else if (token == JsonToken.VALUE_NUMBER_INT && isCount(json.currentName(), depth, inProgress)) {
                    rows = json.getLongValue();
                } else if (token == JsonToken.VALUE_STRING && depth == 1) {
                    switch (json.currentName()) {
                        case "id" -> id = json.getString();
                        case "state" -> preparing = json.getString().equals("PREPARING");
                        default -> {}
                    }
                }
            }
        } catch (JacksonException endOfWhatWasKept) {
            return new RowWeight(id, preparing ? -1 : rows);
        }
        return new RowWeight(id, preparing ? -1 : rows);
    }

    private static boolean isCount(String name, int depth, boolean inProgress) {
        return (depth == 1 && name.equals("count")) || (depth == 2 && inProgress && name.equals("total"));
    }
}
