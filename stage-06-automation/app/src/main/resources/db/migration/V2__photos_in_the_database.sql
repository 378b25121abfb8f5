create table photo (
    postcard_id bigint primary key references postcard on delete cascade,
    jpeg bytea not null
);
