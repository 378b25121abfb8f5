create table account (
    id bigint generated always as identity primary key,
    handle text not null unique,
    email text not null,
    password text not null,
    created_at timestamptz not null default now()
);

create unique index account_email on account (lower(email));

create table follow (
    follower_id bigint not null references account on delete cascade,
    followed_id bigint not null references account on delete cascade,
    primary key (follower_id, followed_id)
);

create index follow_followed on follow (followed_id);

create table postcard (
    id bigint generated always as identity primary key,
    author_id bigint not null references account on delete cascade,
    message text not null,
    photo boolean not null,
    -- Changes in the same transaction as postcard_like.
    likes integer not null default 0,
    created_at timestamptz not null default now()
);

create index postcard_author on postcard (author_id, id desc);

create table postcard_like (
    postcard_id bigint not null references postcard on delete cascade,
    account_id bigint not null references account on delete cascade,
    primary key (postcard_id, account_id)
);

create index postcard_like_account on postcard_like (account_id);

create table notification (
    id bigint generated always as identity primary key,
    account_id bigint not null references account on delete cascade,
    -- Who liked or followed. With a postcard it is a like, without one a follow.
    from_id bigint not null references account on delete cascade,
    postcard_id bigint references postcard on delete cascade,
    created_at timestamptz not null default now(),
    unique nulls not distinct (account_id, from_id, postcard_id)
);

create index notification_account on notification (account_id, id desc);
create index notification_from on notification (from_id);
create index notification_postcard on notification (postcard_id);
