package health.authz.acceptance.dsl;

import static health.authz.acceptance.dsl.Json.object;
import static health.authz.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An organisation of a test's own, with two divisions, two insurance companies and a few billing codes. */
public final class Organisation {
    /** Also where a store was lost by a test before, and is being read anew. */
    private static final Duration CAUGHT_UP = Duration.ofMinutes(5);

    private final Stack stack;
    private final String id;
    private long clients;

    private Organisation(Stack stack, String id) {
        this.stack = stack;
        this.id = id;
    }

    /** Divisions {@code adult} and {@code youth}, payers {@code bcbs} and {@code aetna}; nobody else yet. */
    public static Organisation open(String name) {
        return open(Stack.running(), name);
    }

    /** The same on another stack. */
    public static Organisation open(Stack stack, String name) {
        Stack.awaitDayThatLasts();
        Organisation opened = new Organisation(
                stack, name + "-" + UUID.randomUUID().toString().substring(0, 8));
        Api admin = opened.admin();
        admin.put("/divisions/adult", object("name", "Adult services", "timeZone", "UTC"))
                .is(200, 201, 204);
        admin.put("/divisions/youth", object("name", "Youth services", "timeZone", "America/Chicago"))
                .is(200, 201, 204);
        admin.put("/payers/bcbs", object("name", "Blue Cross of Example", "overusePolicy", "BLOCK"))
                .is(200, 201, 204);
        admin.put("/payers/aetna", object("name", "Aetna of Example", "overusePolicy", "BLOCK"))
                .is(200, 201, 204);
        eventually(CAUGHT_UP, () -> {
            assertThat(admin.get("/divisions").is(200).count()).isEqualTo(2);
            assertThat(admin.get("/payers").is(200).count()).isEqualTo(2);
        });
        return opened;
    }

    public String id() {
        return id;
    }

    public Stack stack() {
        return stack;
    }

    public LocalDate today() {
        return stack.today();
    }

    public Api admin() {
        return stack.as(Login.admin(id));
    }

    public Api biller() {
        return stack.as(Login.biller(id));
    }

    public Api clinician() {
        return stack.as(Login.clinician(id));
    }

    public Api frontDesk() {
        return stack.as(Login.frontDesk(id));
    }

    /** A client of one division and one payer, assigned to some staff. */
    public String client(String clientId, String division, String payer, String... assigned) {
        admin().put("/clients/" + clientId, clientRecord(clientId, true, division, payer, assigned))
                .is(200, 201, 204);
        clients++;
        return clientId;
    }

    public static Map<String, @Nullable Object> clientRecord(
            String clientId, boolean active, String division, String payer, String... assigned) {
        return object(
                "name", object("family", "Sample", "given", "Client " + clientId),
                "birthDate", "1990-02-28",
                "active", active,
                "divisionIds", List.of(division),
                "payerIds", List.of(payer),
                "clientGroupIds", List.of(),
                "assignedUserIds", List.of(assigned));
    }

    /** Many clients at once, named {@code prefix-0001} and so on, by the import. */
    public List<String> manyClients(String prefix, int count, String division, String payer) {
        List<String> ids = IntStream.rangeClosed(1, count)
                .mapToObj(i -> "%s-%04d".formatted(prefix, i))
                .toList();
        StringBuilder lines = new StringBuilder();
        ids.forEach(client -> lines.append(Json.write(
                        object("kind", "client", "id", client, "value", clientRecord(client, true, division, payer))))
                .append('\n'));
        admin().post("/directory/import", lines.toString(), "Content-Type", "application/x-ndjson")
                .is(200);
        clients += count;
        return ids;
    }

    /** Waits until the clients made so far can be found, and those who are alerted about them. */
    public Organisation known() {
        eventually(CAUGHT_UP, () -> {
            assertThat(admin().get("/clients?limit=1").is(200).count()).isEqualTo(clients);
            assertThat(stack.count("alert", "select count(*) from client_copy where tenant = ?", id))
                    .isGreaterThanOrEqualTo(clients);
        });
        return this;
    }

    /** A managed 15-minute code, known to the service that adds authorizations. */
    public String code(String code, @Nullable Integer defaultUnits) {
        return code(code, defaultUnits, false);
    }

