package health.authz.acceptance.document;

import static health.authz.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import health.authz.acceptance.document.Document.Operation;
import health.authz.acceptance.document.SightWorld.Audience;
import health.authz.acceptance.document.SightWorld.Sight;
import health.authz.acceptance.document.SightWorld.Thing;
import health.authz.acceptance.dsl.Answer;
import health.authz.acceptance.dsl.Api;
import health.authz.acceptance.dsl.Json;
import health.authz.acceptance.dsl.Preview;
import health.authz.acceptance.dsl.Stack;
import health.authz.acceptance.dsl.Truth;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every route of the API document, asked by everybody about what they see, see in part, and do not see. A new route is among
 * them by itself; one about something that {@link Resource} does not know fails by its name. What is hidden is answered as
 * what does not exist, is changed by nobody who does not see it, and is told of by no answer at all.
 */
class SightMatrixIT {
    private static final String JSON = "application/json";
    private static final String EVENTS = "text/event-stream";
    private static final String NOBODYS = "00000000-0000-8000-8000-000000000000";
    private static final String NO_SUCH = "no-such-1";
    /** Of a file, and files are shown to who sent them. */
    private static final String MAKERS_ALONE = "/bulk-previews/{id}/file-problems";
    /** Two permissions, each of which lets one in. */
    private static final Map<String, String> ALSO_WITH = Map.of("listSettings", "alert:manage");
    /** Of these the document shows bodies that name a thing by its id. */
    private static final String CLIENT_ID = "clientId";

    private static final String PREVIEW_ID = "previewId";
    private static final Document DOCUMENT = Document.servedBy(Stack.running().gateway());
    private static final SightWorld WORLD = new SightWorld();
    private static final Map<Resource, List<Thing>> SHARED = new EnumMap<>(Resource.class);

    static Stream<Operation> routes() {
        return DOCUMENT.operations().stream();
    }

    static Stream<Operation> reads() {
        return routes().filter(each -> each.method().equals("GET") && isOfOne(each));
    }

    static Stream<Operation> lists() {
        return routes().filter(each -> each.method().equals("GET") && !isOfOne(each));
    }

    static Stream<Operation> deeds() {
        return routes().filter(each -> !each.method().equals("GET") && isOfOne(each));
    }

    static Stream<Operation> deedsWithoutId() {
        return routes().filter(each -> !each.method().equals("GET") && !isOfOne(each));
    }

    private static boolean isOfOne(Operation operation) {
        return operation.path().contains("{");
    }

    @Test
    void it_is_known_of_every_route_what_it_is_about() {
        assertThat(routes().filter(each -> Resource.of(each).isEmpty()).map(each -> each.method() + " " + each.path()))
                .as("routes about something of which nobody has said who sees it")
                .isEmpty();
        assertThat(routes()).hasSizeGreaterThan(70);
    }

    @ParameterizedTest
    @MethodSource("routes")
    void without_the_permission_it_is_refused_before_anything_is_looked_at(Operation route) {
        SoftAssertions all = new SoftAssertions();
        for (Thing thing : isOfOne(route) ? shared(route) : List.<Thing>of(nothing())) {
            for (Who who : WORLD.logins()) {
                if (!isAllowed(who, route)) {
                    Answer answer = send(
                            api(who),
                            route,
                            thing.id(),
                            bodyOf(route),
                            route.answeredTypes().getFirst());
                    String cell = cell(route, thing, who, answer);
                    all.assertThat(answer.status()).as(cell).isEqualTo(403);
                    all.assertThat(answer.body()).as(cell).contains("\"permission\"");
                    tellsNothing(all, route, thing, who, answer, "");
                }
            }
        }
        all.assertAll();
    }

    @ParameterizedTest
    @MethodSource("routes")
    void an_operator_of_no_organisation_is_let_in_nowhere(Operation route) {
        Api operator = WORLD.organisation()
                .stack()
                .withToken(WORLD.organisation().stack().tokens().ofOperator());
        Thing thing = isOfOne(route) ? shared(route).getFirst() : nothing();

        send(operator, route, thing.id(), bodyOf(route), route.answeredTypes().getFirst())
                .isProblem(401);
    }

