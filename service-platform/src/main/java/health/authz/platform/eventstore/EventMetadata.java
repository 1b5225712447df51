package health.authz.platform.eventstore;

import com.fasterxml.jackson.annotation.JsonProperty;
import health.authz.events.OperationId;
import health.authz.events.TenantId;
import health.authz.platform.security.Caller;
import health.authz.platform.web.Correlation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.axonframework.messaging.MetaData;
import org.jspecify.annotations.Nullable;

/**
 * What is stored beside an event: whose it is, who caused it and in which run. Ids only, never names.
 *
 * @param actor a user's id, or the name of the process that acted
 * @param traceParent W3C trace context of the request that began it, if one did
 */
public record EventMetadata(
        @JsonProperty("tenantid") TenantId tenant,
        @JsonProperty("actor") String actor,
        @JsonProperty("operationid") @Nullable OperationId operationId,
        @JsonProperty("correlationid") String correlationId,
        @JsonProperty("causationid") @Nullable String causationId,
        @JsonProperty("traceparent") @Nullable String traceParent) {

    /** Names under which it is stored; what a command carries, its events carry. */
    static final List<String> KEYS =
            List.of("tenantid", "actor", "operationid", "correlationid", "causationid", "traceparent");

    public static EventMetadata of(Caller caller) {
        return new EventMetadata(
                caller.tenant(), caller.userId().value(), null, Correlation.current(), null, Correlation.traceParent());
    }

    /** For what a part of the system does by itself. */
    public static EventMetadata ofProcess(TenantId tenant, String process, @Nullable String causationId) {
        return new EventMetadata(tenant, process, null, Correlation.current(), causationId, Correlation.traceParent());
    }

    /** The same, as part of a bulk operation. */
    public EventMetadata within(@Nullable OperationId operation) {
        return new EventMetadata(tenant, actor, operation, correlationId, causationId, traceParent);
    }

    public MetaData toMetaData() {
        Map<String, Object> values = new HashMap<>();
        values.put("tenantid", tenant.value());
        values.put("actor", actor);
        values.put("correlationid", correlationId);
        if (operationId != null) {
            values.put("operationid", operationId.toString());
        }
        if (causationId != null) {
            values.put("causationid", causationId);
        }
        if (traceParent != null) {
            values.put("traceparent", traceParent);
        }
        return MetaData.from(values);
    }
}
