package health.authz.bulk.application;

import health.authz.authorization.domain.Change;
import health.authz.authorization.domain.RequestedValues;
import health.authz.bulk.application.FileLines.Placed;
import health.authz.bulk.application.FileLines.Staged;
import health.authz.bulk.domain.BulkPlan;
import health.authz.bulk.domain.Target;
import health.authz.events.PayerId;
import health.authz.events.WrittenText;
import health.authz.platform.security.Caller;
import health.authz.platform.web.ProblemException;
import health.authz.platform.web.ProblemException.FieldError;
import health.authz.platform.web.Problems;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Makes previews from files. Lines that can be used become its rows; the others are listed beside it and touch nothing, so
 * that a person sees which they are and goes on without them knowingly, or corrects them first (ADR 24).
 *
 * <p>Lines are kept in PostgreSQL as they come and frozen in the order of their clients or authorizations, so that memory
 * stays the same whatever the size of the file, and all rows of a client are decided together.
 */
public class BulkFiles {
    /** Most lines that a file may have besides its header. */
    public static final int LINES_MAX = 100_000;

    private static final int LINES_AT_ONCE = 500;
    private static final int PROBLEMS_KEPT_MAX = 10_000;
    private static final int PROBLEMS_NAMED_MAX = 100;
    private static final int COLUMN_LENGTH_MAX = 100;
    private static final int DETAIL_LENGTH_MAX = 1_000;
    private final BulkPreviewer previewer;
    private final FileLines lines;
    private final FileTargets targets;
    private final Clock clock;

    BulkFiles(BulkPreviewer previewer, FileLines lines, FileTargets targets, Clock clock) {
        this.previewer = previewer;
        this.lines = lines;
        this.targets = targets;
        this.clock = clock;
    }

    /**
     * What a file came to.
     *
     * @param problems how many are listed, 10,000 at most
     * @param columns names of the columns that were read, as the file has them
     * @param ignoredColumns names of those that were passed over
     */
    public record Counts(long lines, long badLines, long problems, List<String> columns, List<String> ignoredColumns) {}

    /** A problem and its place in the list. */
    public record Listed(FileProblem problem, int place) {}

    /**
     * Reads the file to its end, then freezes its rows and begins.
     *
     * @throws ProblemException 422 if it has no line that can be used, or too many
     */
    public Preview preview(Caller caller, BulkPlan plan, FileBody body) {
        return previewer.create(caller, plan, preview -> take(caller, plan, preview, body));
    }

    /** Empty if the preview was made from no file. */
    public Optional<Counts> counts(UUID preview) {
        return lines.counts(preview);
    }

    /** Problems behind a line and a place in it, in the order of the file. */
    public List<Listed> problems(UUID preview, long line, int place, int most) {
        return lines.problems(preview, line, place, most).stream()
                .map(each -> new Listed(each.problem(), each.place()))
                .toList();
    }

    /** A line that was left out. @param cells as they stand in the file, in the columns that are read */
    public record BadLine(long line, List<String> cells) {}

    /** Lines that were left out behind a line, in the order of the file; those of the first 10,000 problems. */
    public List<BadLine> badLines(UUID preview, long behind, int most) {
        return lines.badLines(preview, behind, most);
    }

    /** Problems of the lines from one to another, in the order of the file. */
    public List<FileProblem> problemsBetween(UUID preview, long first, long last) {
        return lines.problemsBetween(preview, first, last);
    }

    private TargetIntake.Taken take(Caller caller, BulkPlan plan, UUID preview, FileBody body) {
        Intake intake = new Intake(caller, plan, preview);
        try {
            body.readInto(intake);
            intake.end();
            return new TargetIntake.Taken(intake.planNow(), intake);
        } catch (ProblemException refused) {
            lines.drop(preview);
            throw refused;
        } catch (IOException gone) {
            lines.drop(preview);
            throw new UncheckedIOException(gone);
        }
    }

    /** One file, first taken in, then handed over. */
    private final class Intake implements FileBody.Lines, TargetLines {
        private final Caller caller;
        private final BulkPlan plan;
        private final UUID preview;
        private final List<FileRow> open = new ArrayList<>(LINES_AT_ONCE);
        private final List<Placed> problems = new ArrayList<>();
        private final List<FieldError> named = new ArrayList<>();
        private final List<BadLine> badLines = new ArrayList<>();
        private List<String> columns = List.of();
        private List<String> ignored = List.of();
        private boolean isOverridingUnits;
        private long good;
        private long bad;
        private long kept;

        Intake(Caller caller, BulkPlan plan, UUID preview) {
            this.caller = caller;
            this.plan = plan;
            this.preview = preview;
        }

        @Override
        public void row(FileRow row) {
            within();
            isOverridingUnits |= !row.values().remainingUnits().isKeep()
                    || !row.values().unmanaged().isKeep();
            open.add(row);
            if (open.size() == LINES_AT_ONCE) {
                stage();
            }
        }

        @Override
        public void bad(List<FileProblem> ofLine, List<String> cells) {
            within();
            remember(ofLine, cells);
        }