    @ParameterizedTest
    @MethodSource("reads")
    void what_is_read_of_one_is_all_a_part_or_nothing(Operation route) {
        SoftAssertions all = new SoftAssertions();
        for (Thing thing : shared(route)) {
            for (Who who : allowed(route)) {
                for (String type : route.answeredTypes()) {
                    if (type.equals(EVENTS) && !thing.ended()) {
                        continue; // such a stream lasts
                    }
                    read(all, route, thing, who, type);
                }
            }
        }
        all.assertAll();
    }

    private static void read(SoftAssertions all, Operation route, Thing thing, Who who, String type) {
        Answer answer = send(api(who), route, thing.id(), "", type);
        String cell = cell(route, thing, who, answer);
        Sight sight = sight(who, route, thing);
        if (sight == Sight.NONE) {
            all.assertThat(answer.status()).as(cell).isEqualTo(404);
            isAsOfNothing(all, route, thing, who, answer, "");
        } else {
            all.assertThat(answer.status()).as(cell).isEqualTo(200);
            boolean isWhole = sight == Sight.ALL;
            if (thing.audience() == Audience.ROWS && !route.path().equals(MAKERS_ALONE)) {
                countsRows(all, thing, who, cell, answer, type);
                boolean isItself = route.path().endsWith("}");
                if (isItself || type.equals(EVENTS)) {
                    all.assertThat(answer.body().contains("\"partial\":true"))
                            .as("partial: %s", cell)
                            .isEqualTo(!isWhole);
                }
                if (!isWhole) {
                    all.assertThat(answer.body()).as(cell).doesNotContain(SightWorld.COMMENT);
                }
            }
        }
        tellsNothing(all, route, thing, who, answer, "");
    }

    private static void countsRows(SoftAssertions all, Thing thing, Who who, String cell, Answer answer, String type) {
        if (!type.equals(JSON)) {
            return;
        }
        JsonNode body = answer.json();
        long rows = WORLD.rowsOf(who, thing);
        JsonNode total = body.path("progress").path("total");
        if (total.isNumber()) {
            all.assertThat(total.longValue()).as("rows: %s", cell).isEqualTo(rows);
        }
        if (thing.ended()
                && body.path("count").isNumber()
                && !body.path("nextCursor").isString()) {
            all.assertThat(body.path("count").longValue()).as("rows: %s", cell).isEqualTo(rows);
        }
    }

    /** Also of what is asked for by the id of something hidden, and under each choice that a list offers. */
    @ParameterizedTest
    @MethodSource("lists")
    void a_list_has_what_is_seen_and_counts_that(Operation route) {
        SoftAssertions all = new SoftAssertions();
        Resource resource = resource(route);
        List<Thing> things = shared(resource);
        for (Who who : allowed(route)) {
            Set<String> listed = new TreeSet<>();
            boolean isList = false;
            for (String query : queries(route)) {
                for (String type : route.answeredTypes()) {
                    String path = route.path() + query;
                    Answer answer = api(who).get(path, "Accept", type);
                    String cell = who + ": " + answer.request() + " " + type + " → " + answer.status();
                    boolean isRefused = answer.status() == 422 || answer.status() == 403;
                    all.assertThat(answer.status() == 200 || (isRefused && !query.isEmpty()))
                            .as("%s %s", cell, answer.body())
                            .isTrue();
                    tellsNothing(all, route, nothing(), who, answer, path);
                    if (type.equals(JSON)
                            && answer.status() == 200
                            && answer.json().has("items")) {
                        isList = true;
                        things.stream()
                                .map(Thing::id)
                                .filter(id -> answer.body().contains("\"" + id + "\""))
                                .forEach(listed::add);
                        if (!answer.json().path("nextCursor").isString()) {
                            all.assertThat(answer.count())
                                    .as("%s %s", cell, answer.body())
                                    .isEqualTo(answer.items().size());
                        }
                    }
                    if (type.equals(JSON) && answer.status() == 200 && isSummary(answer)) {
                        all.assertThat(answer.count())
                                .as("%s %s", cell, answer.body())
                                .isEqualTo(api(who).get(resource.collection() + query)
                                        .is(200)
                                        .count());
                    }
                }
            }
            if (isList) {
                for (Thing thing : things) {
                    Sight sight = WORLD.sight(who, thing);
                    boolean isKept = resource.ids() == Resource.Ids.FIXED || sight != Sight.NONE;
                    all.assertThat(listed.contains(thing.id()))
                            .as("%s lists %s for %s", route, thing, who)
                            .isEqualTo(isKept);
                }
            }
        }
        all.assertAll();
    }

