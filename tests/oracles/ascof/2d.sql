-- 2D: discharged from hospital into reablement, still in the community 12 weeks later (65 and above). Part 1 (2d1): of the
-- episodes that followed a discharge. Part 2 (2d2): episodes that did, of all discharges.

-- "Need the hospital episode file": typed, and empty is null.
create table stay (number integer primary key, person text, admitted text, discharged text, last_episode integer,
                   admission_method text collate nocase, discharge_method text collate nocase,
                   destination text collate nocase, specialty text collate nocase, birth_date text, sex text, council text);
insert into stay
select null, person, admitted, nullif(discharged, ''), cast(last_episode as integer),
       trim(admission_method), trim(discharge_method), trim(destination), trim(specialty),
       nullif(birth_date, ''), sex, nullif(council, '')
from raw_hospital;
create index stay_of_anyone on stay(person, admitted);

-- Support that somebody was in on the day of admission: a person here is one, whatever the council (they are joined by
-- person alone).
create table long_term_2d as
select e.person, e.started, e.ended, e.service_type = 'Long term support: Community' as is_community,
       e.service_type in ('Long term support: Nursing care', 'Long term support: Residential care') as is_care
from event as e join service as s on s.service_type = e.service_type
where e.client_type = 'Service user' and e.event_type = 'Service' and s.family = 'long term';
create index long_term_2d_of on long_term_2d(person, started);

-- "Age 65+ at discharge, discharge in the year, admission before discharge, last episode, code exclusion lists, not in
-- long-term nursing, residential or prison support at admission; council by LSOA lookup, England only."
create table discharge as
select number, h.council, person, admitted, discharged, sex,
       -- "Age bands 65-74, 75-84, 85+."
       case when age < 75 * 1461 then '65 to 74' when age < 85 * 1461 then '75 to 84' else '85 and above' end as band,
       -- "Client type = in long-term community support at admission or not."
       case when exists (select 1 from long_term_2d as l
                         where l.person = h.person and l.is_community
                           and l.started <= h.admitted and (l.ended is null or l.ended >= h.admitted))
            then 'Existing client' else 'New client' end as client
from (select *, (julianday(discharged) - julianday(birth_date)) * 4 as age from stay) as h
cross join period as d
where age >= 65 * 1461
  and discharged between d.starts and d.ends
  and admitted < discharged
  and last_episode = 1
  and h.council is not null
  and not exists (select 1 from raw_exclusions as x
                  where (x.field = 'admission_method' and x.match = 'is' and h.admission_method = x.code)
                     or (x.field = 'discharge_method' and x.match = 'is' and h.discharge_method = x.code)
                     or (x.field = 'destination' and x.match = 'is' and h.destination = x.code)
                     or (x.field = 'specialty' and x.match = 'is' and h.specialty = x.code)
                     or (x.field = 'specialty' and x.match = 'starts with' and h.specialty like x.code || '%'))
  and not exists (select 1 from long_term_2d as l
                  where l.person = h.person and not l.is_community
                    and l.started <= h.admitted and (l.ended is null or l.ended >= h.admitted));
create index discharge_of on discharge(person, discharged);

-- "Reablement episodes: as 2A step 1, but ST-Max with component Reablement."
create table reablement_2d as
select council, person, started, ended,
       max(ended) over (partition by council, person order by started, ended, record
                        rows between unbounded preceding and 1 preceding) as so_far,
       row_number() over (partition by council, person order by started, ended, record) as place
from (select council, person, record, started, coalesce(ended, '9999-01-01') as ended
      from event
      where client_type = 'Service user' and event_type = 'Service'
        and service_type = 'Short term support: ST-Max' and service_component = 'Reablement'
        and (ended is null or ended >= started));
create table episode_2d as
select council, person, min(started) as started, max(ended) as ended
from (select *, sum(so_far is null or julianday(started) - julianday(so_far) > 7)
                  over (partition by council, person order by place) as episode
      from reablement_2d)
group by council, person, episode;

-- "Link: same person, discharge from 7 days before to 3 days after the episode start, admission on or before episode start;
-- the LATEST such discharge per episode."
create table linked as
select * from (
  select e.council, e.person, e.started, h.number, h.admitted, h.discharged, h.band, h.client, h.sex,
         row_number() over (partition by e.council, e.person, e.started
                            order by h.discharged desc, h.admitted desc, h.number desc) as place
  from episode_2d as e
  join discharge as h on h.person = e.person
  where julianday(h.discharged) - julianday(e.started) between -7 and 3
    and h.admitted <= e.started)
where place = 1;

-- "Outcomes per episode, within 84 days of discharge."
create table followed as
select k.*,
       -- "Emergency or non-elective readmission after start and discharge (exists),"
       exists (select 1 from stay as b join raw_admission_methods as m on m.method = b.admission_method and m.elective = '0'
               where b.person = k.person and b.admitted > k.started and b.admitted > k.discharged
                 and julianday(b.admitted) - julianday(k.discharged) <= 84) as readmitted,
       -- "death,"
       exists (select 1 from person as p
               where p.person = k.person and p.council = k.council
                 and julianday(p.death_date) - julianday(k.discharged) between 0 and 84) as died,
       -- "start of long-term residential or nursing (exists)."
       exists (select 1 from long_term_2d as l
               where l.person = k.person and l.is_care
                 and julianday(l.started) - julianday(k.discharged) between 0 and 84) as in_care
from linked as k;

-- "Part 1 denominator = distinct linked episodes, numerator = none of the three; also counts by each of the 8 combinations."
create view rows_2d1 as
select council, person, started, band, 1 as in_denominator, not (readmitted or died or in_care) as in_numerator,
       trim(case when readmitted then 'readmitted ' else '' end || case when died then 'died ' else '' end
            || case when in_care then 'in care' else '' end) as rule,
       null as answer, client || ', ' || sex as slice
from followed;

-- "Part 2 = linked episodes / discharges." A row a discharge; answer is how many episodes followed it.
create view rows_2d2 as
select h.council, h.person, h.discharged as started, h.band, 1 as in_denominator, count(k.number) > 0 as in_numerator,
       null as rule, count(k.number) as answer, h.client || ', ' || h.sex as slice
from discharge as h
left join linked as k on k.number = h.number
group by h.number;

create view bands_2d as
select council, band
from (select distinct council from population)
cross join (select '65 to 74' as band union all select '75 to 84' union all select '85 and above' union all select 'Total');

create view summary_rows_2d1 as
select g.council, g.band, coalesce(sum(in_denominator), 0), coalesce(sum(in_numerator), 0)
from bands_2d as g
left join rows_2d1 as r on r.council = g.council and (g.band = 'Total' or g.band = r.band)
group by g.council, g.band;

create view summary_rows_2d2 as
select g.council, g.band, coalesce(sum(in_denominator), 0), coalesce(sum(answer), 0)
from bands_2d as g
left join rows_2d2 as r on r.council = g.council and (g.band = 'Total' or g.band = r.band)
group by g.council, g.band;
