package health.authz.gateway.console.bulk;

import health.authz.gateway.console.ApiProblem;
import health.authz.gateway.console.ConsoleApi;
import health.authz.gateway.console.Formats;
import health.authz.gateway.console.Names;
import java.util.List;
import org.springframework.ui.Model;
import tools.jackson.databind.JsonNode;

/** A preview as the confirm dialog says it, for every page that shows it. */
final class Asked {
    private Asked() {}

    /**
     * Puts what the fragment {@code asked} of the dialog needs into the model.
     *
     * @param typed whose rows were asked for, as the form said it, where the preview does not know
     */
    static PreviewView describe(
            ConsoleApi api, JsonNode preview, String typed, Model model, Names names, Formats formats) {
        PreviewView view = new PreviewView(preview, formats, names);
        model.addAttribute("preview", view);
        String target = view.target(api);
        model.addAttribute("target", target.isEmpty() ? typed : target);
        model.addAttribute("leftOutRows", view.leftOut(api));
        model.addAttribute("warned", view.said() ? WarningLine.of(api, view, preview, names, formats) : List.of());
        model.addAttribute("columns", view.columns());
        model.addAttribute("sample", view.said() ? view.sample(ClientNames.of(api, view.clientIds())) : List.of());
        model.addAttribute("codes", view.said() && view.adds() ? codes(api, preview) : 0);
        return view;
    }

    /** How many codes the group has, for the product in the dialog's first sentence; 0 where that cannot be said. */
    private static int codes(ConsoleApi api, JsonNode preview) {
        try {
            JsonNode group = api.get(
                    "/billing-code-groups/" + preview.path("billingCodeGroupId").asString(""));
            return group.path("version").asInt(-1)
                            == preview.path("billingCodeGroupVersion").asInt(-2)
                    ? group.path("codes").size()
                    : 0;
        } catch (ApiProblem notNow) {
            return 0;
        }
    }
}
