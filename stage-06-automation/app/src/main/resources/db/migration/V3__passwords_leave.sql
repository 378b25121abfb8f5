-- Who signs in: a user of the Cognito user pool, by the sub of its tokens. Each hash goes when its owner signs in.
alter table account
    add column user_id text unique,
    alter column password drop not null,
    add check (password is null or user_id is null);
