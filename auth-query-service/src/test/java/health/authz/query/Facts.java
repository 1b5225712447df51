package health.authz.query;

import health.authz.events.AlertId;
import health.authz.events.AuthorizationId;
import health.authz.events.BillingCode;
import health.authz.events.ClientId;
import health.authz.events.DomainEvent;
import health.authz.events.NoteId;
import health.authz.events.OperationId;
import health.authz.events.PayerId;
import health.authz.events.TenantId;
import health.authz.events.Units;
import health.authz.events.alert.AlertEvent.AlertKind;
import health.authz.events.alert.AlertEvent.AlertRaised;
import health.authz.events.authorization.AuthorizationEvent.AuthAdded;
import health.authz.events.authorization.AuthorizationEvent.UnitsHeld;
import health.authz.events.authorization.UnitTotals;
import health.authz.events.directory.DirectoryRecord.ClientRecord;
import health.authz.events.directory.DirectoryRecord.PersonName;
import health.authz.events.envelope.EventHeaders;
import health.authz.events.envelope.EventTypes;
import health.authz.platform.consuming.Received;
import health.authz.platform.json.Json;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The small cast of the read side's tests. */
public final class Facts {
    public static final String TENANT = "abc";
    public static final LocalDate START = LocalDate.of(2026, 1, 1);
    public static final LocalDate END = LocalDate.of(2099, 12, 31);

    private Facts() {}

    public static String id(int n) {
        return new UUID(0x0198000000008000L + n, 0x8000000000000000L + n).toString();
    }

    public static AuthAdded added(String id, String client, String code, LocalDate start, LocalDate end, String units) {
        return new AuthAdded(
                AuthorizationId.of(id),
                new TenantId(TENANT),
                60_817,
                new ClientId(client),
                new BillingCode(code),
                new PayerId("bcbs"),
                null,
                "call 4471",
                start,
                end,
                Units.units("2"),
                14,
                false,
                totals(units, "0"),
                OperationId.of(id(900)),
                null,
                null,
                null);
    }

    public static UnitsHeld held(String id, String units, String remaining) {
        return new UnitsHeld(
                AuthorizationId.of(id), new NoteId("note-1"), START, Units.units(units), totals(remaining, units));
    }

    public static AlertRaised raised(String id, int epoch) {
        return new AlertRaised(
                AlertId.of(id(500 + epoch)),
                new TenantId(TENANT),
                AlertKind.LOW_UNITS,
                AuthorizationId.of(id),
                new ClientId("c-1"),
                new BillingCode("H0031"),
                null,
                END,
                epoch,
                BigDecimal.ONE,
                BigDecimal.TWO,
                List.of(),
                null);
    }

    public static UnitTotals totals(String remaining, String pending) {
        return new UnitTotals(
                Units.units("12"), Units.units(remaining), Units.units(pending), Units.ZERO, Units.ZERO, Units.ZERO);
    }

    public static ClientRecord client(String family, String division, String... assigned) {
        return new ClientRecord(
                new PersonName(family, "Robin"),
                null,
                true,
                List.of(division),
                List.of("bcbs"),
                List.of("day"),
                List.of(assigned));
    }

    public static Map<String, String> headers(String type, String subject, long seq) {
        Map<String, String> headers = new HashMap<>();
        headers.put("ce_type", type);
        headers.put("ce_subject", subject);
        headers.put("ce_time", "2026-11-23T10:00:00Z");
        headers.put("seq", Long.toString(seq));
        headers.put("tenantid", TENANT);
        headers.put("actor", "biller");
        return headers;
    }

    public static Received event(String topic, String key, long seq, long offset, DomainEvent event) {
        return new Received(
                topic,
                0,
                offset,
                key,
                headers(EventTypes.nameOf(event.getClass()), key, seq),
                Json.mapper().writeValueAsString(event));
    }

    public static Received directory(String topic, String kind, String id, long offset, Object record) {
        return new Received(
                topic,
                0,
                offset,
                TENANT + "/" + kind + "/" + id,
                headers("directory." + kind, id, 0),
                record == null ? null : Json.mapper().writeValueAsString(record));
    }

    /** The same as a writer sends it that counts versions. */
    public static Received versioned(Received record, long version) {
        Map<String, String> headers = new HashMap<>(record.headers());
        headers.put(EventHeaders.RECORD_VERSION, Long.toString(version));
        return new Received(record.topic(), record.partition(), record.offset(), record.key(), headers, record.value());
    }
}
