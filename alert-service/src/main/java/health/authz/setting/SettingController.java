package health.authz.setting;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import health.authz.events.profile.ProfileEvent.SettingChanged;
import health.authz.platform.eventstore.Commands;
import health.authz.platform.eventstore.EventMetadata;
import health.authz.platform.json.Json;
import health.authz.platform.security.Caller;
import health.authz.platform.security.Permission;
import health.authz.platform.web.Fields;
import health.authz.platform.web.Page;
import health.authz.platform.web.ProblemException;
import health.authz.platform.web.Problems;
import health.authz.platform.web.QueryParameters;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Settings over HTTP. */
@RestController
@RequestMapping("/api/v1/settings")
class SettingController {
    private final SettingTable settings;
    private final Commands commands;

    SettingController(SettingTable settings, Commands commands) {
        this.settings = settings;
        this.commands = commands;
    }

    /** A setting; {@code value} is the organisation's own, {@code null} = the default holds. */
    @JsonInclude
    record Setting(
            String key,
            @JsonProperty("default") @Nullable JsonNode usual,
            @Nullable JsonNode value,
            @Nullable String changedBy,
            @Nullable Instant changedAt) {
        static Setting of(SettingKey key, SettingTable.@Nullable Own own) {
            return own == null
                    ? new Setting(key.key(), key.usual(), null, null, null)
                    : new Setting(
                            key.key(),
                            key.usual(),
                            own.value() == null ? null : Json.mapper().readTree(own.value()),
                            own.changedBy(),
                            own.changedAt());
        }
    }

    /** Who manages alerts reads them too: whether anybody is alerted is one of them. */
    @GetMapping
    Page<Setting> list(Caller caller, HttpServletRequest request) {
        if (!caller.may(Permission.ALERT_MANAGE)) {
            caller.require(Permission.SETTINGS_MANAGE);
        }
        QueryParameters query = QueryParameters.of(request, Set.of("limit"));
        Map<String, SettingTable.Own> own = settings.own(caller.tenant());
        List<Setting> all = Arrays.stream(SettingKey.values())
                .map(key -> Setting.of(key, own.get(key.key())))
                .limit(query.limit())
                .toList();
        return Page.of(all, SettingKey.values().length, null);
    }

    @PutMapping("/{key}")
    Setting put(Caller caller, @PathVariable("key") String key, @RequestBody JsonNode body) {
        caller.require(Permission.SETTINGS_MANAGE);
        requireWholeOrganisation(caller);
        SettingKey known = SettingKey.of(key).orElseThrow(Problems::notFound);
        Fields fields = Fields.of(body);
        JsonNode value = fields.raw("value");
        if (value == null) {
            fields.missing("value", "");
        } else if (!value.isNull() && !known.takes(value)) {
            fields.wrong("value", known.bound());
        }
        fields.done();
        String text = value == null || value.isNull() ? null : value.toString();
        commands.send(
                ChangeSetting.of(new SettingChanged(caller.tenant(), known.key(), text)), EventMetadata.of(caller));
        return Setting.of(known, settings.own(caller.tenant()).get(known.key()));
    }

    /** A setting holds for everybody, so nobody changes it whose work is bound to a part. */
    private static void requireWholeOrganisation(Caller caller) {
        if (!caller.seesEveryClient()) {
            throw new ProblemException(
                    HttpStatus.FORBIDDEN,
                    "bound-to-a-part",
                    "Holds for the whole organisation",
                    "This setting holds for the whole organisation, and your login is bound to some of its divisions or to"
                            + " assigned clients. Ask somebody whose login is not.",
                    Map.of(),
                    List.of());
        }
    }
}
