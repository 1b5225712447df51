package health.authz.bulk.application;

import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.TransactionSystemException;

/** Failures of the store that pass by themselves or when somebody makes room, told by SQLSTATE (PostgreSQL, appendix A). */
final class StoreTrouble {
    private StoreTrouble() {}

    /** What the store has too little of, in words; empty if the failure is not of this kind. */
    static Optional<String> of(Throwable failed) {
        for (Throwable each = failed; each != null; each = before(each)) {
            String said = each instanceof SQLException sql ? said(sql.getSQLState()) : null;
            if (said != null) {
                return Optional.of(said);
            }
        }
        return Optional.empty();
    }

    /** A rollback that fails on a lost connection stands in front of what lost it, which is not its cause. */
    private static @Nullable Throwable before(Throwable failed) {
        Throwable hidden = failed instanceof TransactionSystemException both ? both.getApplicationException() : null;
        return hidden == null ? failed.getCause() : hidden;
    }

    private static @Nullable String said(@Nullable String state) {
        if (state == null) {
            return null;
        }
        if (state.equals("53100")) {
            return "disk full";
        }
        if (state.startsWith("53")) {
            return "the database is short of memory or connections";
        }
        return state.startsWith("08") || state.startsWith("57P") ? "the database is away" : null;
    }
}
