package health.authz.authorization.application;

import java.util.List;

/** The numbers that the system gives to authorizations. Gaps are harmless, a number given twice is not. */
public interface AuthNumbers {
    /** That many new numbers, ascending. */
    List<Long> next(int count);
}
