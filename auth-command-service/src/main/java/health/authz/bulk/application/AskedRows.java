package health.authz.bulk.application;

import health.authz.authorization.application.Codes;
import health.authz.authorization.domain.Change;
import health.authz.authorization.domain.CodeFacts;
import health.authz.authorization.domain.RequestedValues;
import health.authz.bulk.domain.BulkPlan;
import health.authz.bulk.domain.Target;
import health.authz.events.BillingCode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What was asked of each row of an operation: enough to ask it again, row by row, after it failed. */
public class AskedRows {
    private static final Logger log = LoggerFactory.getLogger(AskedRows.class);
    private final JdbcTemplate jdbc;
    private final Codes codes;

    AskedRows(JdbcTemplate jdbc, Codes codes) {
        this.jdbc = jdbc;
        this.codes = codes;
    }

    /**
     * One row.
     *
     * @param code of a row to add; {@code null} of one to change
     * @param values by the names of the API's fields; {@code null} = was to be cleared
     * @param fileLine from which it came; 0 = it came from no file
     */
    public record Asked(@Nullable BillingCode code, ObjectNode values, long fileLine) {}

    /** Finds rows by their lines; best in ascending order, for it holds one frozen chunk at a time. */
    public Rows of(UUID operation) {
        return Objects.requireNonNull(jdbc.queryForObject(
                "select plan, preview_id from bulk_operation where id = ?",
                (row, number) -> new Rows(plan(operation, row.getString(1)), row.getObject(2, UUID.class)),
                operation));
    }

    /** What became of rows is told also where what was asked of them cannot be read. */
    private static @Nullable BulkPlan plan(UUID operation, String json) {
        try {
            return PlanJson.read(json);
        } catch (RuntimeException unreadable) {
            log.warn("operation {}: results go without what was asked, {}", operation, unreadable.toString());
            return null;
        }
    }

    private record Chunk(long firstLine, int rows, List<Target> targets) {
        boolean holds(long line) {
            return line >= firstLine && line < firstLine + rows;
        }
    }

    /** The rows of one operation. */
    public final class Rows {
        private final @Nullable BulkPlan plan;
        private final UUID preview;
        private @Nullable Chunk chunk;
        private Map<BillingCode, CodeFacts> known = Map.of();

        Rows(@Nullable BulkPlan plan, UUID preview) {
            this.plan = plan;
            this.preview = preview;
        }

        /** Empty if the operation asked something that no form asks, or no longer knows it. */
        public Optional<Asked> at(long line) {
            return plan == null ? Optional.empty() : at(line, plan);
        }

        private Optional<Asked> at(long line, BulkPlan plan) {
            Chunk held = chunk;
            if (held == null || !held.holds(line)) {
                held = read(line).orElse(null);
                chunk = held;
                if (held == null) {
                    return Optional.empty();
                }
                known = plan instanceof BulkPlan.Add add ? codes.of(plan.scope().tenant(), codes(add, held)) : Map.of();
            }
            int place = (int) (line - held.firstLine());
            Target target = held.targets().get(place / plan.rowsPerTarget());
            return switch (plan) {
                case BulkPlan.Add add -> Optional.of(toAdd(add, target, place % plan.rowsPerTarget()));
                case BulkPlan.Update update -> Optional.of(toChange(update, target));
                case BulkPlan.Revert revert -> Optional.empty();
            };
        }

        private Optional<Chunk> read(long line) {
            return jdbc
                    .query(
                            """
                            select first_line, row_count, targets from bulk_preview_chunk
                             where preview_id = ? and first_line <= ? order by first_line desc limit 1""",
                            (row, number) -> new Chunk(row.getLong(1), row.getInt(2), Targets.read(row.getString(3))),
                            preview,
                            line)
                    .stream()
                    .filter(found -> found.holds(line))
                    .findFirst();
        }

        private Asked toAdd(BulkPlan.Add add, Target target, int member) {
            BillingCode named = add.byRows()
                    ? Objects.requireNonNull(target.code(), "a row to add names its code")
                    : add.members().get(member).code();
            BillingCode code = Codes.defined(named, known);
            CodeFacts facts = known.get(named);
            return new Asked(
                    code,
                    json(valuesToAdd(add, code, target.values(), facts != null && facts.unmanaged())),
                    target.sourceLine());
        }

        private static Asked toChange(BulkPlan.Update update, Target target) {
            return new Asked(null, json(target.values().over(update.patch())), target.sourceLine());
        }
    }

    private static Set<BillingCode> codes(BulkPlan.Add add, Chunk chunk) {
        Set<BillingCode> codes = new HashSet<>();
        add.members().forEach(member -> codes.add(member.code()));
        chunk.targets().forEach(target -> {
            if (target.code() != null) {
                codes.add(target.code());
            }
        });
        return codes;
    }

    /** All layers in one (rule B-8); what an unmanaged row ignores of the group's values is left out (rule B-9). */
    static RequestedValues valuesToAdd(BulkPlan.Add add, BillingCode code, RequestedValues own, boolean codeUnmanaged) {
        RequestedValues forCode = own.over(add.forCode(code));
        RequestedValues all = forCode.over(add.values()).over(add.ofMember(code));
        boolean unmanaged = Boolean.TRUE.equals(all.unmanaged().appliedTo(codeUnmanaged));
        return new RequestedValues(
                all.authorizationNumber(),
                all.payerReference(),
                all.payerId().isKeep() && add.selectionPayer() != null
                        ? Change.set(add.selectionPayer())
                        : all.payerId(),
                all.startDate(),
                unmanaged ? forCode.endDate() : all.endDate(),
                unmanaged ? forCode.allottedUnits() : all.allottedUnits(),
                unmanaged ? forCode.remainingUnits() : all.remainingUnits(),
                unmanaged ? forCode.unitAlertLevel() : all.unitAlertLevel(),
                all.expirationAlertDays(),
                all.unmanaged());
    }

    private static ObjectNode json(RequestedValues values) {
        JsonNode json = PlanJson.write(values);
        return (ObjectNode) json;
    }
}
