package health.authz.platform.security;

import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * The demo profile has logins without passwords and secrets in plain sight, so it stands alone. Under any other profile, and under
 * none, nothing starts that would take a workstation's tokens or keep a workstation's secrets.
 */
public final class StartRules {
    private static final String DEMO = "demo";
    private static final String WORKSTATION = "workstation-only";
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private StartRules() {}

    /**
     * Looks at profiles and settings before anything is connected to.
     *
     * @throws IllegalStateException naming every setting that is missing or a workstation's, and none of their values
     */
    public static void check(Environment environment) {
        List<String> profiles = Arrays.asList(environment.getActiveProfiles());
        if (!profiles.contains(DEMO)) {
            checkSettings(environment);
        } else if (profiles.stream().anyMatch(each -> !each.equals(DEMO))) {
            throw new IllegalStateException("the demo profile starts beside no other, and "
                    + String.join(", ", profiles) + " are active: choose one");
        }
    }

    private static void checkSettings(Environment settings) {
        List<String> wrong = new ArrayList<>();
        add(wrong, "authz.security.issuer (AUTHZ_ISSUER)", isOfWorkstation(text(settings, "authz.security.issuer")));
        add(wrong, "authz.security.audience (AUTHZ_AUDIENCE)", isUnset(text(settings, "authz.security.audience")));
        if (settings.containsProperty("authz.cursor-secret")) {
            add(wrong, "authz.cursor-secret (AUTHZ_CURSOR_SECRET)", isUnset(text(settings, "authz.cursor-secret")));
        }
        keys(settings).forEach((number, secret) -> add(wrong, "authz.ids.keys." + number, isUnset(secret)));
        if (settings.containsProperty("spring.datasource.url")) {
            String password = text(settings, "spring.datasource.password");
            add(
                    wrong,
                    "spring.datasource.password (AUTHZ_POSTGRES_PASSWORD)",
                    isUnset(password) || password.equals(text(settings, "spring.datasource.username")));
        }
        if (!wrong.isEmpty()) {
            throw new IllegalStateException("without the demo profile nothing starts on a workstation's settings; set: "
                    + String.join(", ", wrong));
        }
    }

    private static void add(List<String> wrong, String setting, boolean isWrong) {
        if (isWrong) {
            wrong.add(setting);
        }
    }

    private static Map<String, String> keys(Environment settings) {
        Map<String, String> keys = Binder.get(settings)
                .bind("authz.ids.keys", Bindable.mapOf(String.class, String.class))
                .orElse(null);
        return keys == null ? Map.of() : keys;
    }

    private static String text(Environment settings, String name) {
        return settings.getProperty(name, "");
    }

    private static boolean isUnset(String value) {
        return value.isBlank() || value.startsWith(WORKSTATION);
    }

    /** The demo's issuer, or any on the machine itself. */
    private static boolean isOfWorkstation(String issuer) {
        if (isUnset(issuer)) {
            return true;
        }
        try {
            URI uri = URI.create(issuer.strip());
            return uri.getHost() == null || LOOPBACK.contains(uri.getHost());
        } catch (IllegalArgumentException malformed) {
            return true;
        }
    }
}