    private static boolean isSummary(Answer answer) {
        return answer.json().has("count") && !answer.json().has("items");
    }

    /** Who is refused first, all on one thing that must stay as it is; then each who is not, on one of its own. */
    @ParameterizedTest
    @MethodSource("deeds")
    void a_deed_is_done_by_who_sees_the_whole_alone(Operation route) throws SQLException {
        SoftAssertions all = new SoftAssertions();
        Resource resource = resource(route);
        String body = bodyOf(route);
        List<Thing> forRefusals = WORLD.fresh(resource);
        for (Thing thing : forRefusals) {
            String before = stateOf(resource, thing);
            long events = new Truth(WORLD.organisation()).storedEvents();
            for (Who who : allowed(route)) {
                if (!mayDo(who, route, thing)) {
                    refused(all, route, thing, who, body);
                }
            }
            all.assertThat(stateOf(resource, thing))
                    .as("%s left %s as it was", route, thing)
                    .isEqualTo(before);
            all.assertThat(new Truth(WORLD.organisation()).storedEvents())
                    .as("%s wrote nothing about %s", route, thing)
                    .isEqualTo(events);
        }
        done(all, route, forRefusals, body);
        all.assertAll();
    }

    private static void refused(SoftAssertions all, Operation route, Thing thing, Who who, String body) {
        Answer answer = send(api(who), route, thing.id(), body, JSON);
        String cell = cell(route, thing, who, answer);
        if (WORLD.sight(who, thing) == Sight.PART) {
            all.assertThat(answer.status()).as(cell).isEqualTo(403);
            all.assertThat(answer.body()).as(cell).contains("/problems/sees-only-part");
        } else if (WORLD.sight(who, thing) == Sight.ALL) {
            all.assertThat(answer.status()).as(cell).isIn(403, 409);
        } else if (resource(route).ids() == Resource.Ids.GIVEN) {
            all.assertThat(answer.status()).as(cell).isEqualTo(404);
            isAsOfNothing(all, route, thing, who, answer, body);
        } else {
            all.assertThat(answer.status()).as(cell).isLessThan(500);
            if (resource(route).ids() == Resource.Ids.CHOSEN) {
                isAsOfNothing(all, route, thing, who, answer, body);
            }
        }
        tellsNothing(all, route, thing, who, answer, body);
    }

    private static void done(SoftAssertions all, Operation route, List<Thing> like, String body) {
        Set<Integer> statuses = new TreeSet<>();
        Map<String, String> asTheReference = new HashMap<>();
        for (Who who : allowed(route)) {
            if (like.stream().noneMatch(thing -> mayDo(who, route, thing))) {
                continue;
            }
            List<Thing> own = WORLD.fresh(resource(route));
            for (Thing thing : own) {
                if (!mayDo(who, route, thing)) {
                    continue;
                }
                Answer answer = send(api(who), route, thing.id(), fitting(thing, resource(route), body), JSON);
                String cell = cell(route, thing, who, answer);
                statuses.add(answer.status());
                all.assertThat(answer.status()).as(cell).isNotEqualTo(404).isLessThan(500);
                all.assertThat(answer.body()).as(cell).doesNotContain("sees-only-part");
                String outcome = answer.status() + " " + (answer.status() < 300 ? "" : answer.problemType());
                if (!WORLD.isMaker(who)) {
                    String expected = asTheReference.computeIfAbsent(thing.state(), state -> outcome);
                    all.assertThat(outcome).as("as the others: %s", cell).isEqualTo(expected);
                }
                tellsNothing(all, route, thing, who, answer, body);
            }
        }
        all.assertThat(statuses)
                .as("%s can be done to one of the things at least, or nothing is shown by its refusals", route)
                .anyMatch(status -> status < 300);
    }

