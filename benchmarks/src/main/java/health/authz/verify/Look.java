package health.authz.verify;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One look at a few things: how much was compared, and what was found, by the thing that it was found on. */
final class Look {
    private final Map<String, List<Finding>> found = new LinkedHashMap<>();
    private long compared;

    void compared(long more) {
        compared += more;
    }

    long compared() {
        return compared;
    }

    void found(String thing, Finding finding) {
        found.computeIfAbsent(thing, any -> new ArrayList<>(1)).add(finding);
    }

    boolean isClean() {
        return found.isEmpty();
    }

    List<String> things() {
        return List.copyOf(found.keySet());
    }

    List<Finding> findings() {
        return found.values().stream().flatMap(List::stream).toList();
    }

    /** Fields that differ, each a kind of its own. */
    void differing(String thing, String what, List<String> fields) {
        fields.forEach(field -> found(thing, Finding.different(what + ": field " + field, thing)));
    }
}
