package health.authz.alert.domain;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Whether one kind of alert waits to be raised on one authorization, or is open.
 *
 * <p>It is armed from the start (epoch 0); raised, it is open; closed by a fact, it is armed again in the next epoch. So an
 * epoch raises at most one alert (rule A-10).
 *
 * @param openAt the threshold that was reached; {@code null} while armed
 */
public record Arming(int epoch, @Nullable BigDecimal openAt) {
    public static final Arming FIRST = new Arming(0, null);

    public boolean isOpen() {
        return openAt != null;
    }

    Arming raisedAt(BigDecimal threshold) {
        return new Arming(epoch, threshold);
    }

    Arming armedAgain() {
        return new Arming(epoch + 1, null);
    }
}
