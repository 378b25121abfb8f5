-- One page of the timeline of account :me: postcards of those it follows and its own, older than :before, newest first.
-- First the newest few of each author, so many that they fill two pages if everybody posts: once they fill one, nothing
-- on it is older than its last. Then whatever the same authors posted since. Both are short walks along an index, however
-- many postcards there are.
with source as (
    select followed_id as author_id from follow where follower_id = :me union all select :me
),
newest as (
    select postcard.author_id, postcard.id
    from source
    cross join lateral (
        select author_id, id from postcard
        where author_id = source.author_id and id < :before
        order by id desc limit 1 + 2 * :limit / (select count(*) from source)
    ) postcard
    order by id desc limit :limit
),
page as (
    select postcard.*
    from (select distinct author_id from newest) author
    cross join lateral (
        select * from postcard
        where author_id = author.author_id and id < :before
            and id >= (select case when count(*) = :limit then min(id) else 0 end from newest)
        order by id desc limit :limit
    ) postcard
    order by id desc limit :limit
)
select page.id, account.handle as author, page.message, page.photo,
    (select true from photo where postcard_id = page.id) as photo_in_database, page.created_at, page.likes,
    mine.account_id is not null as liked
from page
join account on account.id = page.author_id
left join postcard_like mine on mine.postcard_id = page.id and mine.account_id = :me
order by page.id desc
