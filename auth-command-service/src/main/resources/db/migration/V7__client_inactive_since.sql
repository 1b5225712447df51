-- The last day on which a client was active, in its own zone; null while it is active, and where it became inactive before
-- this was kept.
alter table directory_record add column inactive_since date;
