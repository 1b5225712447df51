package health.authz.acceptance.document;

import static health.authz.acceptance.dsl.Json.object;
import static health.authz.acceptance.dsl.Json.text;
import static health.authz.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import health.authz.acceptance.dsl.Api;
import health.authz.acceptance.dsl.Login;
import health.authz.acceptance.dsl.Operation;
import health.authz.acceptance.dsl.Organisation;
import health.authz.acceptance.dsl.Preview;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An organisation with two divisions that have clients and one that has none, people who see both, one or neither, and one of
 * everything that a route can be about, made anew as often as it is asked for.
 */
final class SightWorld {
    /** Said of whole operations, so shown to nobody who sees a part. */
    static final String COMMENT = "said of all of them";

    private static final String CARER = "carer";
    private static final LocalDate FIRST_BIRTH = LocalDate.of(1931, 1, 1);
    private static final int ROWS_WITHOUT_A_SECOND_PERSON = 2;

    private final Organisation org = Organisation.open("sight");
    private final Login whole = Login.admin(org.id()).without("auth:bulk-all").as("owner");
    private final Api owner = org.stack().as(whole);
    private final Api admin = org.admin();
    private final String group;
    private final String groupOfTwo;
    /** By client: who sees it, and what of it would give it away. */
    private final Map<String, Seen> clients = new LinkedHashMap<>();

    private int made;

    private record Seen(String division, List<String> assigned, Set<String> words) {}

    /** Who sees a thing. */
    enum Audience {
        /** Who sees its client. */
        CLIENT,
        /** As far as they see its rows; its maker and who may stop everything see all of it. */
        ROWS,
        MAKER,
        /** Who works in it. */
        DIVISION,
        ORGANISATION
    }

    /** What somebody sees of a thing. */
    enum Sight {
        ALL,
        PART,
        NONE
    }

    /**
     * A thing that routes are about.
     *
     * @param state what it is in, for reports
     * @param clients whose it is
     * @param rowsOfEach rows of each client
     * @param ended whether nothing comes any more; streams of it end
     */
    record Thing(String id, String state, Audience audience, List<String> clients, int rowsOfEach, boolean ended) {}

    SightWorld() {
        admin.put("/divisions/elder", object("name", "Elder services", "timeZone", "UTC"))
                .is(204);
        admin.put("/client-groups/wednesday-group", object("name", "Wednesday group"))
                .is(204);
        admin.put("/user-groups/adult-team", object("name", "Adult team")).is(204);
        admin.put("/settings/bulk.four-eyes-above", object("value", ROWS_WITHOUT_A_SECOND_PERSON))
                .is(200);
        org.user("front-desk", false, List.of("*"), "LOW_UNITS");
        org.user("owner", true, List.of("*"), "LOW_UNITS");
        org.user("reader", true, List.of("*"), "LOW_UNITS");
        org.code("H0031", 48);
        org.code("H2014", 48);
        group = org.group("Sight", "H0031");
        groupOfTwo = org.group("Sight of two", "H0031", "H2014");
        eventually(() -> assertThat(owner.preview(adding(groupOfTwo, List.of(client("adult"), client("youth"))))
                        .json()
                        .path("confirm")
                        .path("fourEyes")
                        .asBoolean())
                .as("what is above the limit needs a second person")
                .isTrue());
    }

    Organisation organisation() {
        return org;
    }

    /** Who made everything, and who alone may change what is its maker's. */
    Who maker() {
        return new Who("who made it", whole);
    }

    /** Sees all clients, made nothing, may everything but stop what they do not see. */
    Who reference() {
        return new Who("a colleague", whole.as("colleague"));
    }

