-- An issuer's subject has up to 255 characters.
alter table setting alter column changed_by type varchar(255);
alter table alert alter column acknowledged_by type varchar(255);
alter table alert_seen alter column user_id type varchar(255);
