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
        /**
         * Told before the first line.
         *
         * @param read names of the columns that are read, as the file has them, in its order
         * @param ignored names of those that are passed over because nothing is known by them
         */
        void columns(List<String> read, List<String> ignored);

        void row(FileRow row);

        /**
         * @param problems of one line, at least one
         * @param cells of the line as they stand in the file, in the columns that are read; none where they cannot be told apart
         */
        void bad(List<FileProblem> problems, List<String> cells);
    }
}
