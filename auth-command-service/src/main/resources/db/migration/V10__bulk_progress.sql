-- When chunks were done and operations confirmed, both by the clock of the database, which all instances share. The index
-- holds all that progress is made of, so that asking for it reads no chunk.
alter table bulk_operation_chunk add column done_at timestamptz;
create index bulk_operation_chunk_progress on bulk_operation_chunk (operation_id)
    include (done_at, added, changed, unchanged, skipped, stale, rejected) where done;

alter table bulk_operation add column confirmed_at timestamptz;
update bulk_operation set confirmed_at = submitted_at;
alter table bulk_operation alter column confirmed_at set default clock_timestamp(), alter column confirmed_at set not null;
