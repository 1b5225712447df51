package health.authz.bulk.application;

import health.authz.bulk.domain.Target;
import health.authz.events.BillingCode;
import health.authz.platform.json.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Frozen targets of a chunk as text: {@code [["id",3],["id",4]]}. One that is a row of its own says more, as far as there is
 * more: {@code ["c-1",-1,"H0031",{"allottedUnits":4},17]}, its code, its values, its line in the file, and {@code true} behind
 * it where that line names somebody else.
 */
final class Targets {
    private static final int CODE = 2;
    private static final int VALUES = 3;
    private static final int LINE = 4;
    private static final int NAME_DIFFERS = 5;

    private Targets() {}

    static String write(List<Target> targets) {
        return Json.mapper()
                .writeValueAsString(targets.stream().map(Targets::parts).toList());
    }

    /** One target alone, as it counts in the digest of its selection. */
    static String write(Target target) {
        return Json.mapper().writeValueAsString(parts(target));
    }

    static Target readOne(String text) {
        return read(Json.mapper().readTree(text));
    }

    static List<Target> read(String text) {
        JsonNode all = Json.mapper().readTree(text);
        List<Target> targets = new ArrayList<>(all.size());
        all.forEach(parts -> targets.add(read(parts)));
        return targets;
    }

    static boolean isPlain(Target target) {
        return target.code() == null && target.values().isEmpty() && target.sourceLine() == 0;
    }

    private static List<@Nullable Object> parts(Target target) {
        List<@Nullable Object> parts = new ArrayList<>(NAME_DIFFERS + 1);
        parts.add(target.id());
        parts.add(target.seq());
        if (!isPlain(target)) {
            parts.add(target.code());
            if (!target.values().isEmpty() || target.sourceLine() > 0) {
                parts.add(PlanJson.write(target.values()));
            }
            if (target.sourceLine() > 0) {
                parts.add(target.sourceLine());
                if (target.nameDiffers()) {
                    parts.add(true);
                }
            }
        }
        return parts;
    }

    private static Target read(JsonNode parts) {
        String id = parts.get(0).stringValue();
        long seq = parts.get(1).longValue();
        if (parts.size() <= CODE) {
            return new Target(id, seq);
        }
        JsonNode code = parts.get(CODE);
        return new Target(
                id,
                seq,
                code.isNull() ? null : new BillingCode(code.stringValue()),
                PlanJson.read(parts.path(VALUES)),
                parts.path(LINE).asLong(0),
                parts.path(NAME_DIFFERS).asBoolean(false));
    }
}
