package health.authz.bulk.application;

/**
 * What is wrong with one line of a file.
 *
 * @param line in the file, from 1
 * @param column name of the column or field; {@code line} = the line as a whole
 * @param detail what it takes, and the way out
 */
public record FileProblem(long line, String column, String detail) {
    /** Stands for a column where the line as a whole is wrong. */
    public static final String WHOLE_LINE = "line";
}
