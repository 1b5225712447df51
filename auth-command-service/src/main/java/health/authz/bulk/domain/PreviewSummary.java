package health.authz.bulk.domain;

import health.authz.authorization.domain.Added;
import health.authz.authorization.domain.Decision;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the rows of a preview come to, counted. Summaries of chunks add up to the summary of all.
 *
 * @param numbers for each payer's number given: on which clients it would newly stand
 * @param candidates alerts that would fire at once
 * @param units of the rows that would change; {@code null} in what was written before they were counted
 * @param payers of the rows that would be changed, with how many each has; rows without a payer are not among them
 * @param clients of all rows
 * @param unitCodes billing codes of rows whose allotted or remaining units would change
 * @param previousEnded older authorizations that would end because new ones take over
 */
public record PreviewSummary(
        Map<String, Long> outcomes,
        Map<String, Long> rejected,
        Map<String, Long> warnings,
        List<FieldChange> changes,
        List<NumberUse> numbers,
        List<Candidate> candidates,
        @Nullable UnitSums units,
        Map<String, Long> payers,
        Long previousEnded,
        Set<String> clients,
        Set<String> unitCodes) {
    public static final String MANY_CLIENTS = "SAME_NUMBER_MANY_CLIENTS";
    private static final String MIXED_PAYERS = "MIXED_PAYERS";

    /** Chunks that were decided before these were counted have none. */
    public PreviewSummary {
        payers = Objects.requireNonNullElse(payers, Map.of());
        previousEnded = Objects.requireNonNullElse(previousEnded, 0L);
        clients = Objects.requireNonNullElse(clients, Set.of());
        unitCodes = Objects.requireNonNullElse(unitCodes, Set.of());
    }

    /** Rows whose field would go from one value to another. */
    public record FieldChange(
            String field, @Nullable Object from, @Nullable Object to, long count) {}

    /** Clients who would carry a number. */
    public record NumberUse(String number, Set<String> clients) {}

    /** Alerts of one kind about one client. */
    public record Candidate(String kind, String clientId, long count) {}

    public static PreviewSummary of(List<DecidedRow> rows) {
        Sum sum = new Sum();
        rows.forEach(sum::add);
        return sum.total();
    }

    public long outcome(RowOutcome outcome) {
        return outcomes.getOrDefault(outcome.inPreview(), 0L);
    }

    /**
     * Warnings with those that only all rows together give: a number that stands on several clients, which counts the
     * clients, for a number on several codes of one client is the normal case; and rows of several payers changed at once,
     * which counts the payers.
     */
    public Map<String, Long> allWarnings() {
        Map<String, Long> all = new TreeMap<>(warnings);
        long sharing = clientsOfOneNumber().size();
        if (sharing > 0) {
            all.put(MANY_CLIENTS, sharing);
        }
        if (payers.size() > 1) {
            all.put(MIXED_PAYERS, (long) payers.size());
        }
        return all;
    }

    /** Clients who would carry a number that others would carry too. */
    public Set<String> clientsOfOneNumber() {
        Set<String> sharing = new TreeSet<>();
        numbers.stream().filter(use -> use.clients().size() > 1).forEach(use -> sharing.addAll(use.clients()));
        return sharing;
    }

    private record Key(
            String field, @Nullable Object from, @Nullable Object to) {}

    /** Of all chunks, one after the other. */
    public static final class Sum {
        private final ExpectedOutcomes.Sum expected = new ExpectedOutcomes.Sum();
        private final Map<Key, Long> changes = new LinkedHashMap<>();
        private final Map<String, Set<String>> numbers = new LinkedHashMap<>();
        private final Map<List<String>, Long> candidates = new LinkedHashMap<>();
        private UnitSums units = UnitSums.NONE;
        private final Map<String, Long> payers = new TreeMap<>();
        private long previousEnded;
        private final Set<String> clientIds = new TreeSet<>();
        private final Set<String> unitCodes = new TreeSet<>();

        void add(DecidedRow row) {
            expected.add(row);
            if (row.client() != null) {
                clientIds.add(row.client().value());
            }
            if (row.decision() instanceof Decision.Accepted accepted && !accepted.unchanged()) {
                change(row);
            }
        }

        private void change(DecidedRow row) {
            units = units.plus(UnitSums.of(row.addedBefore(), row.addedAfter()));
            Map<String, @Nullable Object> before = RowFields.of(row.addedBefore());
            Map<String, @Nullable Object> changed = RowFields.differing(RowFields.of(row.addedAfter()), before);
            changed.forEach((field, to) -> changes.merge(new Key(field, before.get(field), to), 1L, Long::sum));
            boolean isOfUnits = changed.get("allottedUnits") != null || changed.get("remainingUnits") != null;
            if (isOfUnits && row.code() != null) {
                unitCodes.add(row.code().value());
            }
            Added after = row.addedAfter();
            String number = after == null ? null : after.definition().authorizationNumber();
            String client = String.valueOf(row.client());
            if (number != null && !number.equals(before.get("authorizationNumber"))) {
                add(new NumberUse(number, Set.of(client)));
            }
            AlertCandidates.of(row.addedBefore(), after, row.today())
                    .forEach(kind -> candidates.merge(List.of(kind.name(), client), 1L, Long::sum));
            previousEnded += row.ended().size();
            Added had = row.addedBefore();
            if (had != null && had.definition().payerId() != null) {
                payers.merge(had.definition().payerId().value(), 1L, Long::sum);
            }
        }

        private void add(NumberUse use) {
            numbers.computeIfAbsent(use.number(), number -> new TreeSet<>()).addAll(use.clients());
        }

        public void add(PreviewSummary part) {
            expected.add(new ExpectedOutcomes(part.outcomes(), part.rejected(), part.warnings()));
            part.changes()
                    .forEach(change -> changes.merge(
                            new Key(change.field(), change.from(), change.to()), change.count(), Long::sum));
            part.numbers().forEach(this::add);
            part.payers().forEach((payer, count) -> payers.merge(payer, count, Long::sum));
            previousEnded += part.previousEnded();
            clientIds.addAll(part.clients());
            unitCodes.addAll(part.unitCodes());
            part.candidates()
                    .forEach(each -> candidates.merge(List.of(each.kind(), each.clientId()), each.count(), Long::sum));
            UnitSums more = part.units();
            units = more == null ? units : units.plus(more);
        }

        public PreviewSummary total() {
            List<FieldChange> counted = new ArrayList<>(changes.size());
            changes.forEach((key, count) -> counted.add(new FieldChange(key.field(), key.from(), key.to(), count)));
            counted.sort(Comparator.comparingLong(FieldChange::count).reversed());
            List<Candidate> alerts = new ArrayList<>(candidates.size());
            candidates.forEach((key, count) -> alerts.add(new Candidate(key.getFirst(), key.getLast(), count)));
            List<NumberUse> uses = new ArrayList<>(numbers.size());
            numbers.forEach((number, clients) -> uses.add(new NumberUse(number, clients)));
            ExpectedOutcomes rows = expected.total();
            return new PreviewSummary(
                    rows.outcomes(),
                    rows.rejected(),
                    rows.warnings(),
                    counted,
                    uses,
                    alerts,
                    units,
                    payers,
                    previousEnded,
                    clientIds,
                    unitCodes);
        }
    }
}
