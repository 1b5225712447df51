-- The operation whose failed rows an operation takes up, and the one that took them up: each at most once.
alter table bulk_operation
    add column retry_of   uuid,
    add column retried_by uuid;
