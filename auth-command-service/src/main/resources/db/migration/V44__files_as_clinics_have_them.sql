-- Columns of a file that say nothing here, by their names, as a JSON array.
alter table bulk_file add column ignored_columns text not null default '[]';

-- A word for what programs tell apart, such as ambiguous.
alter table bulk_file_problem add column type varchar(50);

-- Of the file that an operation came from; null = it came from none.
alter table bulk_operation add column file_lines_left_out bigint;

-- Ways to read the sheets of one sender, with names, of the whole organisation. The key is the name in lower case.
create table bulk_mapping (
    tenant     varchar(100) not null,
    key        varchar(60)  not null collate "C",
    name       varchar(60)  not null,
    owner      varchar(255) not null,
    version    bigint       not null,
    form       text         not null,
    changed_at timestamptz  not null,
    primary key (tenant, key)
);

-- What was left out, to be corrected and sent again: the cells of the columns that are read, and no others, for those may hold names.
alter table bulk_file add column columns text not null default '[]';
alter table bulk_file_line add column cells text not null default '[]';
create table bulk_file_bad_line (
    preview_id uuid   not null references bulk_preview on delete cascade,
    line       bigint not null,
    cells      text   not null,
    primary key (preview_id, line)
);