    /** The document's body for a thing of ours: a code of no family, a name that no other has. */
    private static String fitting(Thing thing, Resource resource, String body) {
        if (!body.startsWith("{") || !(Json.read(body) instanceof ObjectNode fields)) {
            return body;
        }
        if (resource == Resource.BILLING_CODES && fields.has("type")) {
            fields.put("type", "INTERNAL");
        }
        if (resource == Resource.BILLING_CODE_GROUPS && fields.has("name")) {
            fields.put("name", "Renamed " + thing.id());
        }
        return Json.write(fields);
    }

    /** Deeds whose body names what they are about. */
    @ParameterizedTest
    @MethodSource("deedsWithoutId")
    void what_a_body_names_and_somebody_does_not_see_is_as_if_it_were_not_there(Operation route) throws SQLException {
        SoftAssertions all = new SoftAssertions();
        Set<Integer> statuses = new TreeSet<>();
        for (String example : bodiesOf(route)) {
            for (Who who : allowed(route)) {
                String client = WORLD.client("adult", "carer");
                String authorization = example.contains(Samples.AUTHORIZATION) ? WORLD.authorization(client, 48) : "";
                @Nullable Preview preview = example.contains(Samples.PREVIEW) ? WORLD.open() : null;
                String body = example.replace(Samples.CLIENT, client)
                        .replace(Samples.AUTHORIZATION, authorization)
                        .replace(Samples.GROUP, WORLD.group())
                        .replace(Samples.PREVIEW, preview == null ? NOBODYS : preview.id());
                boolean namesHidden = preview == null
                        ? example.contains("\"" + CLIENT_ID + "\":\"" + Samples.CLIENT) && !WORLD.sees(who, client)
                        : !WORLD.isMaker(who);
                long events = new Truth(WORLD.organisation()).storedEvents();
                Answer answer = sendTo(api(who), route, route.path(), "", body, JSON);
                String cell =
                        who + ": " + answer.request() + " " + body + " → " + answer.status() + " " + answer.body();
                all.assertThat(answer.status()).as(cell).isLessThan(500);
                if (namesHidden) {
                    String nobodys =
                            preview == null ? body.replace(client, NO_SUCH) : body.replace(preview.id(), NOBODYS);
                    Answer nothing = sendTo(api(who), route, route.path(), "", nobodys, JSON);
                    all.assertThat(answer.status()).as(cell).isBetween(400, 499).isEqualTo(nothing.status());
                    all.assertThat(answer.problemType()).as(cell).isEqualTo(nothing.problemType());
                    all.assertThat(new Truth(WORLD.organisation()).storedEvents())
                            .as(cell)
                            .isEqualTo(events);
                } else if (WORLD.isOurs(who) && who.seesEveryClient()) {
                    statuses.add(answer.status());
                }
                tellsNothing(all, route, nothing(), who, answer, body);
            }
        }
        all.assertThat(statuses).as("%s can be done", route).anyMatch(status -> status < 300);
        all.assertAll();
    }

    /** Everybody who has the permissions of a route. */
    private static List<Who> allowed(Operation route) {
        return WORLD.logins().stream().filter(who -> isAllowed(who, route)).toList();
    }

    private static boolean isAllowed(Who who, Operation route) {
        return route.permissions().stream().allMatch(who::may)
                || (ALSO_WITH.containsKey(route.id()) && who.may(ALSO_WITH.getOrDefault(route.id(), "")));
    }

