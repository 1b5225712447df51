-- What people look up and what unique names are checked against; written with the events, in one transaction.
create table billing_code (
    tenant  varchar(100) not null,
    code    varchar(50)  not null,
    version bigint       not null,
    active  boolean      not null,
    event   text         not null,
    primary key (tenant, code)
);

create table billing_code_group (
    tenant  varchar(100) not null,
    id      uuid         not null,
    version int          not null,
    name    varchar(200) not null,
    active  boolean      not null,
    event   text         not null,
    primary key (tenant, id)
);
create unique index billing_code_group_name on billing_code_group (tenant, lower(name));

create table billing_code_group_member (
    tenant   varchar(100) not null,
    group_id uuid         not null,
    code     varchar(50)  not null,
    primary key (tenant, group_id, code),
    foreign key (tenant, group_id) references billing_code_group on delete cascade
);
create index billing_code_group_member_code on billing_code_group_member (tenant, code);
