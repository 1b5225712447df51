package health.authz.calendar;

import health.authz.events.TenantId;
import health.authz.events.calendar.CalendarEvent.DayBegan;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Which days have begun where, and up to which one alerts have been looked at. */
public class CalendarTable {
    private static final String WANTED = """
            select wanted.tenant, wanted.zone, k.begun
              from (select tenant, 'UTC' as zone from organisation
                    union select tenant, time_zone from division_copy where not erased) wanted
              left join calendar k on k.tenant = wanted.tenant and k.zone = wanted.zone""";
    private final JdbcTemplate jdbc;

    CalendarTable(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** An organisation's time zone; {@code last} is {@code null} before its first day. */
    record Place(TenantId tenant, String zone, @Nullable LocalDate last) {}

    /** Every organisation in UTC, and in each zone of its divisions. */
    List<Place> places() {
        return jdbc.query(
                WANTED,
                (row, n) ->
                        new Place(new TenantId(row.getString(1)), row.getString(2), row.getObject(3, LocalDate.class)));
    }

    /** Remembers organisations, so that days begin for them. */
    public void heardOf(Collection<TenantId> tenants) {
        jdbc.update("insert into organisation (tenant) select unnest(?) on conflict do nothing", (Object)
                tenants.stream().map(TenantId::value).sorted().toArray(String[]::new));
    }

    void on(DayBegan began) {
        jdbc.update("""
                insert into calendar as held (tenant, zone, begun) values (?, ?, ?)
                on conflict (tenant, zone) do update set begun = greatest(held.begun, excluded.begun)""", began.tenantId().value(), began.zone(), began.date());
    }

    /** What a day is to those who look at each day once and in order. */
    public enum Turn {
        NEXT,
        /** It was looked at before. */
        OVER,
        /** Days before it are still to come. */
        TOO_EARLY
    }

    /** Moves on to a day if it is the next one. @param first it is the first day that ever began there */
    public Turn look(DayBegan began, boolean first) {
        boolean moved = jdbc.update(
                        """
                        insert into calendar as held (tenant, zone, looked) select ?, ?, ?::date
                         where ? or exists (select from calendar where tenant = ? and zone = ? and looked = ?::date - 1)
                        on conflict (tenant, zone) do update set looked = excluded.looked
                         where held.looked is null or held.looked = excluded.looked - 1""",
                        began.tenantId().value(),
                        began.zone(),
                        began.date(),
                        first,
                        began.tenantId().value(),
                        began.zone(),
                        began.date())
                == 1;
        if (moved) {
            return Turn.NEXT;
        }
        return jdbc.queryForList(
                                "select looked from calendar where tenant = ? and zone = ? and looked >= ?",
                                LocalDate.class,
                                began.tenantId().value(),
                                began.zone(),
                                began.date())
                        .isEmpty()
                ? Turn.TOO_EARLY
                : Turn.OVER;
    }
}
