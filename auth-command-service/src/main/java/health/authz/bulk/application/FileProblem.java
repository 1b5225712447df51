package health.authz.bulk.application;

import org.jspecify.annotations.Nullable;

/**
 * What is wrong with one line of a file.
 *
 * @param line in the file, from 1
 * @param column name of the column or field; {@code line} = the line as a whole
 * @param detail what it takes, and the way out
 * @param type a word for what programs tell apart; {@code null} = none
 */
public record FileProblem(
        long line, String column, String detail, @Nullable String type) {
    /** Stands for a column where the line as a whole is wrong. */
    public static final String WHOLE_LINE = "line";

    /** What a line says of its authorization is true of several. */
    public static final String AMBIGUOUS = "ambiguous";

    public FileProblem(long line, String column, String detail) {
        this(line, column, detail, null);
    }
}
