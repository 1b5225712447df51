package health.authz.events.envelope;

/** Kafka header names, written once: CloudEvents 1.0 in binary mode, plus what every reader here needs. */
public final class EventHeaders {
    public static final String SPEC_VERSION = "ce_specversion";
    public static final String ID = "ce_id";
    public static final String SOURCE = "ce_source";
    public static final String TYPE = "ce_type";
    public static final String SUBJECT = "ce_subject";
    public static final String TIME = "ce_time";
    public static final String CONTENT_TYPE = "content-type";
    /** Place in the subject's own stream, from 0, without holes. */
    public static final String SEQUENCE = "seq";
    /** How often a directory record was put or erased, itself included: decimal, from 1; offsets are positions only. */
    public static final String RECORD_VERSION = "recordversion";

    public static final String TENANT_ID = "tenantid";
    public static final String CORRELATION_ID = "correlationid";
    public static final String CAUSATION_ID = "causationid";
    public static final String OPERATION_ID = "operationid";
    public static final String ACTOR = "actor";
    public static final String TRACE_PARENT = "traceparent";
    public static final String SCHEMA_VERSION = "schemaversion";

    private EventHeaders() {}
}
