package health.authz.gateway.demo;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** The people of the demo: two organisations, each login with what its job needs, and an operator of none. */
enum DemoLogin {
    BILLER(
            "biller",
            Organisation.ABC,
            "Biller",
            "Adds and updates authorizations in bulk, end dates and units too, and undoes it",
            Job.BILLER),
    FRONT_DESK(
            "front-desk",
            Organisation.ABC,
            "Front desk",
            "Adds and updates in bulk, but not end dates and units of managed authorizations",
            Job.FRONT_DESK),
    ADMIN("admin", Organisation.ABC, "Administrator", "Everything: also directory, alerts of all and audit", Job.ADMIN),
    CLINICIAN("clinician", Organisation.ABC, "Clinician", "Reads; writes notes that use units", Job.CLINICIAN),
    CLINICIAN_OWN(
            "clinician-own",
            Organisation.ABC,
            "Clinician, own clients",
            "The same, for the clients assigned to them alone",
            Job.CLINICIAN,
            List.of("*"),
            "assigned"),
    BILLER_ADULT(
            "biller-adult",
            Organisation.ABC,
            "Biller, Adult division",
            "As the biller, for the clients of one division",
            Job.BILLER,
            List.of("adult"),
            "all"),
    AUDITOR(
            "auditor",
            Organisation.ABC,
            "Auditor",
            "Reads authorizations and everything that happened; changes nothing",
            List.of("auth:read", "audit:read")),
    OPS(
            "ops",
            Organisation.NONE,
            "Operator",
            "Has everything told again and replays parked records, past the gateway; opens no page and no other route",
            List.of("ops:replay")),
    BILLER2("biller2", Organisation.NORTHSIDE, "Biller", "As the biller above, in another organisation", Job.BILLER),
    ADMIN2("admin2", Organisation.NORTHSIDE, "Administrator", "Everything in this organisation", Job.ADMIN);

    private final String login;
    private final Organisation organisation;
    private final String job;
    private final String may;
    private final List<String> permissions;
    private final List<String> divisions;
    private final String clients;

    DemoLogin(String login, Organisation organisation, String job, String may, List<String> permissions) {
        this(login, organisation, job, may, permissions, List.of("*"), "all");
    }

    DemoLogin(
            String login,
            Organisation organisation,
            String job,
            String may,
            List<String> permissions,
            List<String> divisions,
            String clients) {
        this.login = login;
        this.organisation = organisation;
        this.job = job;
        this.may = may;
        this.permissions = permissions;
        this.divisions = divisions;
        this.clients = clients;
    }

    static Optional<DemoLogin> of(String login) {
        return Arrays.stream(values()).filter(each -> each.login.equals(login)).findFirst();
    }

    public String login() {
        return login;
    }

    String organisation() {
        return organisation.id;
    }

    public String organisationName() {
        return organisation.name;
    }

    /** What the sign-in page calls the login. */
    public String job() {
        return job;
    }

    /** What the sign-in page says that the login may do. */
    public String may() {
        return may;
    }

    List<String> permissions() {
        return permissions;
    }

    List<String> divisions() {
        return divisions;
    }

    String clients() {
        return clients;
    }

    /** Whether this is somebody of an organisation, who can sign in to the console; an operator has a token alone. */
    boolean isOfAnOrganisation() {
        return organisation != Organisation.NONE;
    }

    private enum Organisation {
        NONE("", "No organisation"),
        ABC("abc-therapeutic", "ABC Therapeutic Group"),
        NORTHSIDE("northside", "Northside Counseling");

        private final String id;
        private final String name;

        Organisation(String id, String name) {
            this.id = id;
            this.name = name;
        }
    }

    private static final class Job {
        static final List<String> FRONT_DESK = List.of(
                "auth:read",
                "auth:write",
                "auth:bulk",
                "auth:bulk-revert",
                "alert:read",
                "alert:manage",
                "billing:read",
                "billing:write",
                "directory:read");
        static final List<String> BILLER = with(FRONT_DESK, "auth:special");
        static final List<String> CLINICIAN = List.of("auth:read", "note:write", "alert:read");
        static final List<String> ADMIN =
                with(BILLER, "auth:bulk-all", "settings:manage", "note:write", "directory:write", "audit:read");

        private static List<String> with(List<String> these, String... more) {
            TreeSet<String> all = new TreeSet<>(these);
            all.addAll(Arrays.asList(more));
            return List.copyOf(all);
        }
    }
}
