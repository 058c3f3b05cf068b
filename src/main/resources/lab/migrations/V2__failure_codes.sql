-- What went wrong, for machines; null in rows of before.
alter table attempt add column code text;
alter table item add column code text;
