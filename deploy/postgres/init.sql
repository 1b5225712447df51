-- One database, one role and one schema for each service that stores events; none reads another's.
-- May run again: it makes only what is missing. The passwords are for a workstation; set your own for anything else.
do $$
declare
    service text;
begin
    foreach service in array array['auth_command', 'alert', 'billing_group'] loop
        if not exists (select from pg_roles where rolname = service) then
            execute format('create role %I login password %L', service, service);
        end if;
        execute format('create schema if not exists %I authorization %I', service, service);
        execute format('alter role %I set search_path = %I', service, service);
        -- whoever comes under this role and stands still in a transaction holds nobody up for longer; services ask for less (ADR 42)
        execute format('alter role %I set idle_in_transaction_session_timeout = %L', service, '60s');
        -- the server's own log tells what was refused, without the row and its names; only a superuser may say so
        begin
            execute format('alter role %I set log_error_verbosity = terse', service);
        exception when insufficient_privilege then
            raise notice 'set log_error_verbosity = terse for the role % as a superuser', service;
        end;
    end loop;
end
$$;
