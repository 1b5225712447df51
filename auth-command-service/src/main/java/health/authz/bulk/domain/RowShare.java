package health.authz.bulk.domain;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows of an operation whose clients are of the same divisions: all of them, or those that are assigned to one user. Nobody is
 * more than one user, so what somebody sees is the sum of a few shares, however many audiences the rows have.
 *
 * @param divisions in the order of their ids
 * @param assignee a user's id; {@link #ANYBODY} = all rows, assigned or not
 */
public record RowShare(List<String> divisions, String assignee, RowTally tally) {
    public static final String ANYBODY = "";

    public RowShare {
        divisions = List.copyOf(divisions);
    }

    private record Key(List<String> divisions, String assignee) {}

    /** Adds rows up. */
    public static final class Sum {
        private final Map<Key, RowTally> tallies = new LinkedHashMap<>();

        public void add(Audience audience, RowTally tally) {
            List<String> divisions = audience.divisions().stream().sorted().toList();
            List<String> names = new ArrayList<>(audience.assignees());
            names.remove(ANYBODY);
            names.add(ANYBODY);
            names.forEach(name -> tallies.merge(new Key(divisions, name), tally, RowTally::plus));
        }

        public Collection<RowShare> shares() {
            return tallies.entrySet().stream()
                    .map(each -> new RowShare(
                            each.getKey().divisions(), each.getKey().assignee(), each.getValue()))
                    .toList();
        }
    }
}
