package health.authz.bulk.domain;

import health.authz.events.bulk.BulkOperationEvent.RowCounts;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whose rows a frozen chunk holds: the audiences that it has, each with what its rows would come to, and in which order
 * they stand. Kept once, when the chunk is frozen; execution adds its outcomes by audience.
 *
 * @param groups an audience each
 * @param runs of neighbours of one audience, in the order of the rows
 */
public record ChunkAudiences(List<Group> groups, List<Run> runs) {
    public ChunkAudiences {
        groups = List.copyOf(groups);
        runs = List.copyOf(runs);
    }

    /**
     * Rows with one audience.
     *
     * @param expected what they would come to; empty for rows that nobody previewed
     */
    public record Group(Audience audience, long rows, ExpectedOutcomes expected) {}

    /** Neighbours. @param group place of their group */
    public record Run(int group, int rows) {}

    /** What became of rows of one group. @param group its place */
    public record Outcomes(int group, RowCounts counts) {}

    /** Of rows that were just decided. */
    public static ChunkAudiences of(List<DecidedRow> rows) {
        Map<Audience, List<DecidedRow>> byAudience = new LinkedHashMap<>();
        rows.forEach(row -> byAudience
                .computeIfAbsent(row.audience(), audience -> new ArrayList<>())
                .add(row));
        List<Group> groups = byAudience.entrySet().stream()
                .map(each -> new Group(each.getKey(), each.getValue().size(), ExpectedOutcomes.of(each.getValue())))
                .toList();
        return new ChunkAudiences(
                groups,
                runs(
                        List.copyOf(byAudience.keySet()),
                        rows.stream().map(DecidedRow::audience).toList()));
    }

    /** Of rows whose audiences are known from before, and that nobody decides now. */
    public static ChunkAudiences ofKnown(List<Audience> rows) {
        Map<Audience, Long> counts = new LinkedHashMap<>();
        rows.forEach(each -> counts.merge(each, 1L, Long::sum));
        List<Group> groups = counts.entrySet().stream()
                .map(each -> new Group(each.getKey(), each.getValue(), ExpectedOutcomes.NOTHING))
                .toList();
        return new ChunkAudiences(groups, runs(List.copyOf(counts.keySet()), rows));
    }

    private static List<Run> runs(List<Audience> known, List<Audience> rows) {
        Map<Audience, Integer> places = new LinkedHashMap<>();
        known.forEach(each -> places.put(each, places.size()));
        List<Run> runs = new ArrayList<>();
        for (int i = 0; i < rows.size(); ) {
            int first = i;
            while (i < rows.size() && rows.get(i).equals(rows.get(first))) {
                i++;
            }
            runs.add(new Run(places.getOrDefault(rows.get(first), 0), i - first));
        }
        return runs;
    }

    /** The groups of the rows from one place to before another, from 0, as an array of their places. */
    private int[] groupsOf(long from, int rows) {
        int[] places = new int[rows];
        long at = 0;
        for (Run run : runs) {
            for (long row = Math.max(at, from); row < Math.min(at + run.rows(), from + rows); row++) {
                places[(int) (row - from)] = run.group();
            }
            at += run.rows();
        }
        if (from < 0 || from + rows > at) {
            throw new IllegalArgumentException("rows " + from + " to " + (from + rows) + " of " + at);
        }
        return places;
    }

    /** Which of some rows are in view, counted from 0. @param from the first of them, from 0 */
    public BitSet inView(Scope scope, long from, int rows) {
        boolean[] seen = new boolean[groups.size()];
        for (int i = 0; i < seen.length; i++) {
            seen[i] = scope.sees(groups.get(i).audience());
        }
        int[] places = groupsOf(from, rows);
        BitSet inView = new BitSet(rows);
        for (int i = 0; i < rows; i++) {
            inView.set(i, seen[places[i]]);
        }
        return inView;
    }

    /** Audiences of some rows, in their order. @param from the first of them, from 0 */
    public List<Audience> of(long from, int rows) {
        List<Audience> audiences = new ArrayList<>(rows);
        for (int group : groupsOf(from, rows)) {
            audiences.add(groups.get(group).audience());
        }
        return audiences;
    }

    /** What became of rows of the chunk, by audience. @param from where the first of them stands in it, from 0 */
    public List<Outcomes> outcomes(long from, List<DecidedRow> rows) {
        int[] places = groupsOf(from, rows.size());
        Map<Integer, List<DecidedRow>> byGroup = new TreeMap<>();
        for (int i = 0; i < places.length; i++) {
            byGroup.computeIfAbsent(places[i], group -> new ArrayList<>()).add(rows.get(i));
        }
        return byGroup.entrySet().stream()
                .map(each -> new Outcomes(each.getKey(), OperationEnd.count(each.getValue())))
                .toList();
    }

    /** Counts rows of the chunk that were set aside, by audience. @param from where the first stands, from 0 */
    public void addSetAside(long from, int rows, RowShare.Sum sum) {
        of(from, rows).forEach(audience -> sum.add(audience, new RowTally(0, OperationEnd.NONE, 1)));
    }

    /** Counts outcomes by audience. */
    public void add(List<Outcomes> outcomes, RowShare.Sum sum) {
        outcomes.forEach(each -> sum.add(groups.get(each.group()).audience(), new RowTally(0, each.counts(), 0)));
    }

    /** Counts the rows by audience. */
    public void addRows(RowShare.Sum sum) {
        groups.forEach(group -> sum.add(group.audience(), RowTally.ofRows(group.rows())));
    }

    /** What the rows in somebody's view would come to. */
    public ExpectedOutcomes expected(Scope scope) {
        return groups.stream()
                .filter(group -> scope.sees(group.audience()))
                .map(Group::expected)
                .reduce(ExpectedOutcomes.NOTHING, ExpectedOutcomes::plus);
    }
}