        @Override
        public void columns(List<String> ofFile, List<String> passedOver) {
            columns = ofFile;
            ignored = passedOver;
        }

        private void within() {
            if (good + open.size() + bad >= LINES_MAX) {
                throw Problems.refused(
                        "too-many-lines",
                        "The file has more than " + LINES_MAX + " lines; send it in parts, one after the other.");
            }
        }

        private void remember(List<FileProblem> ofLine, List<String> cells) {
            bad++;
            if (kept < PROBLEMS_KEPT_MAX) {
                badLines.add(new BadLine(ofLine.getFirst().line(), cells));
            }
            for (int place = 0; place < ofLine.size() && kept < PROBLEMS_KEPT_MAX; place++) {
                FileProblem problem = shortened(ofLine.get(place));
                problems.add(new Placed(problem, place));
                kept++;
                if (named.size() < PROBLEMS_NAMED_MAX) {
                    named.add(new FieldError("line " + problem.line() + ", " + problem.column(), problem.detail()));
                }
            }
            if (problems.size() >= LINES_AT_ONCE) {
                keepProblems();
            }
        }

        private void stage() {
            FileTargets.Found found =
                    plan instanceof BulkPlan.Add ? targets.toAdd(caller, open) : targets.toChange(caller, open);
            lines.stage(preview, found.lines(), clock.instant());
            good += found.lines().size();
            Map<Long, List<String>> cells = HashMap.newHashMap(open.size());
            open.forEach(row -> cells.put(row.line(), row.cells()));
            open.clear();
            found.problems()
                    .forEach(each ->
                            remember(each, cells.getOrDefault(each.getFirst().line(), List.of())));
        }

        private void keepProblems() {
            lines.keep(preview, problems);
            lines.keepBad(preview, badLines);
            problems.clear();
            badLines.clear();
        }

        BulkPlan planNow() {
            return plan instanceof BulkPlan.Update update
                    ? new BulkPlan.Update(
                            update.scope(),
                            update.patch(),
                            update.allOrNothing(),
                            update.includeOpenEnded(),
                            isOverridingUnits)
                    : plan;
        }

        /** The last line is read. */
        void end() {
            stage();
            keepProblems();
            if (good == 0) {
                throw noneUsable();
            }
            lines.count(preview, good + bad, bad);
            lines.columns(preview, columns, ignored);
        }

        private ProblemException noneUsable() {
            String detail = bad == 0
                    ? "The file has no lines besides its header; put one in for each authorization."
                    : "None of the " + bad + " lines of the file can be used. The first problem: "
                            + named.getFirst().field() + ": " + named.getFirst().detail();
            return Problems.refused("no-usable-line", detail, named.toArray(FieldError[]::new));
        }

        @Override
        public void read(LongConsumer atLeast, Consumer<Target> each) {
            long lineCount = good + bad;
            try {
                Twins twins = new Twins(each);
                lines.inOrder(preview, twins);
                if (twins.read != good) {
                    throw new IllegalStateException("of " + good + " lines of a file, " + twins.read + " were there");
                }
                keepProblems();
                lines.count(preview, lineCount, bad);
            } finally {
                lines.forget(preview);
            }
        }

        /** Lets the first of several lines about one authorization through; the later ones are wrong. */
        private final class Twins implements Consumer<Staged> {
            private final Consumer<Target> each;
            private final Map<Asked, Long> lines = new HashMap<>();
            private String key = "";
            private long read;

            Twins(Consumer<Target> each) {
                this.each = each;
            }

            @Override
            public void accept(Staged line) {
                read++;
                if (!key.equals(line.key())) {
                    lines.clear();
                    key = line.key();
                }
                Long first = lines.putIfAbsent(Asked.of(line.target()), line.line());
                if (first == null) {
                    each.accept(line.target());
                } else {
                    remember(
                            List.of(new FileProblem(
                                    line.line(),
                                    FileProblem.WHOLE_LINE,
                                    "is about the same authorization as line " + first + "; keep one of the two")),
                            line.cells());
                }
            }
        }
    }

    /**
     * What tells two new authorizations of one client, code and start apart (rule B-5). A payer that is left blank is the client's primary
     * one, so whether that is the one of another line is for the rules to find out.
     */
    private record Asked(Change<PayerId> payer, Change<String> number, Change<LocalDate> end) {
        private static final Asked CHANGED = new Asked(Change.keep(), Change.keep(), Change.keep());

        static Asked of(Target target) {
            RequestedValues values = target.values();
            return target.code() == null
                    ? CHANGED
                    : new Asked(
                            values.payerId(),
                            values.authorizationNumber().map(WrittenText::comparable),
                            values.endDate());
        }
    }

    private static FileProblem shortened(FileProblem problem) {
        return new FileProblem(
                problem.line(),
                cut(problem.column(), COLUMN_LENGTH_MAX),
                cut(problem.detail(), DETAIL_LENGTH_MAX),
                problem.type());
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most - 3) + "...";
    }
}
