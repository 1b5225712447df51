-- The second person: what waits for one, until when, and what that person decided. A comment is free text and erasable, so it
-- never enters an event.
create table bulk_approval (
    operation_id uuid         primary key references bulk_operation,
    row_count    bigint       not null,
    expires_at   timestamptz  not null,
    decision     varchar(10),
    decided_by   varchar(100),
    decided_at   timestamptz,
    reason       varchar(20),
    comment      varchar(2000)
);
create index bulk_operation_awaiting on bulk_operation (id) where state = 'AWAITING_APPROVAL';
