package health.authz.gateway.console.authorization;

import health.authz.gateway.console.words.Facts;
import health.authz.gateway.console.words.Glossary;
import health.authz.gateway.console.words.Numbers;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.DecimalNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.StringNode;

/** A field of an authorization that people change, how it is typed, and whether it may be left blank. */
public enum Field {
    AUTHORIZATION_NUMBER("authorizationNumber", Kind.TEXT, true),
    PAYER_REFERENCE("payerReference", Kind.TEXT, true),
    PAYER_ID("payerId", Kind.TEXT, true),
    START_DATE("startDate", Kind.DATE, false),
    END_DATE("endDate", Kind.DATE, true),
    ALLOTTED_UNITS("allottedUnits", Kind.UNITS, false),
    REMAINING_UNITS("remainingUnits", Kind.UNITS, false),
    UNIT_ALERT_LEVEL("unitAlertLevel", Kind.UNITS, true),
    EXPIRATION_ALERT_DAYS("expirationAlertDays", Kind.WHOLE, true),
    UNMANAGED("unmanaged", Kind.FLAG, false);

    /** How a value is typed. */
    enum Kind {
        TEXT,
        DATE,
        UNITS,
        WHOLE,
        FLAG
    }

    private final String wireName;
    private final Kind kind;
    private final boolean clearable;

    Field(String wireName, Kind kind, boolean clearable) {
        this.wireName = wireName;
        this.kind = kind;
        this.clearable = clearable;
    }

    public static List<String> names() {
        return Arrays.stream(values()).map(Field::wireName).toList();
    }

    public static Optional<Field> of(String wireName) {
        return Arrays.stream(values())
                .filter(each -> each.wireName.equals(wireName))
                .findFirst();
    }

    public String wireName() {
        return wireName;
    }

    public String label() {
        return Glossary.field(wireName);
    }

    /** Asks for {@code auth:special} on a row that is managed. */
    public boolean special() {
        return this == END_DATE || this == REMAINING_UNITS || this == UNMANAGED;
    }

    /** The value as the API takes it, or the sentence that says what is wrong. */
    Read read(String typed) {
        String text = typed.strip();
        if (text.isEmpty()) {
            return clearable ? new Read(NullNode.getInstance(), null) : Read.wrong("This cannot be left blank.");
        }
        return switch (kind) {
            case TEXT -> new Read(StringNode.valueOf(text), null);
            case DATE ->
                Facts.date(text) == null
                        ? Read.wrong("Write a date of the calendar such as 2026-12-31.")
                        : new Read(StringNode.valueOf(text), null);
            case UNITS -> units(text);
            case WHOLE -> whole(text);
            case FLAG -> new Read(BooleanNode.valueOf(text.equals("true")), null);
        };
    }

    /** The same value, however it is written: {@code 48} and {@code 48.0}. */
    boolean same(String one, String other) {
        if (kind == Kind.UNITS || kind == Kind.WHOLE) {
            BigDecimal first = Numbers.read(one);
            BigDecimal second = Numbers.read(other);
            if (first != null && second != null) {
                return first.compareTo(second) == 0;
            }
        }
        return one.strip().equals(other.strip());
    }

    private static Read units(String text) {
        BigDecimal number = Numbers.read(text);
        if (number == null) {
            return Read.wrong("Write a number such as 48 or 2.5.");
        }
        return number.signum() < 0 ? Read.wrong("Write 0 or more.") : new Read(DecimalNode.valueOf(number), null);
    }

    private static Read whole(String text) {
        Integer number = Numbers.readWhole(text);
        return number == null || number < 0
                ? Read.wrong("Write a whole number such as 14.")
                : new Read(IntNode.valueOf(number), null);
    }

    /** A value read; exactly one of both is there. */
    record Read(@Nullable JsonNode value, @Nullable String problem) {
        static Read wrong(String sentence) {
            return new Read(null, sentence);
        }
    }
}