    List<Who> logins() {
        Login colleague = whole.as("colleague");
        Login reader = new Login(
                org.id(),
                "reader",
                Set.of("auth:read", "alert:read", "billing:read", "directory:read"),
                List.of("*"),
                "all");
        return List.of(
                reference(),
                maker(),
                new Who("admin", Login.admin(org.id())),
                new Who(
                        "bulk-all, bound elsewhere",
                        Login.admin(org.id()).as("chief").ofDivisions("elder")),
                new Who("both divisions", colleague.as("both").ofDivisions("adult", "youth")),
                new Who("the division adult", colleague.as("adult").ofDivisions("adult")),
                new Who("the division youth", colleague.as("youth").ofDivisions("youth")),
                new Who("a division without clients", colleague.as("elder").ofDivisions("elder")),
                new Who("assigned clients", colleague.as(CARER).ofAssignedClients()),
                new Who("assigned none", colleague.as("nora").ofAssignedClients()),
                new Who(
                        "assigned in another division",
                        colleague.as(CARER).ofDivisions("youth").ofAssignedClients()),
                new Who("a reader", reader),
                new Who("another organisation", Login.admin("other-" + org.id())));
    }

    boolean isOurs(Who who) {
        return who.login().organisation().equals(org.id());
    }

    Sight sight(Who who, Thing thing) {
        if (!isOurs(who)) {
            return Sight.NONE;
        }
        return switch (thing.audience()) {
            case ORGANISATION -> Sight.ALL;
            case DIVISION -> who.seesDivision(thing.id()) ? Sight.ALL : Sight.NONE;
            case MAKER -> isMaker(who) ? Sight.ALL : Sight.NONE;
            case CLIENT -> byClients(who, thing);
            case ROWS -> isMaker(who) || who.may("auth:bulk-all") ? Sight.ALL : byClients(who, thing);
        };
    }

    boolean isMaker(Who who) {
        return isOurs(who) && who.login().user().equals(whole.user());
    }

    private Sight byClients(Who who, Thing thing) {
        long seen = thing.clients().stream().filter(each -> sees(who, each)).count();
        return seen == 0 ? Sight.NONE : seen < thing.clients().size() ? Sight.PART : Sight.ALL;
    }

    boolean sees(Who who, String client) {
        Seen known = clients.get(client);
        return isOurs(who) && known != null && who.sees(known.division(), known.assigned());
    }

    /** How many rows of a thing somebody sees. */
    long rowsOf(Who who, Thing thing) {
        return sight(who, thing) == Sight.ALL
                ? (long) thing.clients().size() * thing.rowsOfEach()
                : thing.clients().stream().filter(each -> sees(who, each)).count() * thing.rowsOfEach();
    }

    /** Names, birth dates and ids of what somebody does not see. */
    Set<String> hiddenFrom(Who who) {
        Set<String> words = new TreeSet<>();
        clients.forEach((id, seen) -> {
            if (!sees(who, id)) {
                words.addAll(seen.words());
            }
        });
        if (!isOurs(who)) {
            words.addAll(List.of("Casey owner", group, groupOfTwo));
        }
        return words;
    }

