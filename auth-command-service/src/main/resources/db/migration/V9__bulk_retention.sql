-- What is removed some time after it was of use: previews that nobody confirmed, and idempotency keys.
create index bulk_preview_over on bulk_preview (coalesce(expires_at, touched_at)) where state in ('READY', 'FAILED');

alter table bulk_idempotency add column sent_at timestamptz;
update bulk_idempotency k set sent_at =
    coalesce((select o.submitted_at from bulk_operation o where o.id = k.operation_id), now());
alter table bulk_idempotency alter column sent_at set not null;
create index bulk_idempotency_sent on bulk_idempotency (sent_at);
