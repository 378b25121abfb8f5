-- :count postcards by the accounts of seed-accounts.sql; of a hundred, one by the five with the most followers.
set session_replication_role = replica;

insert into postcard (author_id, message, photo, created_at)
select author.id, 'Greetings from place ' || i || '. ' || repeat('The water is warm. ', i % 8), false, now()
from (
    select i, floor(random() * case when i % 100 = 0 then 5 else 10000 end) as n
    from generate_series(1, :count) i
    offset 0
) card
join account author on author.handle = 'bench_' || card.n;

vacuum (analyze) account, follow, postcard;

checkpoint;
