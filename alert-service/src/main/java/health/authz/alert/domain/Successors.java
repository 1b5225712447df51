package health.authz.alert.domain;

import java.time.LocalDate;
import java.util.Collection;
import java.util.Objects;

/** Which authorization carries on after another, linked or not (rule A-5). */
public final class Successors {
    private Successors() {}

    /** Whether one of these carries on where the authorization ends. */
    public static boolean has(Facts ending, Collection<Facts> others) {
        LocalDate end = ending.endDate();
        return end != null && others.stream().anyMatch(other -> carriesOn(ending, end, other));
    }

    private static boolean carriesOn(Facts ending, LocalDate end, Facts other) {
        return !other.id().equals(ending.id())
                && other.tenant().equals(ending.tenant())
                && other.client().equals(ending.client())
                && other.code().equals(ending.code())
                && Objects.equals(other.payer(), ending.payer())
                && other.usable()
                && other.startedBy(end.plusDays(1))
                && (other.endDate() == null || other.endDate().isAfter(end));
    }
}
