-- A code is named in any case (rule B-64). One that was removed is no longer meant where another one is that differs in case alone.
create index billing_code_copy_any_case on billing_code_copy (tenant, upper(code));
alter table billing_code_copy add column removed boolean not null default false;
