-- Current facts on clients, users, payers, divisions and groups, as the health record put them. Personal and erasable.
create table directory_record (
    tenant varchar(100) not null,
    kind   varchar(20)  not null,
    id     varchar(100) not null,
    value  text         not null,
    primary key (tenant, kind, id)
);
