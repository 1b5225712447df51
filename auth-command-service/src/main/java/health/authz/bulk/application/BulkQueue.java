package health.authz.bulk.application;

import health.authz.platform.sampling.Sample;
import org.springframework.jdbc.core.JdbcTemplate;

/** What waits in the store, for all instances together; each answer comes from an index of open rows alone. */
final class BulkQueue {
    private final JdbcTemplate jdbc;

    BulkQueue(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Asked beside the scrape. */
    void askedIn(Sample sample) {
        sample.gauge("authz.bulk.queue.depth", "Chunks of confirmed operations that are not done yet", this::depth)
                .gauge(
                        "authz.bulk.queue.age",
                        "Seconds since the oldest operation that is not over was confirmed",
                        this::ageSeconds)
                .gauge("authz.bulk.awaiting.approval", "Operations that wait for a second person", this::awaiting);
    }

    private double depth() {
        return number("""
                select count(*) from bulk_operation o join bulk_operation_chunk c on c.operation_id = o.id and not c.done
                 where o.ended_at is null and o.state <> 'AWAITING_APPROVAL'""");
    }

    private double ageSeconds() {
        return number("""
                select coalesce(extract(epoch from clock_timestamp() - min(confirmed_at)), 0)
                  from bulk_operation where ended_at is null and state <> 'AWAITING_APPROVAL'""");
    }

    private double awaiting() {
        return number("select count(*) from bulk_operation where state = 'AWAITING_APPROVAL'");
    }

    private double number(String question) {
        Double number = jdbc.queryForObject(question, Double.class);
        return number == null ? 0 : number;
    }
}
