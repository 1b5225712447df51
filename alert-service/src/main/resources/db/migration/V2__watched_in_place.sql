-- A date that moves is no reason to touch an index: the day's look reads an organisation's rows once a day, by the index that
-- begins with it; a bulk change moves thousands of dates in a second. A third of each page is left free, so that a row is
-- rewritten beside its old self.
drop index watched_by_end;
drop index watched_open;
create index watched_open on watched_authorization (tenant)
    where low_open_at is not null or expiring_open_at is not null;
alter table watched_authorization set (fillfactor = 66);
