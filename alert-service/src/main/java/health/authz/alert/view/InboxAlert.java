package health.authz.alert.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import health.authz.events.alert.AlertEvent.AlertKind;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An alert as its reader sees it.
 *
 * @param value remaining units or days left when it was raised
 * @param recipients fixed when raised; empty = it reached nobody
 * @param seen by this reader
 */
@JsonInclude
public record InboxAlert(
        UUID id,
        AlertKind kind,
        String state,
        UUID authorizationId,
        String clientId,
        String billingCode,
        @Nullable String payerId,
        @Nullable LocalDate endDate,
        BigDecimal value,
        BigDecimal threshold,
        @Nullable UUID operationId,
        Instant raisedAt,
        @Nullable Instant closedAt,
        @Nullable String closeCause,
        List<String> recipients,
        boolean seen,
        @Nullable String acknowledgedBy,
        @Nullable Instant acknowledgedAt) {}
