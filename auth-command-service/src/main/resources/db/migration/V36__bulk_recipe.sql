-- Bulk forms with names, of the whole organisation. The key is the name in lower case.
create table bulk_recipe (
    tenant     varchar(100) not null,
    key        varchar(60)  not null collate "C",
    name       varchar(60)  not null,
    owner      varchar(100) not null,
    version    bigint       not null,
    form       text         not null,
    changed_at timestamptz  not null,
    primary key (tenant, key)
);
