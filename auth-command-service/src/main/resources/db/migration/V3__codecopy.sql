-- What was heard of billing codes, their groups and the organisation's settings. Written by consumers only.
create table billing_code_copy (
    tenant        varchar(100) not null,
    code          varchar(50)  not null,
    active        boolean      not null,
    unmanaged     boolean      not null,
    default_units numeric(9, 2),
    primary key (tenant, code)
);

-- Every version is kept: a preview expands the version that it saw.
create table billing_code_group_copy (
    tenant   varchar(100) not null,
    group_id uuid         not null,
    version  int          not null,
    active   boolean      not null,
    removed  boolean      not null,
    members  text         not null,
    primary key (tenant, group_id, version)
);

create table setting_copy (
    tenant varchar(100) not null,
    key    varchar(100) not null,
    value  text         not null,
    primary key (tenant, key)
);
