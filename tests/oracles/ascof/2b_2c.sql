-- 2B and 2C: new admissions to residential or nursing care per 100,000 (18 to 64; 65 and above).

-- "Cohort: service users' long-term residential or nursing services, birth date known, alive at period start, component
-- empty or residential / nursing and not 'Short'."
create table stay_2b as
select e.council, e.person, e.started, e.ended, p.birth_date,
       -- IS has two answers, where = would have a third for an empty outcome.
       e.ended is not null and e.outcome is 'NFA: Self-funded client or under 12wk disregard' as ended_self_funded
from event as e
join person as p using (council, person)
where e.client_type = 'Service user'
  and e.event_type = 'Service'
  and e.service_type in ('Long term support: Residential care', 'Long term support: Nursing care')
  and p.birth_date is not null
  and (p.death_date is null or p.death_date >= (select starts from period))
  and (e.service_component is null
       or ((e.service_component like '%residential%' or e.service_component like '%nursing%')
           and e.service_component not like '%short%'));
create index stay_of_person on stay_2b(council, person, started);

create table admission as
-- "Admission: distinct person, LA, start date in the year; not ended with outcome 'self-funded / 12-week disregard'."
with admitted as (
  select distinct council, person, started, birth_date
  from stay_2b
  where started between (select starts from period) and (select ends from period)
    and not ended_self_funded
),
-- "New: no other such service of the same person and LA that started earlier and (is open or ended less than 365 days
-- before this start)." An end after this start is fewer than 365 days before it too.
judged as (
  select council, person, started,
         -- "Age = floor(days between birth date and reference date / 365.25)"; "age at event start".
         (julianday(started) - julianday(birth_date)) * 4 >= 18 * 1461 as is_adult,
         case when (julianday(started) - julianday(birth_date)) * 4 >= 65 * 1461
              then '65 and above' else '18 to 64' end as band,
         not exists (select 1 from stay_2b as before
                     where before.council = a.council and before.person = a.person and before.started < a.started
                       and (before.ended is null or julianday(a.started) - julianday(before.ended) < 365)) as is_new
  from admitted as a
)
-- "Under 18 out."
select * from judged where is_adult;

-- "A person with two new admissions counts once, in the younger band (text minimum)." One with none new shows the
-- younger band of all.
create view rows_2b as
select council, person, null as started,
       coalesce(min(case when is_new then band end), min(band)) as band,
       1 as in_denominator, max(is_new) as in_numerator, null as rule, null as answer, null as slice
from admission
group by council, person
having coalesce(min(case when is_new then band end), min(band)) = '18 to 64';

create view rows_2c as
select council, person, null as started,
       coalesce(min(case when is_new then band end), min(band)) as band,
       1 as in_denominator, max(is_new) as in_numerator, null as rule, null as answer, null as slice
from admission
group by council, person
having coalesce(min(case when is_new then band end), min(band)) = '65 and above';

-- "Numerator = distinct people. Denominator = ONS population of the LA in the band."
create view summary_rows_2b as
select g.council, g.band, (select people from population as o where o.council = g.council and o.band = g.band),
       (select coalesce(sum(in_numerator), 0) from rows_2b as r where r.council = g.council)
from grid as g where g.band = '18 to 64';

create view summary_rows_2c as
select g.council, g.band, (select people from population as o where o.council = g.council and o.band = g.band),
       (select coalesce(sum(in_numerator), 0) from rows_2c as r where r.council = g.council)
from grid as g where g.band = '65 and above';
