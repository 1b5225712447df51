package health.authz.bulk.application;

import health.authz.bulk.domain.Target;
import health.authz.platform.json.Json;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

/** Lines of files on their way into previews, and what is wrong with some of them, in PostgreSQL. */
class FileLines {
    private static final int READ_AT_ONCE = 1_000;
    private final JdbcTemplate jdbc;

    FileLines(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A line that can be used.
     *
     * @param key equal for lines that may ask for the same authorization
     * @param cells as they stand in the file, in the columns that are read
     */
    record Staged(String key, long line, Target target, List<String> cells) {}

    /** A problem with its place among those of its line, from 0. */
    record Placed(FileProblem problem, int place) {}

    /** Keeps some more lines; the preview counts as worked on. */
    void stage(UUID preview, List<Staged> lines, Instant now) {
        jdbc.batchUpdate(
                "insert into bulk_file_line (preview_id, sort_key, line, target, cells) values (?, ?, ?, ?, ?)",
                lines.stream()
                        .map(line -> new Object[] {
                            preview, line.key(), line.line(), Targets.write(line.target()), array(line.cells())
                        })
                        .toList());
        jdbc.update("update bulk_preview set touched_at = ? where id = ?", Timestamp.from(now), preview);
    }

    /** Hands over all lines in the order of their keys, then of the file. */
    void inOrder(UUID preview, Consumer<Staged> each) {
        String key = "";
        long line = 0;
        List<Staged> some;
        do {
            some = jdbc.query(
                    """
                    select sort_key, line, target, cells from bulk_file_line
                     where preview_id = ? and (sort_key, line) > (?, ?)
                     order by sort_key, line limit ?""",
                    (row, number) -> new Staged(
                            row.getString(1),
                            row.getLong(2),
                            Targets.readOne(row.getString(3)),
                            texts(row.getString(4))),
                    preview,
                    key,
                    line,
                    READ_AT_ONCE);
            some.forEach(each);
            if (!some.isEmpty()) {
                key = some.getLast().key();
                line = some.getLast().line();
            }
        } while (some.size() == READ_AT_ONCE);
    }

    /** Nothing of the file can be used. */
    void drop(UUID preview) {
        forget(preview);
        jdbc.update("delete from bulk_file_problem where preview_id = ?", preview);
        jdbc.update("delete from bulk_file_bad_line where preview_id = ?", preview);
    }

    /** They are frozen now, or never will be. */
    void forget(UUID preview) {
        jdbc.update("delete from bulk_file_line where preview_id = ?", preview);
    }

    void keep(UUID preview, List<Placed> problems) {
        jdbc.batchUpdate(
                "insert into bulk_file_problem (preview_id, line, place, field, detail, type) values (?, ?, ?, ?, ?, ?)",
                problems.stream()
                        .map(each -> new Object[] {
                            preview,
                            each.problem().line(),
                            each.place(),
                            each.problem().column(),
                            each.problem().detail(),
                            each.problem().type()
                        })
                        .toList());
    }

    void count(UUID preview, long lines, long badLines) {
        jdbc.update("""
                insert into bulk_file (preview_id, line_count, bad_lines) values (?, ?, ?)
                on conflict (preview_id) do update set line_count = excluded.line_count, bad_lines = excluded.bad_lines""", preview, lines, badLines);
    }

    /** Once the file is counted. */
    void columns(UUID preview, List<String> read, List<String> ignored) {
        jdbc.update(
                "update bulk_file set columns = ?, ignored_columns = ? where preview_id = ?",
                array(read),
                array(ignored),
                preview);
    }

    void keepBad(UUID preview, List<BulkFiles.BadLine> lines) {
        jdbc.batchUpdate(
                "insert into bulk_file_bad_line (preview_id, line, cells) values (?, ?, ?)",
                lines.stream()
                        .map(line -> new Object[] {preview, line.line(), array(line.cells())})
                        .toList());
    }

    /** Lines that were left out behind a line, in order. */
    List<BulkFiles.BadLine> badLines(UUID preview, long behind, int most) {
        return jdbc.query(
                "select line, cells from bulk_file_bad_line where preview_id = ? and line > ? order by line limit ?",
                (row, number) -> new BulkFiles.BadLine(row.getLong(1), texts(row.getString(2))),
                preview,
                behind,
                most);
    }

    List<FileProblem> problemsBetween(UUID preview, long first, long last) {
        return jdbc.query(
                """
                select line, field, detail, type from bulk_file_problem
                 where preview_id = ? and line between ? and ? order by line, place""",
                (row, number) -> new FileProblem(row.getLong(1), row.getString(2), row.getString(3), row.getString(4)),
                preview,
                first,
                last);
    }

    private static String array(List<String> texts) {
        return Json.mapper().writeValueAsString(texts);
    }

    private static List<String> texts(String array) {
        return Json.mapper()
                .readTree(array)
                .valueStream()
                .map(JsonNode::stringValue)
                .toList();
    }

    Optional<BulkFiles.Counts> counts(UUID preview) {
        return jdbc
                .query(
                        """
                        select line_count, bad_lines,
                               (select count(*) from bulk_file_problem p where p.preview_id = f.preview_id), columns, ignored_columns
                          from bulk_file f where preview_id = ?""",
                        (row, number) -> new BulkFiles.Counts(
                                row.getLong(1),
                                row.getLong(2),
                                row.getLong(3),
                                texts(row.getString(4)),
                                texts(row.getString(5))),
                        preview)
                .stream()
                .findFirst();
    }

    /** Problems behind a line and a place in it, in order. */
    List<Placed> problems(UUID preview, long line, int place, int most) {
        return jdbc.query(
                """
                select line, field, detail, place, type from bulk_file_problem
                 where preview_id = ? and (line, place) > (?, ?) order by line, place limit ?""",
                (row, number) -> new Placed(
                        new FileProblem(row.getLong(1), row.getString(2), row.getString(3), row.getString(5)),
                        row.getInt(4)),
                preview,
                line,
                place,
                most);
    }
}
