-- A preview: what was asked, for whom, and what it would do. Its rows stand in its chunks.
create table bulk_preview (
    id              uuid         primary key,
    tenant          varchar(100) not null,
    made_by         varchar(100) not null,
    kind            varchar(10)  not null,
    state           varchar(10)  not null,
    plan            text         not null,
    frozen          boolean      not null default false,
    row_count       bigint       not null default 0,
    chunk_count     int          not null default 0,
    digest          varchar(64),
    problem         text,
    summary         text,
    touched_at      timestamptz  not null,
    ready_at        timestamptz,
    expires_at      timestamptz,
    operation_id    uuid
);
create index bulk_preview_preparing on bulk_preview (touched_at) where state = 'PREPARING';

-- About a thousand frozen rows: ids (and for an update the seq that was seen), one a line.
create table bulk_preview_chunk (
    preview_id uuid    not null references bulk_preview on delete cascade,
    chunk      int     not null,
    first_line bigint  not null,
    row_count  int     not null,
    targets    text    not null,
    prepared   boolean not null default false,
    summary    text,
    items      text,
    primary key (preview_id, chunk)
);
create index bulk_preview_chunk_open on bulk_preview_chunk (preview_id, chunk) where not prepared;

create table bulk_operation (
    id             uuid         primary key,
    tenant         varchar(100) not null,
    preview_id     uuid         not null unique references bulk_preview,
    kind           varchar(10)  not null,
    state          varchar(25)  not null,
    reason         varchar(20)  not null,
    submitted_by   varchar(100) not null,
    submitted_at   timestamptz  not null,
    correlation_id varchar(100) not null,
    plan           text         not null,
    total          bigint       not null,
    served_at      timestamptz,
    ended_at       timestamptz
);
create index bulk_operation_open on bulk_operation (served_at) where ended_at is null;
create index bulk_operation_list on bulk_operation (tenant, submitted_at desc, id desc);

-- A stretch of the targets of a frozen chunk, halved when others keep changing its rows.
create table bulk_operation_chunk (
    operation_id  uuid    not null references bulk_operation,
    chunk         int     not null,
    preview_id    uuid    not null,
    preview_chunk int     not null,
    from_target   int     not null,
    to_target     int     not null,
    first_line    bigint  not null,
    done          boolean not null default false,
    added         int     not null default 0,
    changed       int     not null default 0,
    unchanged     int     not null default 0,
    skipped       int     not null default 0,
    stale         int     not null default 0,
    rejected      int     not null default 0,
    outcomes      text,
    primary key (operation_id, chunk)
);
create index bulk_operation_chunk_open on bulk_operation_chunk (operation_id, chunk) where not done;

-- What a person wrote beside an operation. Free text is erasable, so it never enters an event.
create table bulk_comment (
    operation_id uuid          primary key references bulk_operation,
    comment      varchar(2000) not null
);

create table bulk_idempotency (
    tenant       varchar(100) not null,
    user_id      varchar(100) not null,
    key          varchar(200) not null,
    body_hash    varchar(64)  not null,
    operation_id uuid         not null,
    primary key (tenant, user_id, key)
);
