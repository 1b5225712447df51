package health.authz.setting;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.IntNode;

/** The settings that there are, with type, bounds and default. */
enum SettingKey {
    ALERTS_ENABLED("authorization-alerts.enabled", BooleanNode.TRUE, 0, 0),
    LATE_GRACE_DAYS("notes.late-grace-days", IntNode.valueOf(30), 0, 365),
    BULK_ROWS_MAX("bulk.rows-max", IntNode.valueOf(1_000_000), 1, 1_000_000),
    CONFIRM_COUNT_ABOVE("bulk.confirm-count-above", null, 0, 1_000_000),
    FOUR_EYES_ABOVE("bulk.four-eyes-above", null, 0, 1_000_000);

    private final String key;
    private final @Nullable JsonNode usual;
    private final int least;
    private final int most;

    SettingKey(String key, @Nullable JsonNode usual, int least, int most) {
        this.key = key;
        this.usual = usual;
        this.least = least;
        this.most = most;
    }

    String key() {
        return key;
    }

    /** The value without one of the organisation's own; {@code null} = no bound. */
    @Nullable
    JsonNode usual() {
        return usual;
    }

    static Optional<SettingKey> of(String key) {
        return Arrays.stream(values()).filter(each -> each.key.equals(key)).findFirst();
    }

    boolean takes(JsonNode value) {
        if (this == ALERTS_ENABLED) {
            return value.isBoolean();
        }
        return value.isIntegralNumber()
                && value.canConvertToInt()
                && value.intValue() >= least
                && value.intValue() <= most;
    }

    /** What it takes, in words. */
    String bound() {
        return this == ALERTS_ENABLED
                ? "is true or false without quotes, or null for the default"
                : "is a whole number from " + least + " to " + most + ", or null for the default";
    }
}
