package health.authz.gateway.console.profiles;

import health.authz.gateway.console.words.Facts;
import health.authz.gateway.console.words.Glossary;
import health.authz.gateway.console.words.Numbers;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A setting with its default and the organisation's own value.
 *
 * @param own empty = the default holds
 * @param usual empty = no bound by default
 */
record SettingLine(
        String key,
        String label,
        String means,
        String usual,
        String own,
        boolean flag,
        @Nullable String changedBy,
        @Nullable String changedAt) {
    static final String SWITCH = "authorization-alerts.enabled";
    private static final Map<String, List<String>> TEXTS = Map.of(
            SWITCH,
            List.of("Authorization alerts", "Whether anybody is alerted at all."),
            "notes.late-grace-days",
            List.of(
                    "Days for late notes",
                    "How many days after an authorization ended a note for a day within it is still taken."),
            "bulk.rows-max",
            List.of("Most rows in one bulk change", "A bulk change of more rows is refused before anything is done."),
            "bulk.confirm-count-above",
            List.of(
                    "Type the count above",
                    "A bulk change of more rows asks the person to type how many. Blank = never."),
            "bulk.four-eyes-above",
            List.of(
                    "Second person above",
                    "A bulk change of more rows waits until somebody else approves it. Blank = never."));

    static SettingLine of(JsonNode setting) {
        String key = Facts.given(setting, "key");
        List<String> texts = TEXTS.getOrDefault(
                key, List.of(Glossary.spelled(key.replace('.', ' ').replace('-', ' ')), ""));
        JsonNode usual = setting.path("default");
        return new SettingLine(
                key,
                texts.getFirst(),
                texts.getLast(),
                Facts.shown(usual),
                Facts.shown(setting.path("value")),
                usual.isBoolean(),
                Facts.text(setting, "changedBy"),
                Facts.text(setting, "changedAt"));
    }

    /** The default as a number; {@code null} = none. */
    public @Nullable Integer usualNumber() {
        return Numbers.readWhole(usual);
    }

    /** What holds now. */
    public String holds() {
        return own.isEmpty() ? usual : own;
    }

    public boolean on() {
        return holds().equals("true");
    }

    /** Name of its field in a form; keys have dots. */
    public String field() {
        return "setting." + key;
    }
}
