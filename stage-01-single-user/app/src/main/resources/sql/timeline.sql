-- One page of the timeline of account :me: postcards of those it follows and its own, older than :before, newest first.
-- Every postcard of the page is by one of the :limit authors who posted last, and none is older than the last postcard
-- of each of them. So two short walks along the index postcard_author find the page, however many postcards there are.
with author as (
    select newest.author_id, newest.id
    from (select followed_id as id from follow where follower_id = :me union all select :me) source
    cross join lateral (
        select author_id, id from postcard
        where author_id = source.id and id < :before
        order by id desc limit 1
    ) newest
    order by newest.id desc limit :limit
),
page as (
    select postcard.*
    from author
    cross join lateral (
        select * from postcard
        where author_id = author.author_id and id < :before
            and id >= (select case when count(*) = :limit then min(id) else 0 end from author)
        order by id desc limit :limit
    ) postcard
    order by id desc limit :limit
)
select page.id, account.handle as author, page.message, page.photo, page.created_at, page.likes,
    exists (select from postcard_like where postcard_id = page.id and account_id = :me) as liked
from page join account on account.id = page.author_id
order by page.id desc
