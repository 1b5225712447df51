-- Organisations that anything was heard of; each has days.
create table organisation (
    tenant varchar(100) primary key
);

-- Profiles and settings: written with their events, in one transaction.
create table profile (
    tenant       varchar(100) not null,
    profile_id   varchar(100) not null,
    name         varchar(200) not null,
    active       boolean      not null,
    client_admin boolean      not null,
    rules        text         not null,
    primary key (tenant, profile_id)
);

create table setting (
    tenant     varchar(100) not null,
    key        varchar(100) not null,
    value      text,
    changed_by varchar(200) not null,
    changed_at timestamptz  not null,
    primary key (tenant, key)
);

-- Copies of the directory: only what recipients and local days follow from.
create table client_copy (
    tenant            varchar(100) not null,
    client_id         varchar(100) not null,
    active            boolean      not null,
    division_ids      text[]       not null,
    assigned_user_ids text[]       not null,
    primary key (tenant, client_id)
);

create table user_copy (
    tenant       varchar(100) not null,
    user_id      varchar(100) not null,
    name         text         not null,
    active       boolean      not null,
    profile_id   varchar(100),
    division_ids text[]       not null,
    supervises   text[]       not null,
    primary key (tenant, user_id)
);

create table division_copy (
    tenant      varchar(100) not null,
    division_id varchar(100) not null,
    time_zone   varchar(100) not null,
    primary key (tenant, division_id)
);

-- The last day that began: stored with its event (begun), and as far as alerts have been looked at (looked).
create table calendar (
    tenant varchar(100) not null,
    zone   varchar(100) not null,
    begun  date,
    looked date,
    primary key (tenant, zone)
);

-- What alerts know of each authorization, and how each kind of alert stands on it.
create table watched_authorization (
    authorization_id      uuid         primary key,
    seq                   bigint       not null,
    tenant                varchar(100) not null,
    client_id             varchar(100) not null,
    billing_code          varchar(50)  not null,
    payer_id              varchar(100),
    start_date            date         not null,
    end_date              date,
    unmanaged             boolean      not null,
    allotted              numeric(9, 2),
    remaining             numeric(9, 2),
    used                  boolean      not null,
    unit_alert_level      numeric(9, 2),
    expiration_alert_days int,
    condition             varchar(20)  not null,
    low_epoch             int          not null,
    low_open_at           numeric(9, 2),
    expiring_epoch        int          not null,
    expiring_open_at      numeric(9, 2)
);
create index watched_by_client on watched_authorization (tenant, client_id, billing_code);
create index watched_by_end on watched_authorization (tenant, end_date)
    where condition = 'IN_USE' and expiration_alert_days is not null;
create index watched_low on watched_authorization (tenant, start_date)
    where condition = 'IN_USE' and not unmanaged and remaining <= unit_alert_level;
create index watched_open on watched_authorization (tenant, end_date)
    where low_open_at is not null or expiring_open_at is not null;

-- The inbox; each row is written with its events.
create table alert (
    id               uuid primary key,
    seq              bigint       not null,
    tenant           varchar(100) not null,
    kind             varchar(20)  not null,
    state            varchar(10)  not null,
    authorization_id uuid         not null,
    client_id        varchar(100) not null,
    billing_code     varchar(50)  not null,
    payer_id         varchar(100),
    end_date         date,
    value            numeric(9, 2) not null,
    threshold        numeric(9, 2) not null,
    operation_id     uuid,
    recipients       text[]       not null,
    raised_at        timestamptz  not null,
    closed_at        timestamptz,
    close_cause      varchar(30),
    acknowledged_by  varchar(100),
    acknowledged_at  timestamptz
);
create index alert_newest on alert (tenant, raised_at desc, id desc);
create index alert_of_recipient on alert using gin (recipients);
create index alert_of_authorization on alert (authorization_id);
create index alert_of_client on alert (tenant, client_id);
create index alert_of_operation on alert (operation_id) where operation_id is not null;

create table alert_seen (
    alert_id uuid         not null references alert,
    user_id  varchar(100) not null,
    seen_at  timestamptz  not null,
    primary key (alert_id, user_id)
);
