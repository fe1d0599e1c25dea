//! The same table in a database is the same figures as in a file; and each way a database can be wrong, as it is told.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test fails where something is amiss"
)]

mod support;

use kpi_core::diagnostic::Diagnostic;
use kpi_core::facts::{Filter, Measure};
use kpi_core::schema::{ColumnType, Dataset, EmptyCell, Source};
use kpi_core::{Calendar, Reason, Unit};
use kpi_data::passes::{Way, Work};
use kpi_data::{Connection, Connections, Data};
use std::path::Path;
use support::{aggregate, ask, column, csv, dataset, folder, open, said, shown, table};

fn figures(source: Source) -> Dataset {
    let columns = vec![
        column("indicator", ColumnType::Text),
        column("period", ColumnType::Period),
        column("value", ColumnType::Number(Unit::Percent)),
        column("cases", ColumnType::Number(Unit::Number)),
        column("collected", ColumnType::Date),
        column("final", ColumnType::YesNo),
    ];
    dataset("figures", source, &["indicator", "period"], columns)
}

const FIGURES: &str = "\
asc_105 / 2020/21 | asc_105 | 2020/21 | 14/25 percent | 3/10 number | 2021-01-10 | true
asc_106 / 2020/21 Q2 | asc_106 | 2020/21 Q2 | 7/8 percent | 15000 number | - | false
asc_107 / 2020-09 | asc_107 | 2020-09 | - | -1200 number | 2020-09-30 | -";

fn sqlite(table: &str) -> Source {
    Source::Sqlite { path: "care.db".to_owned(), table: table.to_owned() }
}

fn query(query: &str, over: &[&str]) -> Source {
    let over = over.iter().map(|name| (*name).to_owned()).collect();
    Source::Sql { query: query.to_owned(), over, span: support::SPAN }
}

/// A folder with the database `care.db`.
fn care(statements: &str) -> tempfile::TempDir {
    let folder = folder(&[]);
    let database = rusqlite::Connection::open(folder.path().join("care.db")).unwrap();
    database.execute_batch(statements).unwrap();
    folder
}

/// What is told of one dataset, and its figures.
fn told(root: &Path, dataset: &Dataset) -> String {
    let (data, diagnostics) = open(root, &[dataset]);
    format!("{}\n---\n{}", said(&diagnostics), shown(&table(&data, dataset)))
}

/// Opens the last dataset, with all others to be read by it.
fn last(root: &Path, connections: &Connections, datasets: &[&Dataset]) -> (Data, Vec<Diagnostic>) {
    let asked = &datasets[datasets.len() - 1..];
    let ways = kpi_data::Ways { connections: connections.clone(), ..kpi_data::Ways::default() };
    kpi_data::open_with(root, Calendar::APRIL, ways, asked, datasets)
}

#[test]
fn sqlite_figures() {
    let folder = care(
        "CREATE TABLE figures (note BLOB, Indicator TEXT, period VARCHAR(20), value REAL, cases NUMERIC, collected DATE,
             \"Final\" BOOLEAN);
         INSERT INTO figures VALUES (x'00', 'asc_105', '2020/21', 56.0, 0.1 + 0.2, '2021-01-10', 1);
         UPDATE figures SET cases = 0.3;
         INSERT INTO figures VALUES (NULL, 'asc_106', ' 2020/21 q2', 87.5, '15,000', '', 0);
         INSERT INTO figures VALUES (NULL, 'asc_107', '2020-09', NULL, -1200, '30/09/2020', NULL);
         CREATE VIEW good AS SELECT * FROM figures;
         CREATE TABLE keyed (indicator, period, value, cases, collected, final, PRIMARY KEY (indicator, period))
             WITHOUT ROWID;
         INSERT INTO keyed SELECT indicator, period, value, cases, collected, final FROM figures;",
    );
    for name in ["figures", "FIGURES", "good", "keyed"] {
        let figures = figures(sqlite(name));
        let (data, diagnostics) = open(folder.path(), &[&figures]);
        assert_eq!(said(&diagnostics), "", "{name}");
        assert_eq!(shown(&table(&data, &figures)), FIGURES, "{name}");
        assert_eq!(data.inputs()[0].path, "care.db");
    }
}

