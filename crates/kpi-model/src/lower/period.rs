//! Periods as rule files write them.

use kpi_core::codes::periods;
use kpi_core::period::NotAPeriod;
use kpi_core::{Calendar, Diagnostic, Period, Span};

/// The period a text names in the project's calendar, or what is wrong with it.
pub fn read(calendar: Calendar, text: &str, span: Span) -> Result<Period, Box<Diagnostic>> {
    Period::parse(text, calendar).map_err(|why| Box::new(refused(text, &why, span)))
}

fn refused(text: &str, why: &NotAPeriod, span: Span) -> Diagnostic {
    let diagnostic = Diagnostic::at(periods::NOT_A_PERIOD, span, format!("`{text}` is no period"));
    match why {
        NotAPeriod::YearEnd { first, expected } => {
            let written = format!("{first}/{expected}");
            let rest: String = text.trim_start().chars().skip_while(|c| !c.is_whitespace()).collect();
            let fixed = format!("{written}{rest}");
            diagnostic
                .note(format!("the year that starts in {first} ends in {}", first + 1))
                .help(format!("write `{fixed}`"))
                .fix(format!("write `{fixed}`"), span, fixed)
        }
        NotAPeriod::Form => {
            let digits = text.trim();
            match (digits.len() == 4).then(|| digits.parse::<i32>().ok()).flatten() {
                Some(year) => {
                    let fixed = format!("{year}/{:02}", (year + 1).rem_euclid(100));
                    diagnostic
                        .note("the project's year does not start in January (`kpi.toml`, `year_starts`)")
                        .help(format!("write `{fixed}` for the year that starts in {year}"))
                }
                None => diagnostic.help(format!("{why}")),
            }
        }
        NotAPeriod::Part | NotAPeriod::Outside => diagnostic.help(format!("{why}")),
    }
}
