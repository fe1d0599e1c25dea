-- 3D, clients: self-directed support (1a) and direct payments (2a).

-- "Snapshot at year end: long-term service open on the last day (start <= date, end >= date or open), alive, 18+ (unknown
-- age kept in Total)."
create table client_3d as
select e.council, e.person,
       case when p.birth_date is null then 'Unknown'
            when (julianday(d.ends) - julianday(p.birth_date)) * 4 >= 65 * 1461 then '65 and above'
            else '18 to 64' end as band,
       -- "One row per person: best of a 9-step order (nursing, residential, community by DP > managed budget >
       -- commissioned > blank, prison …)." "Delivery mechanism = Direct payment if the component says so; blank when not
       -- valid for that service type": valid for community support, and one of the three.
       min(case
         when e.service_type = 'Long term support: Nursing care' then 1
         when e.service_type = 'Long term support: Residential care' then 2
         when e.service_type = 'Long term support: Community' then
           case
             when e.service_component = 'Direct payment' then 3
             when e.delivery_mechanism = 'Direct payment' then 3
             when e.delivery_mechanism = 'CASSR managed personal budget' then 4
             when e.delivery_mechanism = 'CASSR commissioned support' then 5
             else 6
           end
         else 7
       end) as best
from event as e
join person as p using (council, person)
join service as s on s.service_type = e.service_type
cross join period as d
where e.client_type = 'Service user'
  and e.event_type = 'Service'
  and s.family = 'long term'
  and e.started <= d.ends
  and (e.ended is null or e.ended >= d.ends)
  and (p.death_date is null or p.death_date >= d.ends)
  and (p.birth_date is null or (julianday(d.ends) - julianday(p.birth_date)) * 4 >= 18 * 1461)
group by e.council, e.person;

-- "Denominator: people whose best is Community. Numerators: 1a = direct payment or managed budget; 2a = direct payment."
create view rows_3d1a as
select council, person, null as started, band,
       best between 3 and 6 as in_denominator, best in (3, 4) as in_numerator,
       case best when 1 then 'Nursing' when 2 then 'Residential' when 3 then 'Direct payment' when 4 then 'Managed budget'
                 when 5 then 'Commissioned' when 6 then 'Not known' else 'Prison' end as rule,
       null as answer, null as slice
from client_3d;

create view rows_3d2a as
select council, person, started, band, in_denominator, rule = 'Direct payment' as in_numerator, rule, answer, slice
from rows_3d1a;

create view summary_rows_3d1a as
select g.council, g.band, coalesce(sum(in_denominator), 0), coalesce(sum(in_numerator), 0)
from grid as g
left join rows_3d1a as r on r.council = g.council and (g.band = 'Total' or g.band = r.band)
group by g.council, g.band;

create view summary_rows_3d2a as
select g.council, g.band, coalesce(sum(in_denominator), 0), coalesce(sum(in_numerator), 0)
from grid as g
left join rows_3d2a as r on r.council = g.council and (g.band = 'Total' or g.band = r.band)
group by g.council, g.band;