#[test]
fn what_sqlite_holds_that_no_rule_understands() {
    let folder = care(
        "CREATE TABLE figures (indicator TEXT, period, value, cases INTEGER, collected, final);
         INSERT INTO figures (rowid, indicator, period, value) VALUES (7, 'asc_105', '2020/21', 'about half');
         INSERT INTO figures (rowid, indicator, period, value) VALUES (9, 'asc_106', '2020/21', x'ff');
         INSERT INTO figures (rowid, indicator, period, collected) VALUES (11, 'asc_107', '2020/21', 44210);
         CREATE TABLE typed (indicator, period, value, cases DATE, collected INTEGER, final);
         INSERT INTO typed VALUES ('asc_105', '2020/21', 56, '2020-01-01', 1600000000, 'no');
         CREATE TABLE other (indicator, value);",
    );
    insta::assert_snapshot!("sqlite_cells", told(folder.path(), &figures(sqlite("figures"))));
    insta::assert_snapshot!("sqlite_types", told(folder.path(), &figures(sqlite("typed"))));
    insta::assert_snapshot!("sqlite_columns", told(folder.path(), &figures(sqlite("other"))));
    insta::assert_snapshot!("sqlite_no_table", told(folder.path(), &figures(sqlite("figure"))));
    std::fs::write(folder.path().join("care.db"), "indicator,period\n").unwrap();
    insta::assert_snapshot!("sqlite_no_database", told(folder.path(), &figures(sqlite("figures"))));
    std::fs::remove_file(folder.path().join("care.db")).unwrap();
    insta::assert_snapshot!("sqlite_no_file", told(folder.path(), &figures(sqlite("figures"))));
}

#[test]
fn a_database_is_not_changed_by_reading() {
    let folder = care("CREATE TABLE figures (indicator, period, value, cases, collected, final)");
    let before = std::fs::read(folder.path().join("care.db")).unwrap();
    let figures = figures(sqlite("figures"));
    let over = dataset(
        "over",
        query("SELECT indicator AS name FROM figures", &["figures"]),
        &[],
        vec![column("name", ColumnType::Text)],
    );
    let (data, diagnostics) = last(folder.path(), &Connections::default(), &[&figures, &over]);
    assert_eq!(said(&diagnostics), "");
    let count = aggregate(&over, Measure::Count, Filter::All);
    assert_eq!(ask(&data, std::slice::from_ref(&count)).aggregates[&count].value.clone().unwrap().to_string(), "0");
    assert_eq!(std::fs::read(folder.path().join("care.db")).unwrap(), before);
    let names: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["care.db"]);
}

// ---------------------------------------------------------------------------------------------------------- queries

fn people(source: Source) -> Dataset {
    let mut area = column("area", ColumnType::OneOf(vec!["North".to_owned(), "South".to_owned()]));
    area.missing_words.push(("n/k".to_owned(), Reason::NotSupplied));
    area.header = Some("Where".to_owned());
    let mut kind = column("kind", ColumnType::Text);
    kind.empty = Some(EmptyCell::Default("other".to_owned()));
    let columns = vec![
        column("person", ColumnType::Text),
        area,
        kind,
        column("born", ColumnType::Date),
        column("share", ColumnType::Number(Unit::Percent)),
        column("paid", ColumnType::YesNo),
    ];
    dataset("people", source, &[], columns)
}

fn seen() -> Vec<kpi_core::schema::Column> {
    vec![
        column("person", ColumnType::Text),
        column("area", ColumnType::OneOf(vec!["North".to_owned(), "South".to_owned()])),
        column("kind", ColumnType::Text),
        column("born", ColumnType::Date),
        column("share", ColumnType::Number(Unit::Percent)),
        column("paid", ColumnType::YesNo),
    ]
}

const PEOPLE: &str = "person,Where,kind,born,share,paid\n\
    ann, north ,carer,01/02/1950,12.5%,yes\n\
    bob,N/K,,1960-03-04,0.1,no\n\
    cat,South, carer,,,\n";

