package health.authz.authorization.domain;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of one field: leave it, give it a value, make it blank, or move it by a step from what is there. Blank never
 * means two things (rules B-1, B-2).
 *
 * @param <T> type of the field
 */
public sealed interface Change<T> {
    record Keep<T>() implements Change<T> {}

    record Set<T>(T value) implements Change<T> {}

    record Clear<T>() implements Change<T> {}

    /** What it comes to differs from row to row (rule B-21). */
    record Move<T>(Step<T> by) implements Change<T> {}

    static <T> Change<T> keep() {
        return new Keep<>();
    }

    static <T> Change<T> set(T value) {
        return new Set<>(value);
    }

    static <T> Change<T> clear() {
        return new Clear<>();
    }

    static <T> Change<T> move(Step<T> by) {
        return new Move<>(by);
    }

    default boolean isKeep() {
        return this instanceof Keep;
    }

    default boolean isSet() {
        return this instanceof Set;
    }

    default boolean isClear() {
        return this instanceof Clear;
    }

    default boolean isMove() {
        return this instanceof Move;
    }

    /**
     * The value after the change; {@code null} = blank.
     *
     * @throws IllegalArgumentException if a step leads out of bounds, which {@link Moves} finds out before
     */
    default @Nullable T appliedTo(@Nullable T current) {
        return switch (this) {
            case Keep<T> k -> current;
            case Set<T> set -> set.value();
            case Clear<T> c -> null;
            case Move<T> move -> current == null ? null : move.by().from(current);
        };
    }

    /** This, unless it keeps: then what the next layer says (rule B-8). */
    default Change<T> over(Change<T> next) {
        return isKeep() ? next : this;
    }

    default Change<T> map(UnaryOperator<T> change) {
        return this instanceof Set<T> set ? new Set<>(change.apply(set.value())) : this;
    }
}
