-- The release before this stage reads and writes no password, so its servers work without the column.
alter table account drop column password;
