-- What an image prints, for hosts that do not have it.
alter table image_file add column firmware_name text;
alter table image_file add column firmware ${blob};
