create table outbox (
    position bigint generated always as identity (cache 1) primary key,
    topic    varchar(100) not null,
    key      varchar(500) not null,
    headers  text         not null,
    value    text
);

create table relay_position (
    source   varchar(50) primary key,
    position bigint      not null
);
