-- How often a record was put or erased, counted under its lock; sent along with it, so that readers need no offsets (ADR 38).
-- An erased record keeps its row without a value: the id and the count alone, so that a client put again goes on counting.
alter table directory_record add column version bigint not null default 1;
alter table directory_record alter column value drop not null;

-- An instance of an older version, still running beside the first new one, would change a record without counting and
-- delete what must be remembered; readers would take what it publishes for old. It fails loudly instead, and only then.
create function directory_record_counts() returns trigger language plpgsql as $$
begin
    raise exception 'a directory record is changed by counting its version, and erased by value null'
        using errcode = 'serialization_failure';
end $$;
create trigger directory_record_changed before update of value on directory_record
    for each row when (new.value is distinct from old.value and new.version <= old.version)
    execute function directory_record_counts();
create trigger directory_record_deleted before delete on directory_record
    for each row execute function directory_record_counts();

-- How far the directory was published again: one row, moved in the transaction of the lines that it tells of.
create table directory_republish (
    only_one   boolean     primary key default true check (only_one),
    total      bigint      not null,
    done       bigint      not null,
    tenant     varchar(100) not null,
    kind       varchar(20)  not null,
    id         varchar(100) not null,
    started_at timestamptz not null,
    ended_at   timestamptz
);

-- How far the copy has followed its setting's stream, and a value that was given up: both must be remembered, or an older
-- record that comes again would bring an older value back.
alter table setting_copy add column seq bigint not null default -1;
alter table setting_copy alter column value drop not null;
