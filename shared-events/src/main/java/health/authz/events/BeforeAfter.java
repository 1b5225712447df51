package health.authz.events;

import org.jspecify.annotations.Nullable;

/**
 * One field's value before and after a change; {@code null} on a side means the field was, or became, blank.
 *
 * @param <T> type of the field
 */
public record BeforeAfter<T>(@Nullable T before, @Nullable T after) {}
