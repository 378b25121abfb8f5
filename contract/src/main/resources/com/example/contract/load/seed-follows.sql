-- 50 follows of :handle, who signed up by the application.
insert into follow (follower_id, followed_id)
select follower.id, followed.id
from generate_series(1, 50) k
join account follower on follower.handle = :handle
join account followed on followed.handle = 'bench_' || 193 * k;
