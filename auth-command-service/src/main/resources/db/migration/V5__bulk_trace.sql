-- W3C trace context of the request that confirmed the operation; its rows' events carry it too
alter table bulk_operation add column trace_parent varchar(55);
