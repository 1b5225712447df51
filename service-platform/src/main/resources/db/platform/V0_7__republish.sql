-- What the relay found to be lost in Kafka, as long as it is not told again: every instance says so, and a run that was under
-- way then has told into the void.
create table relay_lost (
    only_one   boolean     primary key default true check (only_one),
    reason     text        not null,
    noticed_at timestamptz not null default clock_timestamp()
);

-- The last time that everything was told again, or is just now.
create table republish (
    only_one    boolean     primary key default true check (only_one),
    first_event bigint      not null,
    last_event  bigint      not null, -- highest number in the store when it began
    events      bigint      not null, -- how many events those are
    directory   boolean     not null,
    mends       boolean     not null, -- something was lost: until this has ended, topics hold a part only
    last_line   bigint,               -- of the outbox, once all lines of the directory are written
    started_at  timestamptz not null default clock_timestamp(),
    ended_at    timestamptz
);

-- The topic that a position belongs to: under the same name there may be another one, which begins at 0. Unknown in rows of
-- an older version.
alter table consumer_position add column topic_id varchar(40);
