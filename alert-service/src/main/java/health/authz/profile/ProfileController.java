package health.authz.profile;

import health.authz.events.WrittenText;
import health.authz.platform.eventstore.Commands;
import health.authz.platform.eventstore.EventMetadata;
import health.authz.platform.security.Caller;
import health.authz.platform.security.Permission;
import health.authz.platform.web.Cursors;
import health.authz.platform.web.Page;
import health.authz.platform.web.Problems;
import health.authz.platform.web.QueryParameters;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Set;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Profiles over HTTP. */
@RestController
@RequestMapping("/api/v1/profiles")
class ProfileController {
    private static final int ID_LENGTH_MAX = 100;
    private final ProfileTable profiles;
    private final Commands commands;
    private final Cursors cursors;

    ProfileController(ProfileTable profiles, Commands commands, Cursors cursors) {
        this.profiles = profiles;
        this.commands = commands;
        this.cursors = cursors;
    }

    @GetMapping
    Page<ProfileTable.Profile> list(Caller caller, HttpServletRequest request) {
        caller.require(Permission.ALERT_MANAGE);
        QueryParameters query = QueryParameters.of(request, Set.of("limit", "cursor"));
        String after = query.text("cursor").map(cursors::verify).orElse("");
        List<ProfileTable.Profile> all = profiles.all(caller.tenant());
        List<ProfileTable.Profile> page = all.stream()
                .filter(profile -> profile.id().compareTo(after) > 0)
                .limit(query.limit())
                .toList();
        boolean last =
                page.isEmpty() || page.getLast().id().equals(all.getLast().id());
        return Page.of(
                page, all.size(), last ? null : cursors.sign(page.getLast().id()));
    }

    @GetMapping("/{id}")
    ProfileTable.Profile one(Caller caller, @PathVariable("id") String id) {
        caller.require(Permission.ALERT_MANAGE);
        return profiles.find(caller.tenant(), id).orElseThrow(Problems::notFound);
    }

    @PutMapping("/{id}")
    ProfileTable.Profile put(Caller caller, @PathVariable("id") String id, @RequestBody JsonNode body) {
        caller.require(Permission.ALERT_MANAGE);
        if (!WrittenText.isId(id) || id.length() > ID_LENGTH_MAX) {
            throw Problems.invalid(
                    "id",
                    "has 1 to " + ID_LENGTH_MAX
                            + " characters that are seen, without surrounding blanks, a letter or a digit among them");
        }
        commands.send(DefineProfile.of(ProfileRequest.read(caller.tenant(), id, body)), EventMetadata.of(caller));
        return one(caller, id);
    }
}
