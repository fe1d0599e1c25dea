-- 2E: living at home or with family. All people (2e), and learning disability support, 18 to 64 (2e_ld).

-- "Cohort: service users with any long-term service in the year (start <= end of year and end >= start of year or open;
-- valid dates)." "Age at the person's latest service end, capped at year end."
create table client_2e (council text, person text, age integer, status text collate nocase,
                        support_reason text collate nocase, gender text collate nocase);
insert into client_2e
select e.council, e.person,
       (julianday(max(case when e.ended is null or e.ended > d.ends then d.ends else e.ended end))
        - julianday(p.birth_date)) * 4,
       p.accommodation, p.support_reason, p.gender
from event as e
join person as p using (council, person)
join service as s on s.service_type = e.service_type
cross join period as d
where e.client_type = 'Service user'
  and e.event_type = 'Service'
  and s.family = 'long term'
  and e.started <= d.ends
  and (e.ended is null or (e.ended >= d.starts and e.ended >= e.started))
  -- "Dead before the year out."
  and (p.death_date is null or p.death_date >= d.starts)
group by e.council, e.person;

-- "Under 18 out; unknown age out of both counts." "Numerator = distinct people with settled = 1; denominator = distinct people
-- (unknown accommodation included)." "By LA x age band x sex": the sex is the slice.
create view rows_2e as
select council, person, null as started,
       case when age is null then 'Unknown' when age >= 65 * 1461 then '65 and above' else '18 to 64' end as band,
       age is not null as in_denominator,
       age is not null and a.settled = 1 as in_numerator,
       null as rule, c.status as answer, c.gender as slice
from client_2e as c
join accommodation as a on a.status = c.status
where age is null or age >= 18 * 1461;

-- "Learning disability support only (Primary Support Reason) aged 18-64."
create view rows_2e_ld as
select r.* from rows_2e as r
join client_2e as c using (council, person)
where c.support_reason = 'Learning disability support' and r.band = '18 to 64';

create view summary_rows_2e as
select g.council, g.band, coalesce(sum(in_denominator), 0), coalesce(sum(in_numerator), 0)
from grid as g
left join rows_2e as r on r.council = g.council and (g.band = 'Total' or g.band = r.band)
group by g.council, g.band;

create view summary_rows_2e_ld as
select g.council, g.band, coalesce(sum(in_denominator), 0), coalesce(sum(in_numerator), 0)
from grid as g
left join rows_2e_ld as r on r.council = g.council and (g.band = 'Total' or g.band = r.band)
where g.band <> '65 and above'
group by g.council, g.band;
