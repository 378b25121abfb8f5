-- Deleted postcards whose photo and likes, which are not in the database, are still to be deleted.
-- The tables photo and postcard_like stay until their last rows have moved to S3 and DynamoDB. The migration after this
-- one drops both tables and the column postcard.likes.
create table deleted_postcard (
    postcard_id bigint primary key,
    photo boolean not null
);

-- Servers of the release before delete postcards, too, until they are replaced. So the database remembers, and not they.
create function remember_deleted_postcard() returns trigger language plpgsql as $$
begin
    insert into deleted_postcard (postcard_id, photo) values (old.id, old.photo);
    return null;
end
$$;
create trigger remember_deleted_postcard after delete on postcard
    for each row execute function remember_deleted_postcard();
