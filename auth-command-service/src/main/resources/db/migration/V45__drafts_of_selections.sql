-- What a person leaves out of a bulk change while they turn a list's pages. left_out is null once the draft was dropped for newer
-- ones; filter is null once rows were ticked under several.
create table bulk_draft (
    tenant     varchar(100) not null,
    user_id    varchar(255) not null,
    id         uuid         not null,
    list       varchar(20)  not null,
    filter     text,
    left_out   text[],
    changed_at timestamptz  not null,
    primary key (tenant, user_id, id)
);
create index bulk_draft_age on bulk_draft (changed_at);

-- Which rows a preview was asked for, in short; null where nobody selected any (files, reverts, retries), and in older ones.
alter table bulk_preview add column selected text;