    public String code(String code, @Nullable Integer defaultUnits, boolean unmanaged) {
        admin().put("/billing-codes/" + code, codeRecord("Service " + code, defaultUnits, unmanaged, true))
                .is(200, 201, 204);
        eventuallyHeld(
                "auth_command",
                "billing_code_copy where tenant = ? and code = ? and unmanaged = ? and active"
                        + " and default_units is not distinct from ?::int",
                code,
                unmanaged,
                defaultUnits);
        return code;
    }

    /** Waits until a service holds what it copies from another: what is made of it may not be made before. */
    private void eventuallyHeld(String service, String rows, @Nullable Object... ofTheTenant) {
        Object[] parameters =
                Stream.concat(Stream.of(id), Arrays.stream(ofTheTenant)).toArray();
        eventually(() -> assertThat(stack.count(service, "select count(*) from " + rows, parameters))
                .as("%s holds %s", service, rows)
                .isPositive());
    }

    public static Map<String, @Nullable Object> codeRecord(
            String description, @Nullable Integer defaultUnits, boolean unmanaged, boolean active) {
        return object(
                "description", description,
                "type", "INTERNAL",
                "unitLabel", "15 min",
                "defaultUnits", defaultUnits,
                "authDecrementAction", "PER_UNIT_BILLED",
                "unmanaged", unmanaged,
                "active", active);
    }

    /** A group of codes, known to the service that adds authorizations; answers its id. */
    public String group(String name, String... codes) {
        List<Object> members = new ArrayList<>();
        for (String code : codes) {
            members.add(object("code", code));
        }
        String group = biller().post("/billing-code-groups", object("name", name, "active", true, "codes", members))
                .is(201)
                .text("id");
        stack.awaitGroup(id, group);
        return group;
    }

    /** A member of staff with a profile of these rules, alerted from now on on clients of these divisions. */
    public void user(String userId, boolean clientAdmin, List<String> divisions, String... rules) {
        List<Object> wanted = new ArrayList<>();
        for (String rule : rules) {
            wanted.add(object("kind", rule, "scope", object("all", true), "channels", List.of("INBOX")));
        }
        admin().put(
                        "/profiles/" + userId + "-profile",
                        object(
                                "name",
                                "Profile of " + userId,
                                "active",
                                true,
                                "clientAdmin",
                                clientAdmin,
                                "rules",
                                wanted))
                .is(200, 201, 204);
        admin().put(
                        "/users/" + userId,
                        object(
                                "name",
                                "Casey " + userId,
                                "email",
                                userId + "@example.org",
                                "active",
                                true,
                                "profileId",
                                userId + "-profile",
                                "userGroupIds",
                                List.of(),
                                "divisionIds",
                                divisions,
                                "supervises",
                                List.of()))
                .is(200, 201, 204);
        eventually(() -> admin().get("/users/" + userId).is(200));
        eventuallyHeld(
                "alert",
                "user_copy where tenant = ? and user_id = ? and profile_id = ? and division_ids = ?::text[]",
                userId,
                userId + "-profile",
                divisions.toArray(String[]::new));
    }

    /** The request of a bulk add for a selection of clients, with dates of today and 90 days on. */
    public Map<String, @Nullable Object> adding(Object clientSelection, String groupId, Object... moreValues) {
        Map<String, @Nullable Object> values = object(
                "startDate", today().toString(), "endDate", today().plusDays(90).toString());
        values.putAll(object(moreValues));
        return object("kind", "ADD", "clients", clientSelection, "billingCodeGroupId", groupId, "values", values);
    }

    /** One authorization with so many units, by the single add; answers its id once it is listed. */
    public String authorization(String clientId, String code, int units, Object... more) {
        Map<String, @Nullable Object> request = object(
                "clientId", clientId,
                "billingCode", code,
                "allottedUnits", units,
                "startDate", today().toString(),
                "endDate", today().plusDays(90).toString());
        request.putAll(object(more));
        String made = biller().post("/authorizations", request).is(201).text("authorizationId");
        eventually(() -> biller().get("/authorizations/" + made).is(200));
        return made;
    }
}
