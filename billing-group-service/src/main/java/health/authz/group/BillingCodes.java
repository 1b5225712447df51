package health.authz.group;

import health.authz.events.BillingCode;
import health.authz.events.TenantId;
import health.authz.events.billinggroup.BillingGroupEvent.AuthDecrementAction;
import health.authz.events.billinggroup.BillingGroupEvent.BillingCodeDefined;
import health.authz.group.BillingCodeCommand.DefineBillingCode;
import health.authz.group.BillingCodeCommand.RemoveBillingCode;
import health.authz.platform.eventstore.Commands;
import health.authz.platform.eventstore.ConcurrentChange;
import health.authz.platform.eventstore.EventMetadata;
import health.authz.platform.json.Json;
import health.authz.platform.security.Caller;
import health.authz.platform.web.ETags;
import health.authz.platform.web.ProblemException;
import health.authz.platform.web.Problems;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** The billing codes of an organisation: changed by commands, looked up in a table written with the events. */
class BillingCodes {
    /**
     * Nobody can lock a row that is not there: whoever looked before another one made the code finds its key taken, also where
     * the stream was read after it.
     */
    private static final String MAKE =
            "insert into billing_code (version, active, event, tenant, code) values (?, ?, ?, ?, ?)";

    private static final String REPLACE =
            "update billing_code set version = ?, active = ?, event = ? where tenant = ? and code = ?";
    /** Codes that differ in case alone wait for each other, so that of two made at the same moment the second finds the first. */
    private static final String LOCK_NAME =
            "select pg_advisory_xact_lock(hashtextextended('billing code ' || ? || '/' || upper(?), 0))::text";

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final Commands commands;

