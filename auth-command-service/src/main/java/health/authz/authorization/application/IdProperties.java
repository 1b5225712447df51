package health.authz.authorization.application;

import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * By what the ids of new authorizations are made (ADR 3).
 *
 * @param keys number, from 1, to secret of at least 32 characters; new operations take the highest number. A key stays until
 *     every operation that was confirmed under it has ended
 * @throws IllegalArgumentException if there is none, or one does not keep these bounds
 */
@ConfigurationProperties("authz.ids")
record IdProperties(@DefaultValue Map<Integer, String> keys) {
    private static final int SECRET_LENGTH_MIN = 32;

    IdProperties {
        if (keys.isEmpty()) {
            throw new IllegalArgumentException(
                    "authz.ids.keys is not set: give a secret, for example as AUTHZ_IDS_KEYS_1, of at least "
                            + SECRET_LENGTH_MIN + " characters");
        }
        keys.forEach((number, secret) -> {
            if (number < 1 || secret.strip().length() < SECRET_LENGTH_MIN) {
                throw new IllegalArgumentException("authz.ids.keys." + number
                        + ": numbers begin at 1, and a secret has at least " + SECRET_LENGTH_MIN + " characters");
            }
        });
        keys = Map.copyOf(keys);
    }

    /** Secrets are not told. */
    @Override
    public String toString() {
        return "IdProperties[keys " + keys.keySet() + "]";
    }
}
