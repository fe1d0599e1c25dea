-- Reviewed in 12 months: of the people supported for a year or more at the year's end, those with a review.

-- Services in the order of their starts, with the latest end of those before.
create table support as
select e.council, e.person, e.started, coalesce(e.ended, '9999-01-01') as ended, e.record,
       max(coalesce(e.ended, '9999-01-01')) over (partition by e.council, e.person order by e.started, e.record
                                     rows between unbounded preceding and 1 preceding) as so_far
from event as e
join service as s on s.service_type = e.service_type
where e.client_type = 'Service user'
  and e.event_type = 'Service'
  and s.family = 'long term'
  and (e.ended is null or e.ended >= e.started);

-- "Gaps-and-islands with 1-day gap": support goes on where a service starts no later than the day after the latest end.
create table island as
select council, person, min(started) as started, max(ended) as ended
from (select council, person, started, ended,
             sum(so_far is null or julianday(started) - julianday(so_far) > 1)
               over (partition by council, person order by started, record) as island
      from support)
group by council, person, island;

-- "People open at the date whose support has run 365+ days (islands), with a review event ended in the 365 days before
-- (exists)." Adults, and alive at the date.
create view rows_reviewed as
select council, person, null as started,
       case when p.birth_date is null then 'Unknown'
            when (julianday(d.ends) - julianday(p.birth_date)) * 4 >= 65 * 1461 then '65 and above'
            else '18 to 64' end as band,
       1 as in_denominator,
       exists (select 1 from event as r
               where r.council = i.council and r.person = i.person
                 and r.event_type = 'Review' and r.client_type = 'Service user'
                 and julianday(d.ends) - julianday(r.ended) between 0 and 365) as in_numerator,
       null as rule, null as answer, null as slice
from island as i
join person as p using (council, person)
cross join period as d
where i.started <= d.ends and i.ended >= d.ends
  and julianday(d.ends) - julianday(i.started) >= 365
  and (p.death_date is null or p.death_date >= d.ends)
  and (p.birth_date is null or (julianday(d.ends) - julianday(p.birth_date)) * 4 >= 18 * 1461);

create view summary_rows_reviewed as
select g.council, g.band, coalesce(sum(in_denominator), 0), coalesce(sum(in_numerator), 0)
from grid as g
left join rows_reviewed as r on r.council = g.council and (g.band = 'Total' or g.band = r.band)
group by g.council, g.band;
