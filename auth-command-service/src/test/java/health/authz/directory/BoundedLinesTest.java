package health.authz.directory;

import static org.assertj.core.api.Assertions.assertThat;

import health.authz.directory.BoundedLines.Line;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BoundedLinesTest {
    @Test
    void lines_come_one_by_one_with_or_without_a_last_end() throws IOException {
        assertThat(read("")).isEmpty();
        assertThat(read("a")).containsExactly(new Line("a", false));
        assertThat(read("a\n")).containsExactly(new Line("a", false));
        assertThat(read("a\n\nb")).containsExactly(new Line("a", false), new Line("", false), new Line("b", false));
    }

    @Test
    void a_line_of_exactly_the_bound_is_whole_and_one_more_is_cut_and_the_next_is_untouched() throws IOException {
        String longest = "x".repeat(BoundedLines.CHARACTERS_MAX);

        assertThat(read(longest + "\n" + longest + "y\nz"))
                .containsExactly(new Line(longest, false), new Line(longest, true), new Line("z", false));
    }

    private static List<Line> read(String text) throws IOException {
        BoundedLines lines = new BoundedLines(new StringReader(text));
        List<Line> all = new ArrayList<>();
        for (Line line = lines.read(); line != null; line = lines.read()) {
            all.add(line);
        }
        return all;
    }
}
