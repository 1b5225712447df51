package health.authz.bulk.web;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;

/** In which format somebody wants an answer that is had as JSON and as a file. */
final class AnswerFormat {
    private AnswerFormat() {}

    /** Of these formats and JSON the one that {@code Accept} names first; JSON where it names none. */
    static String wanted(@Nullable String accept, List<String> files) {
        return Arrays.stream((accept == null ? "" : accept).split(","))
                .map(range -> range.split(";")[0].strip())
                .filter(range -> range.equals(MediaType.APPLICATION_JSON_VALUE) || files.contains(range))
                .findFirst()
                .orElse(MediaType.APPLICATION_JSON_VALUE);
    }
}
