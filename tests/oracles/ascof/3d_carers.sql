-- 3D, carers: self-directed support (1b) and direct payments (2b).

-- "All the year: carers' events that are (signposting outcome with no service type) or (carer service types) or (assessment
-- or review with no service type)." A service is of the year where it overlaps it, another event where it ends in it.
create table carer_event_3d as
select e.council, e.person, p.birth_date,
       -- The age at the event's last day in the year.
       case when e.ended is null or e.ended > d.ends then d.ends else e.ended end as last_day,
       -- "Category by a first-match list of 9 conditions", numbered by the "6-step order": direct payment, managed budget,
       -- commissioned, mechanism not known, information and advice, no direct support.
       case
         when e.service_type = 'Unpaid carer support: Direct to unpaid carer' then
           case
             when e.service_component = 'Direct payment' then 1
             when e.delivery_mechanism = 'Direct payment' then 1
             when e.delivery_mechanism = 'CASSR managed personal budget' then 2
             when e.delivery_mechanism = 'CASSR commissioned support' then 3
             else 4
           end
         when e.service_type = 'Unpaid carer support: Support involving the person cared-for' then 6
         when e.outcome = 'NFA: Information and advice or signposting' then 5
         when e.event_type = 'Assessment' then 6
         when e.event_type = 'Review' then 6
       end as category
from event as e
join person as p using (council, person)
cross join period as d
where e.client_type = 'Unpaid carer'
  and ((e.service_type is null and e.outcome = 'NFA: Information and advice or signposting')
       or e.service_type in ('Unpaid carer support: Direct to unpaid carer',
                             'Unpaid carer support: Support involving the person cared-for')
       or (e.service_type is null and e.event_type in ('Assessment', 'Review')))
  and case when e.event_type = 'Service'
           then e.started <= d.ends and (e.ended is null or e.ended >= d.starts)
           else e.ended between d.starts and d.ends end;

-- "One per carer by a 6-step order; age = min." No age is asked for: under 18 is in Total.
create table carer_3d as
select council, person, min(category) as best,
       min((julianday(last_day) - julianday(birth_date)) * 4) as age
from carer_event_3d
group by council, person;

-- "Denominator: direct payment, managed budget, commissioned. Numerators 1b, 2b likewise."
create view rows_3d1b as
select council, person, null as started,
       case when age is null then 'Unknown' when age < 18 * 1461 then 'Under 18'
            when age < 65 * 1461 then '18 to 64' else '65 and above' end as band,
       best <= 3 as in_denominator, best <= 2 as in_numerator,
       case best when 1 then 'Direct payment' when 2 then 'Managed budget' when 3 then 'Commissioned' when 4 then 'Not known'
                 when 5 then 'Information and advice' else 'No direct support' end as rule,
       null as answer, null as slice
from carer_3d;

create view rows_3d2b as
select council, person, started, band, in_denominator, rule = 'Direct payment' as in_numerator, rule, answer, slice
from rows_3d1b;

create view summary_rows_3d1b as
select g.council, g.band, coalesce(sum(in_denominator), 0), coalesce(sum(in_numerator), 0)
from grid as g
left join rows_3d1b as r on r.council = g.council and (g.band = 'Total' or g.band = r.band)
group by g.council, g.band;

create view summary_rows_3d2b as
select g.council, g.band, coalesce(sum(in_denominator), 0), coalesce(sum(in_numerator), 0)
from grid as g
left join rows_3d2b as r on r.council = g.council and (g.band = 'Total' or g.band = r.band)
group by g.council, g.band;
