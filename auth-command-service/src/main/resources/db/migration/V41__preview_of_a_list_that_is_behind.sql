-- WAITED_FOR while a preview waits until the list has what its organisation committed before; MAY_BE_BEHIND if it could not
-- be waited for.
alter table bulk_preview add column list varchar(20);
