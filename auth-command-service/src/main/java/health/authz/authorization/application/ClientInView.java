package health.authz.authorization.application;

import health.authz.authorization.domain.ClientFacts;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A client whom the caller may see.
 *
 * @param facts {@code null} = erased since
 * @param name for the caller's eyes only; {@code null} = erased since
 */
public record ClientInView(
        @Nullable ClientFacts facts, ZoneId zone, @Nullable String name) {
    static ClientInView erased() {
        return new ClientInView(null, ZoneOffset.UTC, null);
    }

    public List<String> divisionIds() {
        return facts == null ? List.of() : facts.divisionIds();
    }
}
