-- Whoever stores a row holds this lock, shared, from before the row's number is drawn until its transaction has ended:
-- a trigger before the statement runs before the defaults of its rows are evaluated. The relay never takes it; it reads
-- who holds it, and so knows of every number that is missing whether it can still come (ADR 4).
create function hold_numbers() returns trigger language plpgsql as $$
begin
    perform pg_advisory_xact_lock_shared(1635087464, tg_relid::int4);
    return null;
end
$$;

create trigger hold_numbers before insert on domain_event_entry
    for each statement execute function hold_numbers();
alter table domain_event_entry enable always trigger hold_numbers;

create trigger hold_numbers before insert on outbox
    for each statement execute function hold_numbers();
alter table outbox enable always trigger hold_numbers;

-- How often somebody put the position back; the relay saves only what it read since.
alter table relay_position add column moved bigint not null default 0;

-- Behind the last acknowledged record of each organisation, saved with the position.
create table relay_reach (
    tenant      varchar(100) not null,
    topic       varchar(100) not null,
    partition   int          not null,
    next_offset bigint       not null,
    primary key (tenant, topic, partition)
);

-- The topics that the relay wrote to. A topic of the same name with another id is empty of what was told before.
create table relay_topic (
    topic       varchar(100) primary key,
    topic_id    varchar(40)  not null,
    accepts_new boolean      not null default false
);