const SEEN: &str = "\
ann | ann | North | carer | 1950-02-01 | 1/8 percent | true
bob | bob | - | other | 1960-03-04 | 1/1000 percent | false
cat | cat | South | carer | - | - | -";

#[test]
fn a_query_sees_rows_as_they_conform_and_gives_them_back_as_they_were() {
    let folder = care(
        "CREATE TABLE people (person, \"Where\", kind, born, share, paid);
         INSERT INTO people VALUES ('ann', ' north ', 'carer', '1950-02-01', 12.5, 1),
             ('bob', 'N/K', NULL, '04/03/1960', 0.1, 'no'), ('cat', 'South', ' carer', '', NULL, NULL);
         CREATE TABLE secrets (word); INSERT INTO secrets VALUES ('hidden');",
    );
    std::fs::write(folder.path().join("people.csv"), PEOPLE).unwrap();
    for source in [csv("people.csv"), sqlite("people")] {
        let people = people(source);
        let all = dataset("seen", query("SELECT * FROM people;\n", &["people"]), &["person"], seen());
        let (data, diagnostics) = last(folder.path(), &Connections::default(), &[&people, &all]);
        assert_eq!(said(&diagnostics), "");
        assert_eq!(shown(&table(&data, &all)), SEEN);
        // A query over a query, in which the database and a file meet.
        let count = "SELECT a.kind, count(*) AS number, sum(a.share) AS share, min(a.born) AS first
                     FROM seen a JOIN people b ON a.person = b.person GROUP BY a.kind";
        let columns = vec![
            column("kind", ColumnType::Text),
            column("number", ColumnType::Number(Unit::Count)),
            column("share", ColumnType::Number(Unit::Percent)),
            column("first", ColumnType::Date),
        ];
        let counted = dataset("counted", query(count, &["seen", "people"]), &["kind"], columns);
        let (data, diagnostics) = last(folder.path(), &Connections::default(), &[&people, &all, &counted]);
        assert_eq!(said(&diagnostics), "");
        assert_eq!(
            shown(&table(&data, &counted)),
            "carer | carer | 2 count | 1/8 percent | 1950-02-01\nother | other | 1 count | 1/1000 percent | 1960-03-04"
        );
    }
}

#[test]
fn what_is_wrong_with_a_query() {
    let folder = care("CREATE TABLE people (person, \"Where\", kind, born, share, paid); CREATE TABLE secrets (word)");
    std::fs::write(folder.path().join("people.csv"), PEOPLE).unwrap();
    std::fs::write(folder.path().join("spoiled.csv"), PEOPLE.replace("1960-03-04", "soon")).unwrap();
    let of = |people: &Dataset, text: &str| {
        let all = dataset("seen", query(text, &["people"]), &["person"], vec![column("person", ColumnType::Text)]);
        let (data, diagnostics) = last(folder.path(), &Connections::default(), &[people, &all]);
        let table = table(&data, &all);
        assert!(table.failed.is_some() && table.rows.is_empty(), "{text}");
        format!("# {text}\n{}\n", said(&diagnostics))
    };
    let (from_file, inside) = (people(csv("people.csv")), people(sqlite("people")));
    let mut all = String::new();
    for text in [
        "SELECT person\n  FROM peple",
        "SELECT persn FROM people",
        "SELECT\n person,, area FROM people",
        "SELECT 1 AS person; SELECT 2",
        "DELETE FROM people",
        "ATTACH 'other.db' AS other",
        "SELECT random() AS person",
        "SELECT date('now') AS person",
        "SELECT date() AS person",
        "SELECT current_date AS person",
        "WITH RECURSIVE n(person) AS (SELECT 1 UNION ALL SELECT person + 1 FROM n) SELECT person FROM n",
        "SELECT 0.1 + 0.2 AS person",
        "SELECT x'00' AS person",
        "SELECT sum(person) AS person FROM people",
        "SELECT kind FROM people",
    ] {
        all.push_str(&of(&from_file, text));
    }
    for text in [
        "SELECT word AS person FROM secrets",
        "SELECT \"Where\" AS person FROM main.people",
        "SELECT person FROM peple",
    ] {
        all.push_str(&of(&inside, text));
    }
    all.push_str(&of(&people(csv("spoiled.csv")), "SELECT person FROM people"));
    all.push_str(&of(&people(csv("nothing.csv")), "SELECT person FROM people"));
    insta::assert_snapshot!(all);
}