    private static Sight sight(Who who, Operation route, Thing thing) {
        if (route.path().equals(MAKERS_ALONE)) {
            return WORLD.isMaker(who) ? Sight.ALL : Sight.NONE;
        }
        return resource(route).ids() == Resource.Ids.FIXED ? Sight.ALL : WORLD.sight(who, thing);
    }

    private static boolean mayDo(Who who, Operation route, Thing thing) {
        if (!WORLD.isOurs(who)) {
            return false;
        }
        boolean changesIt = route.path().endsWith("}");
        return switch (resource(route).writers()) {
            case ANYBODY -> true;
            case WHO_SEES_IT -> WORLD.sight(who, thing) == Sight.ALL;
            case UNBOUND -> who.seesEveryClient();
            case ITS_MAKER -> WORLD.isMaker(who) || !changesIt;
        };
    }

    private static Resource resource(Operation route) {
        return Resource.of(route)
                .orElseThrow(() -> new AssertionError("Nobody has said who sees what " + route.method() + " "
                        + route.path() + " is about; add it to Resource"));
    }

    private static List<Thing> shared(Operation route) {
        return shared(resource(route));
    }

    private static List<Thing> shared(Resource resource) {
        return SHARED.computeIfAbsent(resource, WORLD::fresh);
    }

    private static Thing nothing() {
        return new Thing("", "", Audience.ORGANISATION, List.of(), 0, true);
    }

    private static Api api(Who who) {
        return Stack.running().as(who.login());
    }

    private static Answer send(Api api, Operation route, String id, String body, String type) {
        return sendTo(api, route, pathOf(route, id), isOfOne(route) ? oneOf(route, id) : "", body, type);
    }

    /** @param tagged whose ETag of now is sent where the route asks for one; empty = none */
    private static Answer sendTo(Api api, Operation route, String path, String tagged, String body, String type) {
        List<String> headers = new ArrayList<>(List.of("Accept", type));
        if (!route.method().equals("GET")) {
            headers.addAll(Samples.headers(DOCUMENT, route));
        }
        contentType(route).ifPresent(content -> headers.addAll(List.of("Content-Type", content)));
        boolean ifMatch = DOCUMENT.parameters(route, "header").stream()
                .anyMatch(header -> header.path("name").asString().equals("If-Match"));
        if (ifMatch && !tagged.isEmpty()) {
            String tag =
                    api(WORLD.maker()).get(tagged).headers().firstValue("ETag").orElse("\"0\"");
            headers.addAll(List.of("If-Match", tag));
        }
        return api.send(route.method(), path, body, headers.toArray(String[]::new));
    }

    private static Optional<String> contentType(Operation route) {
        return route.body().path("requestBody").path("content").propertyNames().stream()
                .findFirst();
    }

    /** The address of the thing itself. */
    private static String oneOf(Operation route, String id) {
        return resource(route).collection() + "/" + id;
    }

    /** The first name in the path is the thing's; what follows is as the document has it. */
    private static String pathOf(Operation route, String id) {
        String path = route.path();
        boolean isFirst = true;
        for (JsonNode parameter : DOCUMENT.parameters(route, "path")) {
            String value = isFirst ? id : parameter.path("example").asString();
            path = path.replace("{" + parameter.path("name").asString() + "}", value);
            isFirst = false;
        }
        return DOCUMENT.withRequiredQuery(route, path);
    }

    private static String bodyOf(Operation route) {
        List<String> bodies = bodiesOf(route);
        return bodies.getFirst();
    }

    /** At least one; empty where the route takes none. */
    private static List<String> bodiesOf(Operation route) {
        List<String> bodies = route.body()
                .path("requestBody")
                .path("content")
                .valueStream()
                .limit(1)
                .flatMap(media -> media.path("examples").valueStream())
                .map(example -> example.path("value"))
                .map(value -> value.isString() ? value.asString() : Json.write(value))
                .map(text -> Samples.onDay(WORLD.organisation().today(), text))
                .toList();
        return bodies.isEmpty() ? List.of("") : bodies;
    }

