-- Number of the key by which an operation's authorizations got their ids, kept when it was confirmed; null = before there were keys.
alter table bulk_operation add column ids_key integer;

-- An issuer's subject has up to 255 characters.
alter table authorization_comment alter column actor type varchar(255);
alter table bulk_preview alter column made_by type varchar(255);
alter table bulk_operation
    alter column submitted_by type varchar(255),
    alter column cancelled_by type varchar(255);
alter table bulk_idempotency alter column user_id type varchar(255);
alter table bulk_approval alter column decided_by type varchar(255);
alter table bulk_recipe alter column owner type varchar(255);
