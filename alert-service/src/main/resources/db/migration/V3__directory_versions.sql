-- Which state of the record a copy was made of (ADR 38): an older one that comes late changes nothing. What is copied here
-- before this was made by no version, and takes the next record.
-- An erased record stays as its id and its version, so that no older one brings it back.
alter table client_copy add column version bigint not null default -1;
alter table client_copy add column erased boolean not null default false;

alter table user_copy add column version bigint not null default -1;
alter table user_copy add column erased boolean not null default false;
alter table user_copy alter column name drop not null;

alter table division_copy add column version bigint not null default -1;
alter table division_copy add column erased boolean not null default false;
alter table division_copy alter column time_zone drop not null;
