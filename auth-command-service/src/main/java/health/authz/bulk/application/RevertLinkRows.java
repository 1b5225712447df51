package health.authz.bulk.application;

import health.authz.events.OperationId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/** Which operation takes back which, in PostgreSQL. */
final class RevertLinkRows implements RevertLinks {
    /** Of an operation in a list of them: what it takes back, and what took it back. */
    static final String COLUMNS = """
            (select r.reverts from bulk_revert r where r.revert_id = o.id) as reverts,
            (select r.revert_id from bulk_revert r where r.reverts = o.id and r.stands order by r.revert_id desc limit 1)
                as reverted_by""";

    private final JdbcTemplate jdbc;

    RevertLinkRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Under a lock on the operation that is taken back. */
    @Override
    public List<Link> lockReverts(OperationId reverted) {
        jdbc.queryForList("select id from bulk_operation where id = ? for update", UUID.class, reverted.value());
        return jdbc.query(
                """
                select o.id, o.state, o.ended_at is not null, r.stands
                  from bulk_revert r join bulk_operation o on o.id = r.revert_id
                 where r.reverts = ? order by o.id""",
                (row, number) -> new Link(
                        new OperationId(row.getObject(1, UUID.class)),
                        row.getString(2),
                        row.getBoolean(3),
                        row.getBoolean(4)),
                reverted.value());
    }

    @Override
    public void link(OperationId revert, OperationId reverted) {
        jdbc.update("insert into bulk_revert (revert_id, reverts) values (?, ?)", revert.value(), reverted.value());
    }

    @Override
    public Optional<OperationId> revertedBy(OperationId revert) {
        return jdbc
                .queryForList("select reverts from bulk_revert where revert_id = ?", UUID.class, revert.value())
                .stream()
                .map(OperationId::new)
                .findFirst();
    }

    @Override
    public void takesEffect(OperationId revert) {
        jdbc.update("""
                with recursive chain (id, reverts, depth) as (
                    select revert_id, reverts, 0 from bulk_revert where revert_id = ?
                    union all
                    select r.revert_id, r.reverts, chain.depth + 1
                      from chain join bulk_revert r on r.revert_id = chain.reverts)
                update bulk_revert r set stands = chain.depth % 2 = 0 from chain where r.revert_id = chain.id""", revert.value());
    }
}
