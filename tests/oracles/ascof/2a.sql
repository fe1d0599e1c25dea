-- 2A: reablement with no further ongoing support.

-- "Cohort: service user, valid dates (end >= start or open), service type ST-Max." "Per LA and person, sort by start, end,
-- outcome priority": with the running maximum of the ends before.
create table st_max as
select council, person, started, ended, outcome, quality,
       row_number() over sorted as place,
       max(ended) over (partition by council, person order by started, ended, quality, record
                        rows between unbounded preceding and 1 preceding) as so_far
from (select e.council, e.person, e.record, e.started, coalesce(e.ended, '9999-01-01') as ended, e.outcome,
             -- "Outcomes that cannot be classified are pushed +100"; none at all comes after those.
             coalesce(o.priority + case when o.usable = 1 then 0 else 100 end, 1000) as quality
      from event as e
      left join outcome as o on o.outcome = e.outcome
      where e.client_type = 'Service user' and e.event_type = 'Service'
        and e.service_type = 'Short term support: ST-Max'
        and (e.ended is null or e.ended >= e.started))
window sorted as (partition by council, person order by started, ended, quality, record);

-- "A service joins the running episode if its start is at most 7 days after the LATEST end seen so far."
create table st_max_in_episode as
select *, sum(so_far is null or julianday(started) - julianday(so_far) > 7)
            over (partition by council, person order by place) as episode
from st_max;

-- "Episode start = min, end = max; episode outcome = that of the row with the latest end (tie: best priority)."
create table episode (council text, person text, started text, ended text, outcome text collate nocase,
                      birth_date text, death_date text);
insert into episode
select m.council, m.person, m.first, m.ended, m.outcome, p.birth_date, p.death_date
from (select council, person, ended, outcome,
             min(started) over (partition by council, person, episode) as first,
             row_number() over (partition by council, person, episode order by ended desc, quality) as place
      from st_max_in_episode) as m
join person as p using (council, person)
cross join period as d
where m.place = 1
  -- "Keep episodes ending in the year. Exclude age < 18 at episode end (unknown age stays) and death before episode start."
  and m.ended between d.starts and d.ends
  and (p.birth_date is null or (julianday(m.ended) - julianday(p.birth_date)) * 4 >= 18 * 1461)
  and (p.death_date is null or p.death_date >= m.first)
  -- "New client: no long-term service that started before the episode and ended less than 91 days before it started (or is
  -- open or ends later)."
  and not exists (select 1 from event as l join service as s on s.service_type = l.service_type
                  where l.council = m.council and l.person = m.person
                    and l.event_type = 'Service' and l.client_type = 'Service user' and s.family = 'long term'
                    and l.started < m.first
                    and (l.ended is null or julianday(m.first) - julianday(l.ended) < 91));

-- "Sequel, first rule that answers wins." Each rule's answers, in order of the rules and, inside a rule, of preference.
create table sequel_answer as
-- 1. "Death on or before 7 days after the end."
select council, person, started, 1 as step, '1 death' as rule, 0 as preference, 'NFA: Deceased' as answer
from episode
where julianday(death_date) - julianday(ended) <= 7
union all
-- 2. "Episode outcome = Admitted to hospital."
select council, person, started, 2, '2 hospital', 0, 'Admitted to hospital'
from episode
where outcome = 'Admitted to hospital'
union all
-- 3. "Any recognised service that starts on or after the episode start, ends after the episode end, and starts at most 7
-- days after the end: the one with the highest priority (nursing, residential, community, prison, ST-Max, ongoing low level,
-- other short term; inside the last, residential or nursing components first and relabelled); events from the first later
-- ST-Max on are ignored." (Nothing to ignore: an ST-Max that starts within 7 days is part of the episode.)
select e.council, e.person, e.started, 3, '3 service',
       s.priority * 2 - (s.priority = 7 and (v.service_component like '%residential%' or v.service_component like '%nursing%')
                         is true),
       case when s.priority = 7 and (v.service_component like '%residential%' or v.service_component like '%nursing%') is true
            then 'Short term support: Residential or nursing' else s.service_type end
from episode as e
join event as v using (council, person)
join service as s on s.service_type = v.service_type
where v.event_type = 'Service' and v.client_type = 'Service user' and s.priority <= 7
  and v.started >= e.started
  and (v.ended is null or v.ended > e.ended)
  and julianday(v.started) - julianday(e.ended) <= 7
union all
-- 4. "Best-priority usable outcome among: (a) the episode's own outcome,"
select e.council, e.person, e.started, 4, '4a own outcome', o.priority * 3, o.outcome
from episode as e
join outcome as o on o.outcome = e.outcome
where o.usable = 1
union all
-- "(b) outcomes of non-service events in that 7-day window, not 'support ended as planned',"
select e.council, e.person, e.started, 4, '4b event after', o.priority * 3 + 1, o.outcome
from episode as e
join event as v using (council, person)
join outcome as o on o.outcome = v.outcome
where v.event_type <> 'Service' and v.client_type = 'Service user'
  and v.started >= e.started
  and (v.ended is null or v.ended > e.ended)
  and julianday(v.started) - julianday(e.ended) <= 7
  and o.usable = 1 and o.outcome <> 'NFA: Support ended as planned'
union all
-- "(c) the last assessment or review that ended inside the episode in its last 14 days."
select council, person, started, 4, '4c assessed within', priority * 3 + 2, answer
from (select e.council, e.person, e.started, o.priority, o.outcome as answer, o.usable,
             rank() over (partition by e.council, e.person, e.started order by v.ended desc) as place
      from episode as e
      join event as v using (council, person)
      left join outcome as o on o.outcome = v.outcome
      where v.event_type in ('Assessment', 'Review') and v.client_type = 'Service user'
        and v.ended between e.started and e.ended
        and julianday(e.ended) - julianday(v.ended) < 14)
where place = 1 and usable = 1
union all
-- 5. "An Equipment service nested in the episode -> ongoing low level."
select e.council, e.person, e.started, 5, '5 equipment', 0, 'Short term support: Ongoing low level'
from episode as e
join event as v using (council, person)
where v.event_type = 'Service' and v.client_type = 'Service user' and v.service_component = 'Equipment'
  and v.started >= e.started and v.ended <= e.ended
union all
-- 6. "Otherwise the episode outcome = unable to classify."
select council, person, started, 6, '6 otherwise', 0, 'Unable to classify'
from episode;

-- "Unit counted: episodes." The denominator and the numerator are lists of sequels.
create table rows_2a as
select e.council, e.person, e.started,
       case when e.birth_date is null then 'Unknown'
            when (julianday(e.ended) - julianday(e.birth_date)) * 4 >= 65 * 1461 then '65 and above'
            else '18 to 64' end as band,
       q.in_denominator, q.in_numerator, a.rule, a.answer, null as slice
from episode as e
join (select *, row_number() over (partition by council, person, started order by step, preference) as place
      from sequel_answer) as a
  on a.council = e.council and a.person = e.person and a.started = e.started and a.place = 1
join sequel as q on q.sequel = a.answer;

create view summary_rows_2a as
select g.council, g.band, coalesce(sum(in_denominator), 0), coalesce(sum(in_numerator), 0)
from grid as g
left join rows_2a as r on r.council = g.council and (g.band = 'Total' or g.band = r.band)
group by g.council, g.band;