    /** One of a resource in each state that its routes may want, made anew. */
    List<Thing> fresh(Resource resource) {
        return switch (resource) {
            case AUTHORIZATIONS -> {
                String adult = client("adult", CARER);
                String inactive = client("adult", CARER);
                Thing second = of("inactive", authorization(inactive, 48), Audience.CLIENT, inactive);
                admin.post("/authorizations/" + second.id() + "/inactivate", object("reason", "CORRECTION"))
                        .is(200);
                yield List.of(of("active", authorization(adult, 48), Audience.CLIENT, adult), second);
            }
            case CLIENTS -> {
                String adult = client("adult", CARER);
                eventually(() -> admin.get("/clients/" + adult).is(200));
                yield List.of(of("active", adult, Audience.CLIENT, adult));
            }
            case USERS ->
                record(
                        "users",
                        Audience.ORGANISATION,
                        "name",
                        "Casey owner too",
                        "email",
                        "casey@example.org",
                        "active",
                        true,
                        "profileId",
                        "front-desk",
                        "userGroupIds",
                        List.of(),
                        "divisionIds",
                        List.of("*"),
                        "supervises",
                        List.of());
            case PAYERS -> record("payers", Audience.ORGANISATION, "name", "Payer", "overusePolicy", "BLOCK");
            case DIVISIONS -> record("divisions", Audience.DIVISION, "name", "Division", "timeZone", "UTC");
            case CLIENT_GROUPS -> record("client-groups", Audience.ORGANISATION, "name", "Clients");
            case USER_GROUPS -> record("user-groups", Audience.ORGANISATION, "name", "Users");
            case DIRECTORY -> List.of();
            case BULK_PREVIEWS -> {
                Thing done = done();
                List<String> pair = pair();
                yield List.of(
                        new Thing(
                                text(
                                        owner.get("/bulk-operations/" + done.id())
                                                .is(200)
                                                .json(),
                                        "previewId"),
                                "confirmed",
                                Audience.ROWS,
                                done.clients(),
                                done.rowsOfEach(),
                                true),
                        new Thing(owner.preview(adding(group, pair)).id(), "open", Audience.MAKER, pair, 1, true));
            }
            case BULK_OPERATIONS -> List.of(done(), failed(), awaiting());
            case BULK_DRAFTS -> {
                String draft = UUID.randomUUID().toString();
                owner.post(
                                "/bulk-drafts/" + draft,
                                object(
                                        "list",
                                        "AUTHORIZATIONS",
                                        "filter",
                                        object("payerId", "bcbs"),
                                        "leaveOut",
                                        List.of(UUID.randomUUID().toString())))
                        .is(200);
                yield List.of(of("kept", draft, Audience.MAKER));
            }
            case BULK_MAPPINGS -> {
                String name = name("m");
                owner.put("/bulk-mappings/" + name, object("skipLines", 1)).is(201);
                yield List.of(of("kept", name, Audience.ORGANISATION));
            }
            case BULK_RECIPES -> {
                String name = name("r");
                owner.put(
                                "/bulk-recipes/" + name,
                                object(
                                        "kind", "UPDATE",
                                        "selection",
                                                object(
                                                        "ids",
                                                        List.of(UUID.randomUUID()
                                                                .toString())),
                                        "patch", object("payerReference", "call 1")))
                        .is(201);
                yield List.of(of("kept", name, Audience.ORGANISATION));
            }
            case BILLING_CODES -> {
                String code = name("X");
                admin.put("/billing-codes/" + code, Organisation.codeRecord("Service", 1, false, true))
                        .is(201);
                yield List.of(of("active", code, Audience.ORGANISATION));
            }
            case BILLING_CODE_GROUPS ->
                List.of(of("active", org.group("Group " + name("g"), "H0031"), Audience.ORGANISATION));
            case ALERTS -> List.of(alert());
            case PROFILES -> {
                String id = name("p");
                admin.put(
                                "/profiles/" + id,
                                object("name", "Profile", "active", true, "clientAdmin", false, "rules", List.of()))
                        .is(200, 201);
                yield List.of(of("active", id, Audience.ORGANISATION));
            }
            case SETTINGS -> List.of(of("default", "notes.late-grace-days", Audience.ORGANISATION));
        };
    }

    /** A preview of two rows that its maker alone may confirm. */
    Preview open() {
        return owner.preview(adding(group, pair()));
    }

    String group() {
        return group;
    }

    /** A client of a division, with a name and a birth date that nobody else has. */
    String client(String division, String... assigned) {
        String id = name("sight-c");
        String family = "Hidden" + id.replaceAll("\\D", "");
        String birth = FIRST_BIRTH.plusDays(made).toString();
        Map<String, @Nullable Object> record =
                new LinkedHashMap<>(Organisation.clientRecord(id, true, division, "bcbs", assigned));
        record.put("name", object("family", family, "given", "Robin"));
        record.put("birthDate", birth);
        admin.put("/clients/" + id, record).is(204);
        clients.put(id, new Seen(division, List.of(assigned), new TreeSet<>(Set.of(id, family, birth))));
        return id;
    }

