-- Which operation takes back which. It stands once it has changed a row, until it is itself taken back.
create table bulk_revert (
    revert_id uuid    primary key references bulk_operation,
    reverts   uuid    not null references bulk_operation,
    stands    boolean not null default false
);
create index bulk_revert_of on bulk_revert (reverts);