    BillingCodes(JdbcTemplate jdbc, TransactionTemplate transaction, Commands commands) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.commands = commands;
    }

    /** A code as it is now; {@code version} is its ETag. */
    record Versioned(long version, BillingCodeDefined code) {}

    /**
     * Makes or replaces a code; answers whether it is new.
     *
     * @param facts under the code's name as {@link #find} has it, where there is one
     * @param onlyIfAbsent whether one that is there is refused (412) and not replaced
     */
    boolean define(Caller caller, BillingCodeDefined facts, @Nullable String ifMatch, boolean onlyIfAbsent) {
        try {
            return replaceOrMake(caller, facts, ifMatch, onlyIfAbsent);
        } catch (ConcurrentChange | DuplicateKeyException madeMeanwhile) {
            throw madeMeanwhile(facts.code());
        }
    }

    private static ProblemException madeMeanwhile(BillingCode code) {
        return Problems.conflict(
                "concurrent-change",
                code + " was made by somebody else at this moment. Read it, then send it with its ETag.");
    }

    private boolean replaceOrMake(
            Caller caller, BillingCodeDefined facts, @Nullable String ifMatch, boolean onlyIfAbsent) {
        return Boolean.TRUE.equals(transaction.execute(status -> {
            Optional<Versioned> current = find(caller.tenant(), facts.code(), true);
            if (current.isEmpty()) {
                jdbc.queryForObject(
                        LOCK_NAME,
                        String.class,
                        caller.tenant().value(),
                        facts.code().value());
            }
            boolean madeMeanwhile = current.isEmpty()
                    ? find(caller.tenant(), facts.code(), true).isPresent()
                    : !current.get().code().code().equals(facts.code());
            if (madeMeanwhile) {
                throw madeMeanwhile(facts.code());
            }
            if (onlyIfAbsent && current.isPresent()) {
                throw Problems.existsAlready(current.get().version());
            }
            checkVersion(current, ifMatch);
            if (current.isPresent() && current.get().code().equals(facts)) {
                return false;
            }
            refuseWhatNotesDoNotDo(current.map(Versioned::code).orElse(null), facts);
            commands.sendOnce(new DefineBillingCode(facts), EventMetadata.of(caller));
            jdbc.update(
                    current.isEmpty() ? MAKE : REPLACE,
                    sequence(caller.tenant(), facts.code()),
                    facts.active(),
                    Json.mapper().writeValueAsString(facts),
                    caller.tenant().value(),
                    facts.code().value());
            return current.isEmpty();
        }));
    }

    /**
     * Notes take the units that they bill, and nothing else is built: another action would promise what no note keeps. One that a code
     * has from before stays as long as nobody changes it.
     */
    private static void refuseWhatNotesDoNotDo(@Nullable BillingCodeDefined before, BillingCodeDefined facts) {
        AuthDecrementAction asked = facts.authDecrementAction();
        boolean works = asked == AuthDecrementAction.PER_UNIT_BILLED
                || (asked == AuthDecrementAction.NONE && facts.unmanaged());
        boolean kept = before != null
                && before.authDecrementAction() == asked
                && (asked != AuthDecrementAction.NONE || !before.unmanaged());
        if (!works && !kept) {
            throw Problems.invalid(
                    "authDecrementAction",
                    asked == AuthDecrementAction.NONE
                            ? "is NONE on unmanaged codes alone; send PER_UNIT_BILLED, or unmanaged true"
                            : "is PER_UNIT_BILLED, or NONE on unmanaged codes: notes do not use units by " + asked
                                    + " yet");
        }
    }

    void remove(Caller caller, BillingCode named, @Nullable String ifMatch) {
        transaction.executeWithoutResult(status -> {
            Optional<Versioned> current = find(caller.tenant(), named, true);
            if (current.isEmpty()) {
                throw Problems.notFound();
            }
            BillingCode code = current.get().code().code();
            checkVersion(current, ifMatch);
            Long groups = jdbc.queryForObject(
                    "select count(*) from billing_code_group_member where tenant = ? and code = ?",
                    Long.class,
                    caller.tenant().value(),
                    code.value());
            if (groups != null && groups > 0) {
                throw Problems.conflict(
                        "billing-code-in-use",
                        code + " is a member of " + groups
                                + " billing code groups. Take it out of them first, or set it" + " inactive.");
            }
            commands.sendOnce(new RemoveBillingCode(caller.tenant(), code), EventMetadata.of(caller));
            jdbc.update(
                    "delete from billing_code where tenant = ? and code = ?",
                    caller.tenant().value(),
                    code.value());
        });
    }

    private static void checkVersion(Optional<Versioned> current, @Nullable String ifMatch) {
        if (current.isEmpty() && ifMatch != null) {
            throw Problems.removedMeanwhile();
        }
        current.ifPresent(found -> ETags.require(ifMatch, found.version()));
    }

    private long sequence(TenantId tenant, BillingCode code) {
        Long last = jdbc.queryForObject(
                "select max(sequence_number) from domain_event_entry where aggregate_identifier = ?",
                Long.class,
                new RemoveBillingCode(tenant, code).stream());
        return last == null ? 0 : last;
    }

    /** The code that is written so, else the first that differs in case alone (rule B-64). */
    Optional<Versioned> find(TenantId tenant, BillingCode code) {
        return find(tenant, code, false);
    }

    private Optional<Versioned> find(TenantId tenant, BillingCode code, boolean lock) {
        return jdbc
                .query(
                        "select version, event from billing_code where tenant = ? and upper(code) = upper(?)"
                                + " order by code <> ?, code limit 1" + (lock ? " for update" : ""),
                        (row, n) -> versioned(row.getLong(1), row.getString(2)),
                        tenant.value(),
                        code.value(),
                        code.value())
                .stream()
                .findFirst();
    }

    /** As what each of these that exists was defined (rule B-64); it cannot be removed until the transaction ends. */
    Map<BillingCode, BillingCode> keep(TenantId tenant, Collection<BillingCode> codes) {
        List<BillingCode> there = jdbc.query(
                "select code from billing_code where tenant = ?"
                        + " and upper(code) = any(select upper(each) from unnest(?::text[]) each) order by code for key share",
                (row, n) -> new BillingCode(row.getString(1)),
                tenant.value(),
                codes.stream().map(BillingCode::value).toArray(String[]::new));
        Map<BillingCode, BillingCode> defined = new HashMap<>();
        codes.forEach(code -> BillingCode.named(code.value(), there).ifPresent(each -> defined.put(code, each)));
        return defined;
    }

    /** Those of these codes that exist. */
    Map<BillingCode, BillingCodeDefined> findAll(TenantId tenant, Collection<BillingCode> codes) {
        Map<BillingCode, BillingCodeDefined> found = new HashMap<>();
        jdbc.query(
                "select version, event from billing_code where tenant = ? and code = any(?)",
                row -> {
                    BillingCodeDefined code =
                            versioned(row.getLong(1), row.getString(2)).code();
                    found.put(code.code(), code);
                },
                tenant.value(),
                codes.stream().map(BillingCode::value).toArray(String[]::new));
        return found;
    }

    /** The active codes of an organisation, by code. */
    List<BillingCode> active(TenantId tenant) {
        return jdbc
                .queryForList(
                        "select code from billing_code where tenant = ? and active order by code",
                        String.class,
                        tenant.value())
                .stream()
                .map(BillingCode::new)
                .toList();
    }

    /** One more than {@code limit} codes behind {@code after}, by code. */
    List<Versioned> list(TenantId tenant, ListQuery query) {
        return jdbc.query(
                "select version, event from billing_code where " + WHERE + " and code > ? order by code limit ?",
                (row, n) -> versioned(row.getLong(1), row.getString(2)),
                tenant.value(),
                query.active(),
                query.active(),
                query.pattern(),
                query.pattern(),
                query.after(),
                query.limit() + 1);
    }

    long count(TenantId tenant, ListQuery query) {
        Long count = jdbc.queryForObject(
                "select count(*) from billing_code where " + WHERE,
                Long.class,
                tenant.value(),
                query.active(),
                query.active(),
                query.pattern(),
                query.pattern());
        return count == null ? 0 : count;
    }

    private static final String WHERE =
            "tenant = ? and (?::boolean is null or active = ?) and (code ilike ? or event::json->>'description' ilike"
                    + " ?)";

    private static Versioned versioned(long version, String event) {
        return new Versioned(version, Json.mapper().readValue(event, BillingCodeDefined.class));
    }
}
