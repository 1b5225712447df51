package health.authz.gateway.console.bulk;

import jakarta.servlet.http.HttpSession;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/** What was typed for each of the last previews, kept in the session, so that the way back from a confirmation loses nothing. */
final class BulkDrafts {
    private static final String ATTRIBUTE = BulkDrafts.class.getName();
    private static final int KEPT_MAX = 20;

    private BulkDrafts() {}

    /** One box as it was sent, and whom it was for, in words. */
    record Draft(LinkedHashMap<String, List<String>> typed, String said) implements Serializable {
        MultiValueMap<String, String> form() {
            return new LinkedMultiValueMap<>(typed);
        }
    }

    static void keep(HttpSession session, String preview, MultiValueMap<String, String> typed, String said) {
        synchronized (session) {
            LinkedHashMap<String, Draft> kept = new LinkedHashMap<>(all(session));
            LinkedHashMap<String, List<String>> copy = new LinkedHashMap<>();
            typed.forEach((name, values) -> copy.put(name, List.copyOf(values)));
            kept.put(preview, new Draft(copy, said));
            while (kept.size() > KEPT_MAX) {
                kept.remove(kept.keySet().iterator().next());
            }
            session.setAttribute(ATTRIBUTE, kept);
        }
    }

    static Optional<Draft> of(HttpSession session, String preview) {
        return Optional.ofNullable(all(session).get(preview));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Draft> all(HttpSession session) {
        return session.getAttribute(ATTRIBUTE) instanceof Map<?, ?> kept ? (Map<String, Draft>) kept : Map.of();
    }
}