    String authorization(String client, int units) {
        String id = admin.post(
                        "/authorizations",
                        object(
                                "clientId",
                                client,
                                "billingCode",
                                "H0031",
                                "allottedUnits",
                                units,
                                "unitAlertLevel",
                                1,
                                "startDate",
                                org.today().toString(),
                                "endDate",
                                org.today().plusDays(90).toString()))
                .is(201)
                .text("authorizationId");
        clientOf(client).words().add(id);
        eventually(() -> admin.get("/authorizations/" + id).is(200));
        return id;
    }

    private Seen clientOf(String client) {
        return Objects.requireNonNull(clients.get(client));
    }

    private List<String> pair() {
        return List.of(client("adult", CARER), client("youth"));
    }

    private Thing done() {
        List<String> pair = pair();
        Operation done = confirmed(owner, adding(group, pair)).done().succeeded();
        remember(done);
        return new Thing(done.id(), "done", Audience.ROWS, pair, 1, true);
    }

    /** Its maker might not move ends then, and may try again now. */
    private Thing failed() {
        List<String> pair = pair();
        Operation added = confirmed(owner, adding(group, pair)).done().succeeded();
        List<String> ids = remember(added);
        ids.forEach(id -> eventually(() -> admin.get("/authorizations/" + id).is(200)));
        Operation failed = confirmed(
                        org.stack().as(whole.without("auth:special")),
                        object(
                                "kind", "UPDATE",
                                "selection", object("ids", ids),
                                "patch",
                                        object(
                                                "endDate",
                                                org.today().plusDays(30).toString())))
                .done();
        assertThat(failed.state()).isEqualTo("FAILED");
        return new Thing(failed.id(), "failed", Audience.ROWS, pair, 1, true);
    }

    private Thing awaiting() {
        List<String> pair = pair();
        Operation waiting = confirmed(owner, adding(groupOfTwo, pair));
        assertThat(waiting.state()).isEqualTo("AWAITING_APPROVAL");
        return new Thing(waiting.id(), "awaiting approval", Audience.ROWS, pair, 2, false);
    }

    private List<String> remember(Operation added) {
        List<String> ids = new ArrayList<>();
        for (JsonNode row : added.results("")) {
            String id = text(row, "authorizationId");
            clientOf(text(row, "clientId")).words().add(id);
            ids.add(id);
        }
        return ids;
    }

    private Operation confirmed(Api by, Object request) {
        Preview preview = by.preview(request);
        return Operation.of(
                by,
                by.post(
                                "/bulk-operations",
                                object(
                                        "previewId",
                                        preview.id(),
                                        "expectedCount",
                                        preview.count(),
                                        "reason",
                                        "PAYER_LETTER",
                                        "comment",
                                        COMMENT),
                                "Idempotency-Key",
                                UUID.randomUUID().toString())
                        .is(202));
    }

    private Object adding(String codes, List<String> to) {
        return org.adding(object("ids", to), codes);
    }

    private Thing alert() {
        String client = client("adult", CARER);
        String authorization = authorization(client, 4);
        admin.note(authorization, "note-0", "RELEASED", "3", org.today());
        String[] id = {""};
        eventually(() -> {
            List<JsonNode> alerts = owner.get("/alerts?authorizationId=" + authorization)
                    .is(200)
                    .items();
            assertThat(alerts).isNotEmpty();
            id[0] = text(alerts.getFirst(), "id");
        });
        clientOf(client).words().add(id[0]);
        return of("open", id[0], Audience.CLIENT, client);
    }

    private List<Thing> record(String kinds, Audience audience, Object... fields) {
        String id = name("e");
        admin.put("/" + kinds + "/" + id, object(fields)).is(204);
        eventually(() -> admin.get("/" + kinds + "/" + id).is(200));
        return List.of(of("kept", id, audience));
    }

    private static Thing of(String state, String id, Audience audience, String... clients) {
        return new Thing(id, state, audience, List.of(clients), 1, true);
    }

    private String name(String prefix) {
        return "%s-%04d".formatted(prefix, ++made);
    }
}
