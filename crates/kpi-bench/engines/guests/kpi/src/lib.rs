//! The sum of four columns, as an author of a measure writes it: in exact decimals, every cell asked for by its row.

use kpi_plugin_sdk::{Decimal, Group, Problem};

fn adds_up(group: &Group<'_>) -> Result<Option<Decimal>, Problem> {
    let (numbers, counts) = (group.numbers("number")?, group.numbers("count")?);
    let (started, kinds) = (group.dates("started")?, group.texts("kind")?);
    let mut sum = Decimal::ZERO;
    for row in 0..group.len() {
        sum = sum.add(numbers.get(row)?)?.add(counts.get(row)?)?;
        sum = sum.add(Decimal::from(i64::from(started.get(row)?.days())))?;
        sum = sum.add(Decimal::from(kinds.get(row)?.len() as i64))?;
    }
    Ok(Some(sum))
}

kpi_plugin_sdk::measure! {
    id: "adds_up",
    title: "The sum of four columns",
    unit: "number",
    inputs: [
        required number "number": "",
        required number "count": "",
        required date "started": "",
        required text "kind": "",
    ],
    settings: [],
    figure: adds_up,
}
