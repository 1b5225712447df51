package health.authz.alert.web;

import health.authz.alert.application.Forecast;
import health.authz.alert.application.Forecast.Candidate;
import health.authz.events.ClientId;
import health.authz.events.alert.AlertEvent.AlertKind;
import health.authz.platform.security.Caller;
import health.authz.platform.security.Permission;
import health.authz.platform.web.Fields;
import java.util.ArrayList;
import java.util.List;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Asked by previews, with the previewing person's token; not routed by the gateway. */
@RestController
class ForecastController {
    private static final int CANDIDATES_MAX = 1_000_000;
    private final Forecast forecast;

    ForecastController(Forecast forecast) {
        this.forecast = forecast;
    }

    /** The answer: one line for each kind. */
    record Answer(List<Forecast.Expected> alerts) {}

    @PostMapping("/internal/alert-forecast")
    Answer forecast(Caller caller, @RequestBody JsonNode body) {
        caller.require(Permission.AUTH_BULK);
        Fields fields = Fields.of(body);
        List<Candidate> candidates = new ArrayList<>();
        for (Fields each : fields.objects("candidates", CANDIDATES_MAX)) {
            AlertKind kind =
                    each.choice("kind", AlertKind.class).orElseGet(() -> each.missing("kind", AlertKind.LOW_UNITS));
            String client = each.requiredText("clientId", 100);
            int count = each.integer("count", 0, Integer.MAX_VALUE).orElseGet(() -> each.missing("count", 0));
            if (!client.isEmpty()) {
                candidates.add(new Candidate(kind, new ClientId(client), count));
            }
        }
        fields.done();
        return new Answer(forecast.of(caller.tenant(), candidates));
    }
}
