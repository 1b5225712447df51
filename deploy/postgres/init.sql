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
    end loop;
end
$$;
