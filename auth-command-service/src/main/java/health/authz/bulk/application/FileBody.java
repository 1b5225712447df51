package health.authz.bulk.application;

import java.io.IOException;
import java.util.List;

/** A file that is read once, from its first line to its last. */
@FunctionalInterface
public interface FileBody {
    /**
     * @throws health.authz.platform.web.ProblemException what makes the whole file unusable
     * @throws IOException the sender is gone
     */
    void readInto(Lines lines) throws IOException;

    /** Takes every line, as a row or as what is wrong with it. */
    interface Lines {
        void row(FileRow row);

        /** @param problems of one line, at least one */
        void bad(List<FileProblem> problems);

        /** Told before the first line. @param columns that are passed over because nothing is known by their names */
        default void ignored(List<String> columns) {}
    }
}
