-- A preview that was made from a file: how many lines it had, and how many of them cannot be used.
create table bulk_file (
    preview_id uuid not null primary key references bulk_preview on delete cascade,
    line_count int  not null,
    bad_lines  int  not null
);

-- Lines on their way: read in the order of the file, frozen in that of their keys, gone after that.
create table bulk_file_line (
    preview_id uuid         not null references bulk_preview on delete cascade,
    sort_key   varchar(300) not null collate "C",
    line       bigint       not null,
    target     text         not null,
    primary key (preview_id, sort_key, line)
);

create table bulk_file_problem (
    preview_id uuid          not null references bulk_preview on delete cascade,
    line       bigint        not null,
    place      int           not null,
    field      varchar(100)  not null,
    detail     varchar(1000) not null,
    primary key (preview_id, line, place)
);
