-- Pages of results begin at a line; whichever it is, it is found without passing over those before.
create index bulk_operation_chunk_line on bulk_operation_chunk (operation_id, first_line);
