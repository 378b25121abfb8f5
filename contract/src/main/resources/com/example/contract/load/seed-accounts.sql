-- 10,000 accounts with 50 follows each; the first five have 2,000 followers more. A column that must have a value gets one.
insert into account (handle, email:columns)
select 'bench_' || n, 'bench_' || n || '@example.com':values
from generate_series(0, 9999) n
order by n;

-- The rows refer to each other by construction; without the checks this takes a tenth of the time.
set session_replication_role = replica;

insert into follow (follower_id, followed_id)
select follower.id, followed.id
from generate_series(0, 9999) n
cross join generate_series(1, 50) k
join account follower on follower.handle = 'bench_' || n
join account followed on followed.handle = 'bench_' || (n + 193 * k) % 10000;

insert into follow (follower_id, followed_id)
select follower.id, followed.id
from generate_series(10, 9999) n
join account follower on follower.handle = 'bench_' || n
join account followed on followed.handle = 'bench_' || n / 2000
on conflict do nothing;
