package health.authz.bulk.web;

import health.authz.bulk.application.NamedForm;
import health.authz.bulk.application.NamedForms;
import health.authz.platform.json.Json;
import health.authz.platform.security.Caller;
import health.authz.platform.security.Permission;
import health.authz.platform.web.Cursors;
import health.authz.platform.web.ETags;
import health.authz.platform.web.Page;
import health.authz.platform.web.Problems;
import health.authz.platform.web.QueryParameters;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What is the same for forms of every kind that are kept under a name. */
final class NamedFormAnswers {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,59}");
    private final NamedForms forms;
    private final Cursors cursors;
    private final String path;
    private final String list;
    private final Function<String, ObjectNode> kept;

    /**
     * @param path where they stand, with a slash at its end
     * @param list name of their list, in its cursors
     * @param kept a form's JSON as it is answered, of that which is kept
     */
    NamedFormAnswers(NamedForms forms, Cursors cursors, String path, String list, Function<String, ObjectNode> kept) {
        this.forms = forms;
        this.cursors = cursors;
        this.path = path;
        this.list = list + " ";
        this.kept = kept;
    }

    Page<JsonNode> page(Caller caller, HttpServletRequest http) {
        caller.require(Permission.AUTH_BULK);
        QueryParameters query = QueryParameters.of(http, Set.of("limit", "cursor"));
        String behind =
                query.text("cursor").map(cursor -> cursors.verify(list, cursor)).orElse(null);
        List<NamedForm> found = forms.page(caller.tenant(), behind, query.limit() + 1);
        List<NamedForm> page = found.subList(0, Math.min(found.size(), query.limit()));
        return Page.of(
                page.stream().map(this::json).toList(),
                forms.count(caller.tenant()),
                found.size() > page.size() ? cursors.sign(list + page.getLast().name()) : null);
    }

    NamedForm find(Caller caller, String name) {
        caller.require(Permission.AUTH_BULK);
        return forms.find(caller.tenant(), name).orElseThrow(Problems::notFound);
    }

    ResponseEntity<JsonNode> get(Caller caller, String name) {
        return answer(HttpStatus.OK, find(caller, name));
    }

    /** @param read the form as it is to be kept, of what was sent; asked once all else is right */
    ResponseEntity<JsonNode> put(
            Caller caller,
            String name,
            @Nullable String ifMatch,
            @Nullable String ifNoneMatch,
            Supplier<JsonNode> read) {
        caller.require(Permission.AUTH_BULK);
        boolean onlyIfAbsent = ETags.onlyIfAbsent(ifNoneMatch);
        if (!NAME.matcher(name).matches()) {
            throw Problems.invalid(
                    "name", "has 1 to 60 letters, digits and . _ -, and begins with a letter or a digit");
        }
        NamedForms.Put put = forms.put(caller, name, read.get().toString(), ifMatch, onlyIfAbsent);
        return answer(put.isNew() ? HttpStatus.CREATED : HttpStatus.OK, put.form());
    }

    void remove(Caller caller, String name, @Nullable String ifMatch) {
        caller.require(Permission.AUTH_BULK);
        forms.remove(caller, name, ifMatch);
    }

    private ResponseEntity<JsonNode> answer(HttpStatus status, NamedForm form) {
        return ResponseEntity.status(status)
                .eTag(ETags.of(form.version()))
                .location(URI.create(path + form.name()))
                .body(json(form));
    }

    private JsonNode json(NamedForm form) {
        ObjectNode json = Json.mapper().createObjectNode();
        json.put("name", form.name());
        json.put("owner", form.owner().value());
        json.put("version", form.version());
        json.put("changedAt", form.changedAt().toString());
        json.setAll(kept.apply(form.form()));
        return json;
    }
}