// ------------------------------------------------------------------------------------------------------- PostgreSQL

#[cfg(unix)]
mod server {
    use super::*;
    use support::postgres::Server;

    fn source(table: &str) -> Source {
        let table = table.to_owned();
        Source::Postgres { connection: "warehouse".to_owned(), table, span: support::SPAN }
    }

    fn connections(url: Option<String>) -> Connections {
        let connection = Connection { variable: "WAREHOUSE_URL".to_owned(), url };
        Connections { databases: [("warehouse".to_owned(), connection)].into_iter().collect(), cluster: None }
    }

    fn told(connections: &Connections, dataset: &Dataset) -> String {
        let (data, diagnostics) = last(Path::new("."), connections, &[dataset]);
        format!("{}\n---\n{}", said(&diagnostics), shown(&table(&data, dataset)))
    }

    #[test]
    fn figures_queries_and_mistakes() {
        let Some(mut server) = Server::start(&[]) else { return };
        let url = connections(Some(server.url()));
        server
            .client()
            .batch_execute(
                "CREATE SCHEMA care;
                 CREATE DOMAIN percentage AS real;
                 CREATE TABLE care.figures (id int PRIMARY KEY, \"Indicator\" varchar(20), period text, value percentage,
                     cases numeric, collected date, final boolean, area point);
                 INSERT INTO care.figures VALUES (7, 'asc_107', '2020-09', NULL, -1200, '2020-09-30', NULL),
                     (3, 'asc_105', '2020/21', 56.0, 0.30, '2021-01-10', true),
                     (5, 'asc_106', ' 2020/21 q2', 87.5, 15000, NULL, false);
                 CREATE TABLE public.\"Mixed\" AS SELECT * FROM care.figures ORDER BY id;
                 CREATE TABLE spoiled AS SELECT * FROM care.figures;
                 ALTER TABLE spoiled ALTER value TYPE text, ADD PRIMARY KEY (id);
                 UPDATE spoiled SET value = 'about half' WHERE id = 5;
                 CREATE TABLE typed AS SELECT \"Indicator\", period, cases AS value, area AS cases,
                     now() AS collected, 1.5 AS final FROM care.figures;
                 CREATE TABLE hidden (word text);
                 CREATE ROLE reader LOGIN;
                 CREATE TABLE people (person char(5), \"Where\" text, kind text, born date, share float8, paid boolean);
                 INSERT INTO people VALUES ('ann', ' north ', 'carer', '1950-02-01', 12.5, true),
                     ('bob', 'N/K', NULL, '1960-03-04', 0.1, false), ('cat', 'South', ' carer', NULL, NULL, NULL);",
            )
            .unwrap();
        for name in ["care.figures", "Mixed"] {
            let figures = figures(source(name));
            let (data, diagnostics) = last(Path::new("."), &url, &[&figures]);
            assert_eq!(said(&diagnostics), "", "{name}");
            assert_eq!(shown(&table(&data, &figures)), FIGURES, "{name}");
            assert_eq!(data.inputs()[0].path, format!("postgres:warehouse/{name}"));
        }

        let people = people(source("people"));
        let all = dataset("seen", query("SELECT * FROM people -- all\n", &["people"]), &["person"], seen());
        let (data, diagnostics) = last(Path::new("."), &url, &[&people, &all]);
        assert_eq!(said(&diagnostics), "");
        assert_eq!(shown(&table(&data, &all)), SEEN);

        // Over a file and a database: in memory.
        let folder = folder(&[("areas.csv", b"name,code\nNorth,1\nSouth,2\n")]);
        let areas = vec![column("name", ColumnType::Text), column("code", ColumnType::Number(Unit::Number))];
        let areas = dataset("areas", csv("areas.csv"), &[], areas);
        let text = "SELECT person, code FROM people JOIN areas ON area = name ORDER BY person";
        let columns = vec![column("person", ColumnType::Text), column("code", ColumnType::Number(Unit::Number))];
        let both = dataset("both", query(text, &["people", "areas"]), &["person"], columns);
        let (data, diagnostics) = last(folder.path(), &url, &[&people, &areas, &both]);
        assert_eq!(said(&diagnostics), "");
        assert_eq!(shown(&table(&data, &both)), "ann | ann | 1 number\ncat | cat | 2 number");

        insta::assert_snapshot!("postgres_cells", told(&url, &figures(source("spoiled"))));
        insta::assert_snapshot!("postgres_types", told(&url, &figures(source("typed"))));
        insta::assert_snapshot!("postgres_columns", told(&url, &figures(source("hidden"))));
        insta::assert_snapshot!("postgres_no_table", told(&url, &figures(source("care.figure"))));
        let mut queries = String::new();
        for text in
            ["SELECT person\n  FROM peple", "SELECT persn FROM people", "DELETE FROM people", "SELECT 1/0 AS person"]
        {
            let all = dataset("seen", query(text, &["people"]), &["person"], vec![column("person", ColumnType::Text)]);
            let (data, diagnostics) = last(Path::new("."), &url, &[&people, &all]);
            assert!(table(&data, &all).failed.is_some(), "{text}");
            queries.push_str(&format!("# {text}\n{}\n", said(&diagnostics)));
        }
        insta::assert_snapshot!("postgres_queries", queries);
        let reader = connections(Some(server.url().replace("user=kpi", "user=reader")));
        insta::assert_snapshot!("postgres_no_right", told(&reader, &figures(source("Mixed"))));

        server.kill();
        insta::with_settings!({ filters => [(r"os error \d+", "os error")] }, {
            insta::assert_snapshot!("postgres_not_there", told(&url, &figures(source("Mixed"))));
        });
        insta::assert_snapshot!("postgres_not_set", told(&connections(None), &figures(source("Mixed"))));
        let wrong = connections(Some("postgresql://reader:secret@".to_owned()));
        let wrong = told(&wrong, &figures(source("Mixed")));
        assert!(!wrong.contains("secret"), "{wrong}");
        insta::assert_snapshot!(
            "postgres_bad_url",
            told(&connections(Some("the usual place".to_owned())), &figures(source("Mixed")))
        );
    }

    // ------------------------------------------------------------------------------------------------- questions

    const TYPES: [&str; 8] = ["text", "varchar(20)", "text", "numeric", "float8", "date", "boolean", "text"];

    use kpi_core::Exact;
    use kpi_core::facts::{Aggregate, Compare, Scalar};
    use proptest::prelude::*;
    use proptest::strategy::ValueTree as _;
    use proptest::test_runner::TestRunner;
    use support::questions::{CELLS, a_question, visits};

    /// The table as a file, as statements for SQLite, and as statements for PostgreSQL.
    fn written(rows: &[[&str; 8]]) -> (String, String, String) {
        let names: Vec<String> = visits(csv("x")).columns.iter().map(|column| column.name.clone()).collect();
        let mut file = names.join(",") + "\n";
        let typed: Vec<String> = names.iter().zip(TYPES).map(|(name, of)| format!("{name} {of}")).collect();
        let mut lite = format!("CREATE TABLE visits ({});", names.join(", "));
        let mut large = format!("CREATE TABLE visits ({});", typed.join(", "));
        for row in rows {
            file.push_str(&row.map(|cell| format!("\"{cell}\"")).join(","));
            file.push('\n');
            let quoted = row.map(|cell| format!("'{}'", cell.replace('\'', "''")));
            lite.push_str(&format!("INSERT INTO visits VALUES ({});", quoted.join(", ")));
            // An empty text is no number and no day; in a column of texts it may stand.
            let cells = row.iter().zip(TYPES).zip(quoted).map(|((cell, of), quoted)| {
                if cell.is_empty() && !of.contains("text") { "NULL".to_owned() } else { quoted }
            });
            large.push_str(&format!("INSERT INTO visits VALUES ({});", cells.collect::<Vec<_>>().join(", ")));
        }
        (file, lite, large)
    }

    #[test]
    fn every_question_has_the_same_answer_wherever_the_rows_are() {
        let Some(server) = Server::start(&["log_statement=all"]) else { return };
        let mut runner = TestRunner::deterministic();
        let cells = CELLS.map(|cells| prop::sample::select(cells.to_vec()));
        let rows = prop::collection::vec(cells, 300).new_tree(&mut runner).unwrap().current();
        let (file, lite, large) = written(&rows);
        let folder = care(&lite);
        std::fs::write(folder.path().join("visits.csv"), file).unwrap();
        server.client().batch_execute(&large).unwrap();
        let url = connections(Some(server.url()));
        let opened = |source: Source| {
            let visits = visits(source);
            let (data, diagnostics) = last(folder.path(), &url, &[&visits]);
            // A row without any cell of the dataset is told by those who read rows.
            assert!(diagnostics.iter().all(|found| found.code.id() == "KPI0709"), "{}", said(&diagnostics));
            data
        };
        let (from_file, from_lite, from_large) =
            (opened(csv("visits.csv")), opened(sqlite("visits")), opened(source("visits")));
        let questions = prop::collection::vec(a_question(), 1..12);
        for _ in 0..150 {
            let asked = questions.new_tree(&mut runner).unwrap().current();
            let (of_file, of_lite, of_large) =
                (ask(&from_file, &asked), ask(&from_lite, &asked), ask(&from_large, &asked));
            for question in &asked {
                let answer = |facts: &kpi_core::facts::Facts| {
                    let answer = facts.aggregates[question].clone();
                    (answer.value, answer.kept, answer.of, answer.funnel)
                };
                assert_eq!(answer(&of_file), answer(&of_lite), "{question:?}");
                assert_eq!(answer(&of_file), answer(&of_large), "{question:?}");
            }
        }
        assert!(!server.log().contains("NULL::int8"), "rows were read");
    }

    #[test]
    fn a_million_rows_stay_where_they_are() {
        let Some(mut server) = Server::start(&["log_statement=all"]) else { return };
        server
            .client()
            .batch_execute(
                "CREATE TABLE visits AS SELECT (ARRAY['Fatal', 'slight', 'n/k'])[1 + i % 3] AS kind,
                     'Leeds' AS place, 'p' || i % 1000 AS person, (i % 100)::numeric / 8 AS cost,
                     (i % 7)::float8 / 10 AS share, DATE '2020-04-01' + i % 365 AS day, i % 2 = 0 AS open,
                     'no' AS late
                 FROM generate_series(0, 999999) AS i",
            )
            .unwrap();
        let url = connections(Some(server.url()));
        let visits = visits(source("visits"));
        let fatal = || Filter::Compare {
            column: "kind".to_owned(),
            op: Compare::Equal,
            value: Scalar::Text("FATAL".to_owned()),
        };
        let open = Filter::Compare { column: "open".to_owned(), op: Compare::Equal, value: Scalar::YesNo(true) };
        let both = Filter::And(vec![fatal(), open]);
        let asked = [
            aggregate(&visits, Measure::Count, fatal()),
            aggregate(&visits, Measure::Sum("cost".to_owned()), both.clone()),
            aggregate(&visits, Measure::Mean("share".to_owned()), Filter::All),
            aggregate(&visits, Measure::CountDistinct(vec!["person".to_owned()]), both),
            aggregate(&visits, Measure::Median("cost".to_owned()), fatal()),
        ];
        let (data, diagnostics) = last(Path::new("."), &url, &[&visits]);
        let data = data.explained();
        assert_eq!(said(&diagnostics), "");
        let before = server.log().len();
        let facts = ask(&data, &asked);
        let said_of = |question: &Aggregate| {
            let answer = &facts.aggregates[question];
            format!("{} of {}/{}", answer.value.clone().unwrap(), answer.kept, answer.of)
        };
        let found: Vec<String> = asked.iter().map(said_of).collect();
        // By hand: every third row is fatal, every sixth open as well; costs are eighths from 0 to 99.
        assert_eq!(found[0], "333334 of 333334/1000000");
        let cost: i64 = (0..1_000_000i64).filter(|i| i % 6 == 0).map(|i| i % 100).sum();
        assert_eq!(found[1], format!("{} of 166667/1000000", Exact::ratio(cost.into(), 8).unwrap()));
        let share: i64 = (0..1_000_000i64).map(|i| i % 7).sum();
        assert_eq!(found[2], format!("{} of 1000000/1000000", Exact::ratio(share.into(), 1_000_000_000).unwrap()));
        assert_eq!(found[3], "500 of 166667/1000000");
        assert_eq!(found[4], "99/16 of 333334/1000000");

        let log = server.log().split_off(before);
        let statements: Vec<&str> =
            log.lines().filter(|line| line.contains("execute ") || line.contains("statement: ")).collect();
        assert_eq!(statements.len(), 1, "{log}");
        assert!(statements[0].contains("GROUP BY"), "{log}");
        // The plan shows the statement that was sent, and what came of it.
        let passes = data.passes();
        let Work::Counting(counting) = &passes[0].work else { panic!("{passes:?}") };
        let Way::Pushed { statement, rows, .. } = &counting.way else { panic!("{counting:?}") };
        assert!(statements[0].contains(statement.as_str()), "{statement}");
        let group = &counting.groups[0];
        assert_eq!((passes[0].rows, group.questions, group.cells), (1_000_000, 5, 4), "{group:?}");
        // A row a cell, one a value and cell for the median, and one of the different values.
        let values = 4 * 100 / 2;
        assert_eq!((*rows, group.kept.clone()), (4 + values + 1, vec![("cost".to_owned(), 1_000_000)]));
        assert!(!server.log().contains("NULL::int8"), "rows were read");
        assert_eq!(data.inputs()[0].path, "postgres:warehouse/visits");

        // A database that goes away gives no figure, rather than a wrong one.
        server.kill();
        let count = aggregate(&visits, Measure::Count, Filter::All);
        let (facts, diagnostics) = data.answer(&[kpi_core::facts::Request::Aggregate(count.clone())]).unwrap();
        assert_eq!(facts.aggregates[&count].value.clone().unwrap_err().reason, Reason::Failed);
        let told: Vec<String> =
            diagnostics.iter().map(|found| format!("{} {}", found.code.id(), found.message)).collect();
        assert_eq!(told, ["KPI0722 the database `warehouse` went away while it was read"]);
    }

    #[test]
    fn cells_that_cannot_be_read_are_told_with_their_rows() {
        let Some(server) = Server::start(&[]) else { return };
        server
            .client()
            .batch_execute(
                "CREATE TABLE visits (id int PRIMARY KEY, kind text, place text, person text, cost numeric, share real,
                     day date, open boolean, late text);
                 INSERT INTO visits VALUES (4, 'Fatal', 'Leeds', 'ann', 1.5, 3, '2020-04-01', true, 'no'),
                     (8, 'Slihgt', 'Leeds', 'bob', 'NaN', 3, 'infinity', true, 'perhaps');",
            )
            .unwrap();
        let visits = visits(source("visits"));
        let (data, diagnostics) = last(Path::new("."), &connections(Some(server.url())), &[&visits]);
        assert_eq!(said(&diagnostics), "");
        let of = |measure| aggregate(&visits, measure, Filter::All);
        let asked = [of(Measure::Count), of(Measure::Sum("share".to_owned())), of(Measure::Sum("cost".to_owned()))];
        let requests: Vec<_> = asked.iter().cloned().map(kpi_core::facts::Request::Aggregate).collect();
        let (facts, diagnostics) = data.answer(&requests).unwrap();
        let values: Vec<String> = asked
            .iter()
            .map(|question| match &facts.aggregates[question].value {
                Ok(value) => value.to_string(),
                Err(missing) => missing.to_string(),
            })
            .collect();
        insta::assert_snapshot!("postgres_spoiled", format!("{}\n---\n{}", values.join("\n"), said(&diagnostics)));
    }
}
