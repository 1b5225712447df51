-- Columns of a file that say nothing here, by their names, as a JSON array.
alter table bulk_file add column ignored_columns text not null default '[]';
