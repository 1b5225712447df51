-- Columns of a file that say nothing here, by their names, as a JSON array.
alter table bulk_file add column ignored_columns text not null default '[]';

-- A word for what programs tell apart, such as ambiguous.
alter table bulk_file_problem add column type varchar(50);

-- Of the file that an operation came from; null = it came from none.
alter table bulk_operation add column file_lines_left_out bigint;
