package health.authz.group;

import health.authz.events.billinggroup.BillingGroupEvent.BillingCodeType;
import java.util.Locale;
import java.util.regex.Pattern;

/** How codes of each family are written. Internal codes are the organisation's own and free. */
final class CodeFormats {
    private static final Pattern CPT = Pattern.compile("[0-9]{4}[0-9AFTUM]");
    private static final Pattern HCPCS = Pattern.compile("[A-V][0-9]{4}");
    private static final Pattern REVENUE = Pattern.compile("[0-9]{4}");
    private static final Pattern INTERNAL = Pattern.compile("[A-Za-z0-9._-]{1,50}");

    private CodeFormats() {}

    static boolean fits(BillingCodeType type, String code) {
        return pattern(type).matcher(code).matches();
    }

    /** As its family writes a code: in capitals, but for internal ones. */
    static String written(BillingCodeType type, String code) {
        return type == BillingCodeType.INTERNAL ? code : code.toUpperCase(Locale.ROOT);
    }

    /** The rule in words. */
    static String rule(BillingCodeType type) {
        return switch (type) {
            case CPT, CPT_ADD_ON, EM -> "four digits and a digit or one of A F T U M, such as 90834";
            case HCPCS -> "a letter from A to V and four digits, such as H0031";
            case UB04_ADD_ON -> "four digits, such as 0900";
            case INTERNAL -> "1 to 50 letters, digits and . _ -";
        };
    }

    private static Pattern pattern(BillingCodeType type) {
        return switch (type) {
            case CPT, CPT_ADD_ON, EM -> CPT;
            case HCPCS -> HCPCS;
            case UB04_ADD_ON -> REVENUE;
            case INTERNAL -> INTERNAL;
        };
    }
}
