-- What a client already has: one row per authorization, written in the same transaction as its events.
create table authorization_window (
    authorization_id     uuid         primary key,
    tenant               varchar(100) not null,
    client_id            varchar(100) not null,
    billing_code         varchar(50)  not null,
    payer_id             varchar(100),
    authorization_number varchar(50),
    start_date           date         not null,
    end_date             date,
    state                varchar(10)  not null
);
create index authorization_window_client on authorization_window (tenant, client_id, billing_code);

-- The number that the system gives; gaps are harmless.
create sequence system_auth_no start 100001;

-- What a person wrote beside a change. Free text is erasable, so it never enters an event.
create table authorization_comment (
    authorization_id uuid          not null,
    seq              bigint        not null,
    tenant           varchar(100)  not null,
    actor            varchar(100)  not null,
    written_at       timestamptz   not null,
    comment          varchar(2000) not null,
    primary key (authorization_id, seq)
);
