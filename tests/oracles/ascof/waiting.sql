-- Waiting times: from a request to the assessment and to the service that follow. Not a national measure; the same data.

-- "A per-person order (date, then request < assessment < service, then latest import)."
create table in_order as
select e.council, e.person, e.record, e.started, e.outcome, e.event_type = 'Request' as is_request,
       e.event_type = 'Assessment' as is_assessment, e.event_type = 'Service' as is_service,
       e.outcome like 'Progress to %' as progresses,
       row_number() over (partition by e.council, e.person
                          order by e.started,
                                   case e.event_type when 'Request' then 1 when 'Assessment' then 2 else 3 end,
                                   e.imported desc, e.record) as place
from event as e
where e.client_type = 'Service user' and e.event_type in ('Request', 'Assessment', 'Service');
create index in_order_of on in_order(council, person, place);

-- "Requests of 25+ people not already supported (long-term in the last 12 months, short-term in the last 3)."
create table asked as
select r.council, r.person, r.started, r.place,
       (julianday(r.started) - julianday(p.birth_date)) * 4 as age,
       exists (select 1 from event as e join service as s on s.service_type = e.service_type
               where e.council = r.council and e.person = r.person
                 and e.client_type = 'Service user' and e.event_type = 'Service' and e.started < r.started
                 and ((s.family = 'long term' and (e.ended is null or e.ended >= date(r.started, '-12 months')))
                      or (s.family = 'short term' and (e.ended is null or e.ended >= date(r.started, '-3 months')))))
         as already_supported
from in_order as r
join person as p using (council, person)
where r.is_request;

-- "First FOLLOWING assessment and first following service per request."
create table follow_up as
select a.*,
       (select min(f.place) from in_order as f
        where f.council = a.council and f.person = a.person and f.place > a.place and f.is_assessment) as assessment,
       (select min(f.place) from in_order as f
        where f.council = a.council and f.person = a.person and f.place > a.place and f.is_service) as service
from asked as a
where a.age >= 25 * 1461 and not a.already_supported;

-- "A request that falls inside an earlier request's follow-up is dropped": after the earlier one and before the later of
-- what followed that.
create table waited as
select f.*
from follow_up as f
cross join period as d
where f.started between d.starts and d.ends
  and not exists (select 1 from follow_up as b
                  where b.council = f.council and b.person = f.person and b.place < f.place
                    and max(coalesce(b.assessment, 0), coalesce(b.service, 0)) > f.place);

-- "Runs of consecutive assessments form a block that 'progresses' if any one does": the block that begins with the
-- first following assessment goes on until something else comes.
create table waits as
select w.council, w.person, w.started,
       case when w.age >= 65 * 1461 then '65 and above' else '25 to 64' end as band,
       julianday(a.started) - julianday(w.started) as to_assessment,
       julianday(s.started) - julianday(w.started) as to_service,
       case when a.place is null then null
            when exists (select 1 from in_order as b
                         where b.council = w.council and b.person = w.person and b.is_assessment and b.progresses
                           and b.place >= a.place
                           and not exists (select 1 from in_order as o
                                           where o.council = w.council and o.person = w.person
                                             and o.place > a.place and o.place < b.place and not o.is_assessment))
            then 'progressed' else 'not progressed' end as block
from waited as w
left join in_order as a on a.council = w.council and a.person = w.person and a.place = w.assessment
left join in_order as s on s.council = w.council and s.person = w.person and s.place = w.service;

-- The financial year's quarter of the request.
create view waits_by_quarter as
select *, 'Q' || ((cast(substr(started, 6, 2) as integer) + 8) % 12 / 3 + 1) as quarter from waits;

create view rows_wait_assessment as
select council, person, started, band, 1 as in_denominator, to_assessment is not null as in_numerator, block as rule,
       cast(to_assessment as integer) as answer, quarter as slice
from waits_by_quarter;

create view rows_wait_service as
select council, person, started, band, 1 as in_denominator, to_service is not null as in_numerator, block as rule,
       cast(to_service as integer) as answer, quarter as slice
from waits_by_quarter;

-- "Median of days per LA, quarter and age band, with count." Of an even number the median is halfway, so it is exact in halves.
create view summary_rows_wait_assessment as
select council, band, slice, max(all_of), (min(answer) + max(answer)) / 2.0 from (
  select council, band, slice, answer, all_of,
         row_number() over (partition by council, band, slice order by answer) as place
  from (select *, count(*) over (partition by council, band, slice) as all_of
        from rows_wait_assessment where in_numerator))
where 2 * place between all_of and all_of + 2
group by council, band, slice;

create view summary_rows_wait_service as
select council, band, slice, max(all_of), (min(answer) + max(answer)) / 2.0 from (
  select council, band, slice, answer, all_of,
         row_number() over (partition by council, band, slice order by answer) as place
  from (select *, count(*) over (partition by council, band, slice) as all_of
        from rows_wait_service where in_numerator))
where 2 * place between all_of and all_of + 2
group by council, band, slice;
