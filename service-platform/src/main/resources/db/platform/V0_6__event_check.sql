-- What the last nightly look for stored events in Kafka found; one row for all instances.
create table event_check (
    only_one   boolean     primary key default true check (only_one),
    checked_at timestamptz not null,
    events     bigint      not null,
    missing    bigint      not null
);