    /** None; each choice of each parameter; each id of something that some do not see. */
    private static List<String> queries(Operation route) {
        List<String> required = new ArrayList<>();
        List<String> queries = new ArrayList<>();
        for (JsonNode parameter : DOCUMENT.parameters(route, "query")) {
            String name = parameter.path("name").asString();
            JsonNode schema = DOCUMENT.followed(parameter.path("schema"));
            JsonNode one = DOCUMENT.followed(schema.has("items") ? schema.path("items") : schema);
            one.path("enum").valueStream().forEach(value -> queries.add("?" + name + "=" + value.asString()));
            if (parameter.path("required").asBoolean(false)) {
                required.add(name);
            }
            switch (name) {
                case CLIENT_ID -> shared(Resource.CLIENTS).forEach(each -> queries.add("?" + name + "=" + each.id()));
                case "authorizationId" ->
                    shared(Resource.AUTHORIZATIONS).forEach(each -> queries.add("?" + name + "=" + each.id()));
                case "operationId" ->
                    shared(Resource.BULK_OPERATIONS).forEach(each -> queries.add("?" + name + "=" + each.id()));
                case "limit" -> queries.add("?limit=500");
                default -> {}
            }
        }
        if (required.isEmpty()) {
            queries.addFirst("");
        }
        return queries;
    }

    /** The whole answer, but for what is of the moment, is that for an id which nobody has. */
    private static void isAsOfNothing(
            SoftAssertions all, Operation route, Thing thing, Who who, Answer answer, String body) {
        boolean isUuid = DOCUMENT.parameters(route, "path")
                .getFirst()
                .path("schema")
                .path("format")
                .asString("")
                .equals("uuid");
        String nobodys = isUuid ? UUID.randomUUID().toString() : NO_SUCH + UUID.randomUUID();
        Answer nothing = sendTo(api(who), route, pathOf(route, nobodys), oneOf(route, thing.id()), body, JSON);
        all.assertThat(withoutMoment(answer, thing.id()))
                .as("as of what is not there: %s", cell(route, thing, who, answer))
                .isEqualTo(withoutMoment(nothing, nobodys));
    }

    private static String withoutMoment(Answer answer, String id) {
        String body = answer.body().replace(id, "ID");
        if (answer.status() >= 300 && !body.isEmpty() && Json.read(body) instanceof ObjectNode problem) {
            body = Json.without(problem, "traceId", "correlationId", "timestamp")
                    .toString();
        }
        return answer.status() + (answer.status() < 300 ? "" : " " + body);
    }

    /** No name, birth date or id of what this login does not see, unless they sent it themselves. */
    private static void tellsNothing(
            SoftAssertions all, Operation route, Thing thing, Who who, Answer answer, String sent) {
        boolean seesWholeOperation = thing.audience() == Audience.ROWS && WORLD.sight(who, thing) == Sight.ALL;
        boolean mayHaveIds = seesWholeOperation && !answer.body().contains("Hidden");
        if (!mayHaveIds) {
            List<String> told = WORLD.hiddenFrom(who).stream()
                    .filter(answer.body()::contains)
                    .filter(word -> !sent.contains(word) && !thing.id().equals(word))
                    .toList();
            all.assertThat(told)
                    .as("%s tells what is hidden from %s", route, cell(route, thing, who, answer))
                    .isEmpty();
        }
    }

    /** What its maker is shown of it, and where that is nothing by itself, of all of them. */
    private static String stateOf(Resource resource, Thing thing) {
        boolean isReadByItself = routes().anyMatch(each -> each.method().equals("GET")
                && each.path().replaceAll("\\{\\w+}", "{}").equals(resource.one()));
        String path = isReadByItself ? resource.collection() + "/" + thing.id() : resource.collection() + "?limit=500";
        String[] state = {""};
        eventually(() -> state[0] = api(WORLD.maker()).get(path).is(200).body());
        return state[0];
    }

    private static String cell(Operation route, Thing thing, Who who, Answer answer) {
        return who + ", " + thing.state() + ": " + answer.request() + " → " + answer.status() + " " + answer.body();
    }
}
