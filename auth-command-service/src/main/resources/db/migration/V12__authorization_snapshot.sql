-- What the facts of a long stream add up to as far as seq; a cache, whose rows may be deleted at any time.
create table authorization_snapshot (
    authorization_id uuid   primary key,
    seq              bigint not null,
    format           int    not null,
    state            text   not null
) with (fillfactor = 60);
