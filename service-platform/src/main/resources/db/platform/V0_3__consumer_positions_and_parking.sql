create table consumer_position (
    consumer    varchar(100) not null,
    topic       varchar(100) not null,
    partition   int          not null,
    next_offset bigint       not null,
    primary key (consumer, topic, partition)
);

create table parked_record (
    consumer    varchar(100) not null,
    topic       varchar(100) not null,
    partition   int          not null,
    record_offset bigint     not null,
    key         varchar(500) not null,
    type        varchar(100) not null,
    headers     text         not null,
    value       text,
    reason      varchar(500) not null,
    parked_at   timestamptz  not null,
    primary key (consumer, topic, partition, record_offset)
);
create index parked_record_key on parked_record (consumer, topic, key);
