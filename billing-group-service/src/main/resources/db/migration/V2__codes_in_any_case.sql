-- A code is named in any case (rule B-64).
create index billing_code_any_case on billing_code (tenant, upper(code));
