//! An indirectly standardised rate: how many events there were, beside how many there would have been had each age band
//! and sex here fared as it does in the reference population.
//!
//! expected = Σ people × reference rate, over age bands and sexes;
//! ratio = observed / expected; rate = ratio × the reference population's overall rate.
//!
//! As in the Association of Public Health Observatories' Technical Briefing 3, "Commonly used public health statistics
//! and their confidence intervals" (2008), and the Office for Health Improvement and Disparities' technical guides after
//! it. Everything is worked out in exact decimals; only the last division is rounded, half to even.

use kpi_plugin_sdk::{Decimal, Group, Note, Problem};
use std::collections::HashMap;

/// Places to which the figure is worked out where no setting says: more than is ever shown.
const PLACES: u8 = 9;

struct Counted {
    observed: Decimal,
    expected: Decimal,
}

fn counted(group: &Group<'_>) -> Result<Counted, Problem> {
    let observed = group.numbers("observed")?;
    let people = group.numbers("people")?;
    let rates = group.numbers("reference_rate")?;
    let per = per(group)?;
    once_each(group)?;
    let mut sum = Counted { observed: Decimal::ZERO, expected: Decimal::ZERO };
    for row in 0..group.len() {
        for (column, cell) in [("observed", observed), ("people", people), ("reference_rate", rates)] {
            let number = cell.get(row)?;
            if number.is_negative() {
                return Err(group.problem("negative", format!("{number} is less than nothing"), column, row));
            }
        }
        if rates.get(row)? > per {
            let message = format!("{} is more than all of {per}; is it a rate per another number?", rates.get(row)?);
            return Err(group.problem("rate_above_all", message, "reference_rate", row));
        }
        sum.observed = sum.observed.add(observed.get(row)?)?;
        sum.expected = sum.expected.add(people.get(row)?.mul(rates.get(row)?)?)?;
    }
    // Rates are per so many people: `per` is divided by once, at the end.
    Ok(sum)
}

/// A band that stands twice would be expected twice.
fn once_each(group: &Group<'_>) -> Result<(), Problem> {
    let (bands, sexes) = (group.texts("age_band")?, group.texts("sex")?);
    let mut seen = HashMap::new();
    for row in 0..group.len() {
        let (band, sex) = (bands.get(row)?, sexes.get(row)?);
        if seen.insert((band, sex), row).is_some() {
            let message = format!("{band} {sex} stands twice among the rows of one figure");
            return Err(group.problem("twice", message, "age_band", row));
        }
    }
    Ok(())
}

fn per(group: &Group<'_>) -> Result<Decimal, Problem> {
    let per = group.settings().number("per")?.unwrap_or(Decimal::from(100_000_i64));
    if per.is_zero() || per.is_negative() {
        return Err(Problem::new("bad_setting", format!("the setting \"per\" is {per}, and has to be above 0")));
    }
    Ok(per)
}

fn places(group: &Group<'_>) -> Result<u8, Problem> {
    let Some(places) = group.settings().number("places")? else { return Ok(PLACES) };
    (0..=12).find(|known| Decimal::from(i64::from(*known)) == places).ok_or_else(|| {
        Problem::new("bad_setting", format!("the setting \"places\" is {places}, and goes from 0 to 12"))
    })
}

/// The rate, or with `result: "ratio"` the ratio; none where nothing is expected.
fn standardised_rate(group: &Group<'_>) -> Result<Option<Decimal>, Problem> {
    let sum = counted(group)?;
    let settings = group.settings();
    // observed / (Σ people × rate / per) × overall
    let top = match settings.text("result").unwrap_or("rate") {
        "ratio" => sum.observed.mul(per(group)?)?,
        "rate" => {
            let overall = settings.number("overall_rate")?.ok_or_else(|| {
                Problem::new("no_setting", "a rate needs the setting \"overall_rate\"; or set result to \"ratio\"")
            })?;
            sum.observed.mul(per(group)?)?.mul(overall)?
        }
        other => {
            let message = format!("the setting \"result\" is {other:?}, and is either \"rate\" or \"ratio\"");
            return Err(Problem::new("bad_setting", message));
        }
    };
    top.over(sum.expected, places(group)?)
}

fn explained(group: &Group<'_>) -> Result<Vec<Note>, Problem> {
    let sum = counted(group)?;
    let mut notes = vec![Note::new("observed", sum.observed)];
    if let Some(expected) = sum.expected.over(per(group)?, 3)? {
        notes.push(Note::new("expected at the reference rates", expected));
    }
    if let Some(ratio) = sum.observed.mul(per(group)?)?.over(sum.expected, 4)? {
        notes.push(Note::new("observed / expected", ratio));
    }
    Ok(notes)
}

kpi_plugin_sdk::measure! {
    id: "standardised_rate",
    title: "Indirectly standardised rate",
    unit: "number",
    inputs: [
        required text "age_band": "as the reference rates are given",
        required text "sex": "as the reference rates are given",
        required number "observed": "events of people of this band and sex",
        required number "people": "the people at risk",
        required number "reference_rate": "events per `per` people of this band and sex in the reference population",
    ],
    settings: [
        optional number "overall_rate": "the reference population's rate over all bands; needed for a rate",
        optional number "per": "what rates are per; 100000 if not said",
        optional text "result": "\"rate\" (if not said) or \"ratio\"",
        optional number "places": "places that the figure is rounded to; 9 if not said",
    ],
    figure: standardised_rate,
    explain: explained,
}

#[cfg(test)]
mod tests {
    use super::*;
    use kpi_plugin_sdk::{Column, Columns, Date, Settings, Span};

    fn figure(settings: &Settings, observed: [i64; 2], people: [i64; 2]) -> Result<Option<Decimal>, Problem> {
        let columns = [
            Column::texts("age_band", [Some("0-64"), Some("65+")]),
            Column::texts("sex", [Some("F"), Some("F")]),
            Column::ints("observed", observed.map(Some)),
            Column::ints("people", people.map(Some)),
            Column::nums("reference_rate", [Some(100.0), Some(2_500.5)]),
        ];
        let period = Span { start: Date::of_days(19_814), end: Date::of_days(20_178) };
        standardised_rate(&Group::new(Columns { columns: &columns, settings }, 0, 2, period))
    }

    #[test]
    fn as_many_as_expected_is_a_ratio_of_one() {
        // 20,000 × 100 / 100,000 = 20 and 40,000 × 2,500.5 / 100,000 = 1,000.2
        let ratio = Settings::new([("result", "ratio"), ("places", "6")]);
        let twice = figure(&ratio, [40, 1_000], [20_000, 40_000]).expect("a figure").expect("cases");
        assert_eq!(twice.to_string(), "1.019408");
        let rate = Settings::new([("overall_rate", "512.5")]);
        let rate = figure(&rate, [20, 1_000], [20_000, 40_000]).expect("a figure").expect("cases");
        assert_eq!(rate.to_string(), "512.399529504");
    }

    #[test]
    fn nothing_expected_is_no_cases() {
        let ratio = Settings::new([("result", "ratio")]);
        assert_eq!(figure(&ratio, [0, 0], [0, 0]), Ok(None));
    }

    #[test]
    fn scaling_people_and_events_alike_leaves_the_ratio() {
        let ratio = Settings::new([("result", "ratio"), ("places", "12")]);
        for factor in [2, 7, 1_000] {
            let one = figure(&ratio, [31, 87], [1_234, 567]);
            assert_eq!(one, figure(&ratio, [31 * factor, 87 * factor], [1_234 * factor, 567 * factor]));
        }
    }
}
