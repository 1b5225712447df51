-- How far the copy has followed its code's stream, so that an older record delivered again cannot undo a newer one.
alter table billing_code_copy add column seq bigint not null default -1;
