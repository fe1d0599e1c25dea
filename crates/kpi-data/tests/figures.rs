//! What councils have in their files: each oddity is named with its place, and every good figure comes out.

mod support;

use kpi_core::schema::{ColumnType, Dataset};
use kpi_core::{Reason, Unit};
use support::{column, csv, dataset, read, said, shown, table};

fn figures() -> Dataset {
    let mut value = column("value", ColumnType::Number(Unit::AsWritten));
    value.missing_words.push(("not due".to_owned(), Reason::NotYetDue));
    dataset(
        "figures",
        csv("figures.csv"),
        &["indicator", "period"],
        vec![
            column("indicator", ColumnType::Text),
            column("period", ColumnType::Period),
            value,
            column("collected", ColumnType::Date),
            column("status", ColumnType::SomeOf(vec!["final".to_owned(), "over counted".to_owned()])),
        ],
    )
}

#[test]
fn a_spoiled_file_names_each_row_and_gives_every_good_figure() {
    let figures = figures();
    let (data, diagnostics) = read(
        &figures,
        "figures.csv",
        "Quarterly figures,,,,\n\
         \n\
         Indicator,Period,Value,Collected,Status,Comment\n\
         asc_105,2020/21,56.0%,10/01/2021,final,\n\
         asc_106,2020/21,\"15,000\",2021-01-10,Final; OVER counted,as told\n\
         asc_107,2020/21,#N/A,10/01/2021,,\n\
         asc_108,2020/21,£3.6m,31/02/2021,,\n\
         ASC_105 ,2020-21,57.0%,,,\n\
         asc_109,2020/21,not due,,,\n\
         \n\
         Total,,\"15,000\",,,\n\
         asc_110,2020/21,15,000,,,final,\n\
         asc_111,2020/22,1,,,\n\
         asc_112,2020/21,\"(1,200)\",,finale,\n\
         asc_113,2020/21,,,,\"over\ntwo lines\"\n\
         asc_114,2020/21,1 in 4,,,\n"
            .as_bytes(),
    );
    insta::assert_snapshot!(said(&diagnostics));
    insta::assert_snapshot!(shown(&table(&data, &figures)));
}
