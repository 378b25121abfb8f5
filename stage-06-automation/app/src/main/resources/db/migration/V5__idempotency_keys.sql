-- What a client calls its request, so that it can send it again, and a digest of what it sent.
alter table postcard
    add column idempotency_key uuid,
    add column idempotency_digest bytea,
    add unique (author_id, idempotency_key);
