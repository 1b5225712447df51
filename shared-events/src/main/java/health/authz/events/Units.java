package health.authz.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;

/**
 * A quantity of service, counted the way the payer counts it (a visit, an hour or a 15-minute step, by billing code).
 *
 * <p>Two quantities are equal when their numbers are: 2.5 and 2.50 are one value. Differences may be below zero; whether
 * a quantity may be is decided where it is used (DOMAIN rules U-1 to U-7, docs/rules/units.md).
 *
 * @param value -9,999,999.99 to 9,999,999.99, at most two decimals
 * @throws IllegalArgumentException if out of bounds or finer than two decimals
 */
public record Units(@JsonValue BigDecimal value) implements Comparable<Units> {
    /** The most that an authorization can have, and as many less than none. */
    public static final BigDecimal LARGEST = new BigDecimal("9999999.99");

    private static final int DECIMALS_MAX = 2;
    public static final Units ZERO = new Units(BigDecimal.ZERO);

    /** Whether a number is no count of hundredths. */
    public static boolean isTooFine(BigDecimal number) {
        return number.stripTrailingZeros().scale() > DECIMALS_MAX;
    }

    public Units {
        value = plain(value);
        if (value.scale() > DECIMALS_MAX) {
            throw new IllegalArgumentException("units have at most two decimals");
        }
        if (value.abs().compareTo(LARGEST) > 0) {
            throw new IllegalArgumentException("units lie between -" + LARGEST + " and " + LARGEST);
        }
    }

    @JsonCreator
    public static Units of(BigDecimal value) {
        return new Units(value);
    }

    public static Units units(String value) {
        return new Units(new BigDecimal(value));
    }

    public Units plus(Units other) {
        return new Units(value.add(other.value));
    }

    public Units minus(Units other) {
        return new Units(value.subtract(other.value));
    }

    public boolean isLessThan(Units other) {
        return compareTo(other) < 0;
    }

    public boolean isMoreThan(Units other) {
        return compareTo(other) > 0;
    }

    public boolean isZero() {
        return value.signum() == 0;
    }

    public boolean isNegative() {
        return value.signum() < 0;
    }

    @Override
    public int compareTo(Units other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toPlainString();
    }

    private static BigDecimal plain(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
