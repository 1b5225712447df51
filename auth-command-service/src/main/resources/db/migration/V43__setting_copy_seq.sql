-- How far the copy has followed its setting's stream, so that an older record that comes late cannot undo a newer one; a setting
-- that has the default again is remembered for that, without a value.
alter table setting_copy
    add column seq bigint not null default -1,
    alter column value drop not null;
