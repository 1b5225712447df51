package health.authz.authorizationlist.view;

import health.authz.directorylist.view.Days;
import health.authz.directorylist.view.Directory;
import health.authz.directorylist.view.ReferenceKind;
import health.authz.directorylist.view.Texts;
import health.authz.directorylist.view.Visible;
import health.authz.events.Units;
import health.authz.events.alert.AlertEvent.AlertKind;
import health.authz.paging.KeysetPages;
import health.authz.platform.security.Caller;
import health.authz.platform.web.Problems;
import health.authz.platform.web.QueryParameters;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bson.Document;

/** The filters of the master list, and what each means. Shared by list, summary, export and selections. */
public final class AuthorizationFilter {
    public static final Set<String> NAMES = Set.of(
            "clientId",
            "divisionId",
            "payerId",
            "clientGroupId",
            "userGroupId",
            "billingCode",
            "billingCodeGroupId",
            "status",
            "unmanaged",
            "authorizationNumber",
            "numberMissing",
            "clientActive",
            "startsFrom",
            "startsTo",
            "endsFrom",
            "endsTo",
            "expiresWithinDays",
            "remainingAtMost",
            "remainingAtLeast",
            "alertOpen",
            "operationId",
            "q");
    private static final Pattern SYSTEM_AUTH_NO = Pattern.compile("#?(\\d{1,18})");
    private static final int DAYS_MAX = 3_650;
    private static final int YEAR_LEAST = 2_000;
    private static final int YEAR_MOST = 2_100;
    private final QueryParameters given;
    private final Caller caller;
    private final Directory directory;
    private final Days days;
    private final List<Document> conditions = new ArrayList<>();

    private AuthorizationFilter(QueryParameters given, Caller caller, Directory directory, Days days) {
        this.given = given;
        this.caller = caller;
        this.directory = directory;
        this.days = days;
    }

    /** The rows that match, of those that the caller may see. */
    public static Document of(QueryParameters given, Caller caller, Directory directory, Days days) {
        AuthorizationFilter filter = new AuthorizationFilter(given, caller, directory, days);
        filter.conditions.add(Visible.to(caller));
        filter.people();
        filter.facts();
        filter.dates();
        filter.status(statuses(given));
        return KeysetPages.all(filter.conditions.toArray(Document[]::new));
    }

    /** ACTIVE and PENDING_START unless said otherwise. */
    public static Set<Status> statuses(QueryParameters given) {
        EnumSet<Status> wanted = EnumSet.noneOf(Status.class);
        for (String name : given.list("status")) {
            wanted.add(Arrays.stream(Status.values())
                    .filter(status -> status.name().equals(name))
                    .findFirst()
                    .orElseThrow(
                            () -> Problems.invalid("status", "holds some of " + Arrays.toString(Status.values()))));
        }
        return wanted.isEmpty() ? EnumSet.of(Status.ACTIVE, Status.PENDING_START) : wanted;
    }

    private void people() {
        given.text("clientId").ifPresent(id -> is("clientId", id));
        named("divisionId", ReferenceKind.DIVISIONS, "divisionIds");
        named("payerId", ReferenceKind.PAYERS, "payerKey");
        named("clientGroupId", ReferenceKind.CLIENT_GROUPS, "clientGroupIds");
        given.text("userGroupId").ifPresent(id -> {
            directory.mustKnow(caller, ReferenceKind.USER_GROUPS, id);
            is("assignedUserIds", new Document("$in", directory.membersOf(caller, id)));
        });
        switch (given.text("clientActive").orElse("true")) {
            case "true" -> is("clientActive", true);
            case "false" -> is("clientActive", false);
            case "any" -> {}
            default -> throw Problems.invalid("clientActive", "is true, false or any");
        }
    }

    private void named(String name, ReferenceKind kind, String field) {
        given.text(name).ifPresent(id -> {
            directory.mustKnow(caller, kind, id);
            is(field, id);
        });
    }

    private void facts() {
        given.text("billingCode").ifPresent(code -> is("billingCode", directory.codeNamed(caller, code)));
        given.text("billingCodeGroupId")
                .ifPresent(id ->
                        is("billingCode", new Document("$in", directory.codesOf(caller, "billingCodeGroupId", id))));
        given.flag("unmanaged").ifPresent(flag -> is("unmanaged", flag));
        given.text("authorizationNumber").ifPresent(number -> is("numberKey", Texts.normalised(number)));
        given.flag("numberMissing").ifPresent(missing -> is("number", missing ? null : new Document("$ne", null)));
        given.units("remainingAtMost").ifPresent(most -> is("remaining", new Document("$lte", hundredths(most))));
        given.units("remainingAtLeast").ifPresent(least -> is("remaining", new Document("$gte", hundredths(least))));
        given.text("alertOpen").ifPresent(this::alertOpen);
        given.text("operationId").ifPresent(id -> is("operationIds", id));
        given.text("q")
                .ifPresent(q -> conditions.add(Texts.contains(
                        q,
                        AuthorizationFilter::systemAuthNo,
                        "clientSearch",
                        "clientIdKey",
                        "codeKey",
                        "numberKey",
                        "referenceKey")));
    }

    /** Digits may be the number that the system gave, and then the whole of it; people copy it with its sign. */
    private static Optional<Document> systemAuthNo(String word) {
        Matcher digits = SYSTEM_AUTH_NO.matcher(word);
        return digits.matches()
                ? Optional.of(new Document("systemAuthNo", Long.parseLong(digits.group(1))))
                : Optional.empty();
    }

    private void alertOpen(String wanted) {
        List<Document> open = new ArrayList<>();
        for (AlertKind kind : AlertKind.values()) {
            if (wanted.equals("true") || wanted.equals("false") || wanted.equals(kind.name())) {
                open.add(new Document("alerts." + kind, new Document("$mod", List.of(2, 0))));
            }
        }
        if (open.isEmpty()) {
            throw Problems.invalid("alertOpen", "is true, false, LOW_UNITS or EXPIRING");
        }
        conditions.add(new Document(wanted.equals("false") ? "$nor" : "$or", open));
    }

    private void dates() {
        date("startsFrom").ifPresent(date -> is("start", new Document("$gte", date.toString())));
        date("startsTo").ifPresent(date -> is("start", new Document("$lte", date.toString())));
        date("endsFrom").ifPresent(date -> is("end", new Document("$gte", date.toString())));
        date("endsTo").ifPresent(date -> is("end", new Document("$lte", date.toString())));
        given.integer("expiresWithinDays", 0, DAYS_MAX)
                .ifPresent(within -> conditions.add(days.condition(day -> endsWithin(day, within))));
    }

    /** A year outside of what authorizations have is a slip of the keyboard, and lists nothing or everything. */
    private Optional<LocalDate> date(String name) {
        Optional<LocalDate> date = given.date(name);
        date.filter(each -> each.getYear() < YEAR_LEAST || each.getYear() > YEAR_MOST)
                .ifPresent(outside -> {
                    throw Problems.invalid(name, "lies from " + YEAR_LEAST + " to " + YEAR_MOST + "; look at its year");
                });
        return date;
    }

    private static Document endsWithin(LocalDate day, int within) {
        return new Document(
                "end",
                new Document("$gte", day.toString())
                        .append("$lte", day.plusDays(within).toString()));
    }

    private void status(Set<Status> wanted) {
        conditions.add(days.condition(day -> Status.anyOf(wanted, day)));
    }

    private void is(String field, @org.jspecify.annotations.Nullable Object value) {
        conditions.add(new Document(field, value));
    }

    private static long hundredths(Units units) {
        return units.value().movePointRight(2).longValueExact();
    }
}
