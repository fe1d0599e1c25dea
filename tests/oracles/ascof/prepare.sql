-- What all measures share. The files are loaded as text into raw_* tables; `period` holds the year.

-- "Coded values need case-insensitive, trimmed comparison": NOCASE columns, and no blanks. Empty is null. (A function or a
-- `create table as` would lose the NOCASE: code columns are declared, and compared where they are columns.)
create table event (
  record integer primary key,
  council text not null, person text not null,
  birth_date text, death_date text,
  gender text collate nocase, ethnicity text collate nocase,
  client_type text collate nocase, primary_support_reason text collate nocase,
  accommodation_status text collate nocase, has_unpaid_carer text collate nocase,
  event_type text collate nocase,
  started text not null, ended text,
  outcome text collate nocase, route text collate nocase, assessment_type text collate nocase,
  service_type text collate nocase, service_component text collate nocase, delivery_mechanism text collate nocase,
  review_reason text collate nocase,
  period_end text not null, imported text not null
);
insert into event
select cast(record as integer), council, person,
       nullif(trim(birth_date), ''), nullif(trim(death_date), ''),
       nullif(trim(gender), ''), nullif(trim(ethnicity), ''),
       nullif(trim(client_type), ''), nullif(trim(primary_support_reason), ''),
       nullif(trim(accommodation_status), ''), nullif(trim(has_unpaid_carer), ''),
       nullif(trim(event_type), ''),
       trim(started), nullif(trim(ended), ''),
       nullif(trim(outcome), ''), nullif(trim(route), ''), nullif(trim(assessment_type), ''),
       nullif(trim(service_type), ''), nullif(trim(service_component), ''), nullif(trim(delivery_mechanism), ''),
       nullif(trim(review_reason), ''),
       period_end, imported
from raw_events;
create index event_of_person on event(council, person, event_type, started);
create index event_of_person_anywhere on event(person, started);

create table accommodation (status text collate nocase primary key, settled integer, known integer);
insert into accommodation select * from raw_accommodation;
create table service (service_type text collate nocase primary key, priority integer, family text);
insert into service select * from raw_services;
create table outcome (outcome text collate nocase primary key, priority integer, usable integer);
insert into outcome select * from raw_outcomes;
create table sequel (sequel text collate nocase primary key, in_denominator integer, in_numerator integer);
insert into sequel select * from raw_sequels;
create table inferred (service_type text collate nocase, service_component text collate nocase, status text);
insert into inferred select service_type, nullif(service_component, ''), status from raw_inferred_accommodation;
create table population as select council, band, cast(people as integer) as people from raw_population;

-- "Every council and group is always output."
create table grid as
select council, band
from (select distinct council from population)
cross join (select '18 to 64' as band union all select '65 and above' union all select 'Total');

-- Latest person details. "For each LA + person and each attribute separately: prefer known to unknown, then latest
-- reference period, latest end date (open = 9999-01-01), latest start. All rows that tie are kept; if the tied rows
-- disagree, the value becomes Unknown."

-- "Birth date takes the earliest date in the latest submission": the latest that has one, since known comes first.
create table birth as
select council, person, min(birth_date) as birth_date
from event as e
where birth_date is not null
  and period_end = (select max(period_end) from event as l
                    where l.council = e.council and l.person = e.person and l.birth_date is not null)
group by council, person;

-- "Death the latest date."
create table death as
select council, person, max(death_date) as death_date
from event as e
where death_date is not null
  and period_end = (select max(period_end) from event as l
                    where l.council = e.council and l.person = e.person and l.death_date is not null)
group by council, person;

create table gender (council text, person text, gender text collate nocase);
insert into gender
select council, person,
       case when count(distinct gender) = 1 then min(gender) else 'Unknown' end as gender
from (select council, person, gender,
             rank() over (partition by council, person
                          order by gender is not null and gender <> 'Unknown' desc,
                                   period_end desc, coalesce(ended, '9999-01-01') desc, started desc) as place
      from event)
where place = 1
group by council, person;

-- "Support reason treats 'support to unpaid carer' as unknown."
create table support_reason (council text, person text, support_reason text collate nocase);
insert into support_reason
select council, person,
       case when count(distinct reason) = 1 then min(reason) else 'Unknown' end as support_reason
from (select council, person, coalesce(primary_support_reason, 'Unknown') collate nocase as reason,
             rank() over (partition by council, person
                          order by coalesce(primary_support_reason not in ('Unknown', 'Social support: Support to unpaid carer'), 0) desc,
                                   period_end desc, coalesce(ended, '9999-01-01') desc, started desc) as place
      from event)
where place = 1
group by council, person;

-- A status that is on no list is as unknown as none.
create table given_accommodation (council text, person text, status text collate nocase);
insert into given_accommodation
select council, person,
       case when count(distinct status) = 1 then min(status) else 'Unknown' end
from (select council, person, case when known = 1 then status else 'Unknown' end collate nocase as status,
             rank() over (partition by council, person
                          order by coalesce(known, 0) desc,
                                   period_end desc, coalesce(ended, '9999-01-01') desc, started desc) as place
      from event left join accommodation on accommodation.status = event.accommodation_status)
where place = 1
group by council, person;

-- "Accommodation status, if still unknown, is inferred from the latest service (by end date, service-type priority,
-- mappable component first, start)." Of any type: one that says nothing of where the person lives leaves it unknown.
create table inferred_accommodation (council text, person text, status text collate nocase);
insert into inferred_accommodation
select council, person,
       case when count(distinct status) = 1 then min(status) else 'Unknown' end
from (select council, person, coalesce(n.status, o.status, 'Unknown') collate nocase as status,
             rank() over (partition by council, person
                          order by coalesce(ended, '9999-01-01') desc, s.priority, n.status is not null desc,
                                   started desc) as place
      from event as e
      join service as s on s.service_type = e.service_type
      -- The component by name, or else what is said of the type's others.
      left join inferred as n on n.service_type = e.service_type and n.service_component = e.service_component
      left join inferred as o on o.service_type = e.service_type and o.service_component is null
      where e.event_type = 'Service')
where place = 1
group by council, person;

create table person (council text, person text, birth_date text, death_date text,
                     gender text collate nocase, support_reason text collate nocase,
                     accommodation text collate nocase);
insert into person
select council, person, birth_date, death_date, gender, support_reason,
       case when given.status = 'Unknown' then coalesce(latest.status, 'Unknown') else given.status end
from (select distinct council, person from event)
left join birth using (council, person)
left join death using (council, person)
left join gender using (council, person)
left join support_reason using (council, person)
left join given_accommodation as given using (council, person)
left join inferred_accommodation as latest using (council, person);
create unique index one_row_a_person on person(council, person);
create index person_anywhere on person(person);
