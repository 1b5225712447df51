package health.authz.stack.demo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Billing codes with labels of our own, and the groups that demo authorizations are made from. */
final class DemoCatalogue {
    /** Codes that no demo authorization has, so that whoever tries the product can add them to everybody. */
    static final List<String> KEPT_FREE = List.of("H0031", "H0032", "H2014", "H2019");

    private DemoCatalogue() {}

    /** A code: name, label, family, what one unit is, default units (0 = none), does not count down. */
    record Code(String code, String label, String type, String unit, int defaultUnits, boolean unmanaged) {
        Map<String, Object> body() {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("description", label);
            body.put("type", type);
            body.put("unitLabel", unit);
            if (defaultUnits > 0) {
                body.put("defaultUnits", defaultUnits);
            }
            body.put("authDecrementAction", unmanaged ? "NONE" : "PER_UNIT_BILLED");
            body.put("unmanaged", unmanaged);
            body.put("active", true);
            return body;
        }
    }

    static List<Code> codes() {
        List<Code> codes = new ArrayList<>(List.of(
                hcpcs("H0031", "Assessment by a non-physician", "visit", 4),
                hcpcs("H0032", "Service plan development", "15 min", 8),
                hcpcs("H2014", "Skills training", "15 min", 96),
                hcpcs("H2019", "Therapeutic behavioural service", "15 min", 120),
                hcpcs("H0001", "Alcohol and drug assessment", "visit", 2),
                hcpcs("H0002", "Screening", "visit", 2),
                hcpcs("H0004", "Counselling, individual", "15 min", 64),
                hcpcs("H0005", "Counselling, group", "visit", 24),
                hcpcs("H0015", "Intensive outpatient", "day", 30),
                hcpcs("H0018", "Short-term residential", "day", 28),
                hcpcs("H0020", "Medication-assisted treatment", "day", 90),
                hcpcs("H0034", "Medication training", "15 min", 16),
                hcpcs("H0035", "Partial hospitalisation", "day", 20),
                hcpcs("H0036", "Community support", "15 min", 80),
                hcpcs("H0038", "Peer support", "15 min", 48),
                hcpcs("H0040", "Assertive community treatment", "day", 60),
                hcpcs("H2000", "Comprehensive evaluation", "visit", 1),
                hcpcs("H2010", "Medication service", "15 min", 12),
                hcpcs("H2011", "Crisis intervention", "15 min", 32),
                hcpcs("H2012", "Day treatment", "day", 40),
                hcpcs("H2015", "Community support, comprehensive", "15 min", 100),
                hcpcs("H2017", "Psychosocial rehabilitation", "15 min", 80),
                hcpcs("H2021", "Wraparound", "15 min", 60),
                hcpcs("H2033", "Multisystemic therapy", "15 min", 72),
                hcpcs("T1016", "Case management", "15 min", 40),
                hcpcs("T1017", "Targeted case management", "15 min", 40)));
        codes.addAll(List.of(
                new Code("90791", "Diagnostic evaluation", "CPT", "visit", 2, false),
                new Code("90832", "Psychotherapy, short", "CPT", "visit", 24, false),
                new Code("90834", "Psychotherapy, middle", "CPT", "visit", 24, false),
                new Code("90837", "Psychotherapy, long", "CPT", "visit", 24, false),
                new Code("90846", "Family therapy without the client", "CPT", "visit", 12, false),
                new Code("90847", "Family therapy", "CPT", "visit", 12, false),
                new Code("90853", "Group therapy", "CPT", "visit", 24, false),
                new Code("90785", "Interactive complexity", "CPT_ADD_ON", "visit", 24, false),
                new Code("99213", "Office visit, short", "EM", "visit", 12, false),
                new Code("99214", "Office visit, longer", "EM", "visit", 12, false),
                new Code("NOSHOW", "Missed appointment", "INTERNAL", "visit", 0, true),
                new Code("PHONE", "Phone contact", "INTERNAL", "15 min", 0, true),
                new Code("TRANSPORT", "Transport", "INTERNAL", "visit", 0, true),
                new Code("OUTREACH", "Outreach", "INTERNAL", "15 min", 0, true)));
        return List.copyOf(codes);
    }

    private static Code hcpcs(String code, String label, String unit, int defaultUnits) {
        return new Code(code, label, "HCPCS", unit, defaultUnits, false);
    }

    static List<String> outpatient() {
        return List.of("90791", "90834", "90837", "90847", "H0004", "T1016", "NOSHOW");
    }

    static Map<String, List<String>> groups() {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        groups.put("Outpatient package", outpatient());
        groups.put("Intake", List.of("H0001", "H2000"));
        groups.put("Community support", List.of("H2015", "H0038"));
        groups.put("Medication", List.of("99213", "H2010"));
        groups.put("Contact only", List.of("PHONE"));
        return groups;
    }
}
