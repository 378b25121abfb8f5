-- Deleted postcards whose photo and likes, which are not in the database, are still to be deleted.
-- The tables photo and postcard_like stay until their last rows have moved to S3 and DynamoDB. The migration after this
-- one drops both tables and the column postcard.likes.
create table deleted_postcard (
    postcard_id bigint primary key,
    photo boolean not null
);
