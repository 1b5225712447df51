-- Whose rows a frozen chunk holds, and what became of them by whose they are; both empty for what was frozen or done before.
alter table bulk_preview_chunk add column audiences text;
alter table bulk_operation_chunk add column audience_outcomes text;

-- What an operation's submitter saw: null = every division.
alter table bulk_operation
    add column scope_divisions text[],
    add column scope_assigned  boolean not null default false;
update bulk_operation
   set scope_divisions = case when plan::json #>> '{scope,allDivisions}' = 'false'
                              then array(select json_array_elements_text(plan::json #> '{scope,divisions}')) end,
       scope_assigned  = coalesce(plan::json #>> '{scope,assignedOnly}' = 'true', false);

-- Rows of a preview, and of the operation that it became, by the divisions of their clients: all of them (assignee ''), and
-- those that are assigned to a user. Outcomes stand here once the operation has ended. A preview that was frozen before has none.
create table bulk_row_share (
    preview_id    uuid   not null references bulk_preview on delete cascade,
    assignee      text   not null,
    divisions     text[] not null,
    row_count     bigint not null,
    added         bigint not null default 0,
    changed       bigint not null default 0,
    unchanged     bigint not null default 0,
    skipped       bigint not null default 0,
    stale         bigint not null default 0,
    rejected      bigint not null default 0,
    not_processed bigint not null default 0,
    primary key (preview_id, assignee, divisions)
);
