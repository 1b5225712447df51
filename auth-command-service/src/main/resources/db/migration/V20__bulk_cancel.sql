-- Who stopped an operation, and how many events its stream holds: more than one thing can happen to it now.
alter table bulk_operation
    add column cancelled_by varchar(100),
    add column event_count  int not null default 1;
update bulk_operation set event_count = 2 where ended_at is not null;

-- Rows of a chunk that was set aside: it is done with, and nothing of it was done.
alter table bulk_operation_chunk add column not_processed int not null default 0;
drop index bulk_operation_chunk_progress;
create index bulk_operation_chunk_progress on bulk_operation_chunk (operation_id)
    include (done_at, added, changed, unchanged, skipped, stale, rejected, not_processed) where done;
