//! The calculation as a reader sees it, written from the rule (R59).

use super::Building;
use super::cells::of_flag;
use super::indicator::dedented;
use super::labels::kind;
use crate::model::{Calculation, Named};
use crate::prose;
use kpi_core::facts::{Compare, Measure, Scalar};
use kpi_core::{PeriodKind, Quantity, Rounding, Window};
use kpi_model::catalogue::Indicator;
use kpi_model::formula::{Aggregate, Arithmetic, Condition, Formula, FormulaKind, Function, Lookup, When};

impl Building<'_> {
    pub(super) fn calculation(&self, rule: &Indicator) -> Calculation {
        let report = self.given.run.period;
        let formula = rule.formula.at(report);
        let counted = |counted: &Option<kpi_model::catalogue::Dated<kpi_model::catalogue::Counted>>, label: &str| {
            let counted = counted.as_ref()?.at(report)?;
            // "Numerator: numerator as recorded in figures" says nothing; of another column it says where it is.
            let repeats = matches!(&counted.value.kind, FormulaKind::Lookup(lookup) if lookup.column == label);
            (!repeats).then(|| self.name(label, self.words.get(label), &counted.value))
        };
        let mut names: Vec<Named> = rule
            .lets
            .iter()
            .map(|named| Named { key: named.name.clone(), label: named.name.clone(), text: self.formula(&named.value) })
            .collect();
        names.extend(counted(&rule.numerator, "numerator"));
        names.extend(counted(&rule.denominator, "denominator"));
        let source = rule.text("calculation", report);
        let text = match formula.map(|formula| (&formula.kind, formula)) {
            // Of what is only read, the source's own account is all there is to say.
            Some((FormulaKind::Lookup(_), _)) if source.is_some() => String::new(),
            Some((FormulaKind::Lookup(_), _)) => self.words.get("calc_recorded").to_owned(),
            Some((_, formula)) => self.formula(formula),
            None => String::new(),
        };
        Calculation {
            text,
            names,
            source: source
                .map(|text| prose::blocks(&dedented(&self.own.say(text, Some(rule.span)))))
                .unwrap_or_default(),
            rule: formula.map(|formula| self.given.sources.slice(formula.span).trim().to_owned()).unwrap_or_default(),
        }
    }

    fn name(&self, key: &str, label: &str, formula: &Formula) -> Named {
        Named { key: key.to_owned(), label: label.to_owned(), text: self.formula(formula) }
    }

    fn formula(&self, formula: &Formula) -> String {
        let words = &self.words;
        match &formula.kind {
            FormulaKind::Number(quantity) => shown(quantity),
            FormulaKind::Text(text) => text.clone(),
            FormulaKind::Date(date) => words.day(*date),
            FormulaKind::Period(period) => words.period(*period),
            FormulaKind::YesNo(truth) => words.get(if *truth { "calc_yes" } else { "calc_no" }).to_owned(),
            FormulaKind::Let { name, .. } => name.clone(),
            FormulaKind::Indicator(id) => {
                let title = self.neighbour(id).map_or_else(|| self.plain(id), |neighbour| neighbour.short);
                words.fill("calc_indicator", &[("title", &title)])
            }
            FormulaKind::Comparator(id) => self.comparator_title(id),
            FormulaKind::RankAmong(id) => words.fill("calc_rank_among", &[("comparator", &self.comparator_title(id))]),
            FormulaKind::Lookup(lookup) => self.lookup(lookup),
            FormulaKind::Aggregate(aggregate) => self.aggregate(aggregate),
            FormulaKind::Measure(measure) => {
                words.fill("calc_plugin", &[("plugin", &measure.plugin), ("rows", &self.rows(&measure.rows))])
            }
            FormulaKind::Flagged(flag) => {
                words.fill("calc_flagged", &[("flag", &self.said(of_flag(*flag)).to_lowercase())])
            }
            FormulaKind::Call { function, arguments } => self.call(*function, arguments),
            FormulaKind::Negate(operand) => words.fill("calc_negate", &[("value", &self.within(operand))]),
            FormulaKind::Not(operand) => words.fill("calc_not", &[("value", &self.formula(operand))]),
            FormulaKind::And(left, right) => self.two("calc_and", &self.within(left), &self.within(right)),
            FormulaKind::Or(left, right) => self.two("calc_or", &self.within(left), &self.within(right)),
            FormulaKind::Arithmetic { op, left, right } => {
                let key = match op {
                    Arithmetic::Add => "calc_add",
                    Arithmetic::Subtract => "calc_subtract",
                    Arithmetic::Multiply => "calc_multiply",
                    Arithmetic::Divide => "calc_divide",
                };
                self.two(key, &self.within(left), &self.within(right))
            }
            FormulaKind::Compare { op, left, right } => self.compare(&self.formula(left), *op, &self.formula(right)),
            FormulaKind::In { value, negated, list } => {
                let values: Vec<String> = list.iter().map(|entry| self.formula(entry)).collect();
                let told = self.is_one_of(&self.formula(value), &values);
                if *negated { words.fill("calc_not", &[("value", &told)]) } else { told }
            }
            FormulaKind::IsMissing { value, negated } => {
                let key = if *negated { "calc_not_missing" } else { "calc_missing" };
                words.fill(key, &[("value", &self.formula(value))])
            }
            FormulaKind::If { condition, then, otherwise } => words.fill(
                "calc_if",
                &[
                    ("then", &self.formula(then)),
                    ("condition", &self.formula(condition)),
                    ("otherwise", &self.formula(otherwise)),
                ],
            ),
            FormulaKind::Else { value, otherwise } => {
                words.fill("calc_else", &[("value", &self.formula(value)), ("otherwise", &self.formula(otherwise))])
            }
            FormulaKind::At { value, when } => {
                let value = self.formula(value);
                let given = [("value", value.as_str())];
                match when {
                    When::Previous => words.fill("calc_at_previous", &given),
                    When::PreviousYear => words.fill("calc_at_previous_year", &given),
                    When::SamePeriodLastYear => words.fill("calc_at_same_last_year", &given),
                    When::Named(period) => {
                        words.fill("calc_at", &[("value", &value), ("period", &words.period(*period))])
                    }
                }
            }
            FormulaKind::Broken => words.get("calc_broken").to_owned(),
        }
    }

    /// In brackets where signs would otherwise bind it otherwise.
    fn within(&self, formula: &Formula) -> String {
        let told = self.formula(formula);
        let is_whole = matches!(
            formula.kind,
            FormulaKind::Number(_) | FormulaKind::Let { .. } | FormulaKind::Aggregate(_) | FormulaKind::Lookup(_)
        );
        if is_whole || !told.contains(' ') { told } else { format!("({told})") }
    }

    fn two(&self, key: &str, left: &str, right: &str) -> String {
        self.words.fill(key, &[("left", left), ("right", right)])
    }

    fn plain(&self, name: &str) -> String {
        self.own.say(&name.replace('_', " "), None)
    }

    fn comparator_title(&self, id: &str) -> String {
        let known = self.given.catalogue.comparators.get(id);
        known.map_or_else(|| self.plain(id), |comparator| self.own.say(&comparator.title, Some(comparator.span)))
    }

    fn lookup(&self, lookup: &Lookup) -> String {
        let key = if lookup.latest { "calc_latest" } else { "calc_lookup" };
        let column = self.plain(&lookup.column);
        self.words.fill(key, &[("column", &column), ("dataset", &self.plain(&lookup.dataset))])
    }

    fn call(&self, function: Function, arguments: &[Formula]) -> String {
        let first = arguments.first().map(|argument| self.within(argument)).unwrap_or_default();
        let all: Vec<String> = arguments.iter().map(|argument| self.within(argument)).collect();
        let listed = all.join(self.words.get("calc_and_list"));
        match function {
            Function::Abs => self.words.fill("calc_abs", &[("value", &first)]),
            Function::Round => self.words.fill("calc_round", &[("value", &first)]),
            Function::Min => self.words.fill("calc_min", &[("values", &listed)]),
            Function::Max => self.words.fill("calc_max", &[("values", &listed)]),
        }
    }

    fn aggregate(&self, aggregate: &Aggregate) -> String {
        let rows = self.rows(aggregate);
        let column = |column: &str| self.plain(column);
        let told = |key: &str, name: &str| self.words.fill(key, &[("column", &column(name)), ("rows", &rows)]);
        match &aggregate.measure {
            Measure::Count => self.words.fill("calc_count", &[("rows", &rows)]),
            Measure::CountDistinct(columns) => {
                let columns: Vec<String> = columns.iter().map(|name| column(name)).collect();
                let listed = columns.join(self.words.get("calc_and_list"));
                self.words.fill("calc_distinct", &[("columns", &listed), ("rows", &rows)])
            }
            Measure::Sum(name) => told("calc_sum", name),
            Measure::Mean(name) => told("calc_mean", name),
            Measure::Median(name) => told("calc_median", name),
            Measure::Min(name) => told("calc_least", name),
            Measure::Max(name) => told("calc_greatest", name),
            Measure::Percentile(name, share) => {
                let share = kpi_core::Unit::Percent.display(share, 0, Rounding::default());
                self.words.fill("calc_percentile", &[("share", &share), ("column", &column(name)), ("rows", &rows)])
            }
        }
    }

    fn rows(&self, aggregate: &Aggregate) -> String {
        let named = self.given.catalogue.cohorts.get(&aggregate.dataset).and_then(|cohort| cohort.title.clone());
        let rows = named.map_or_else(|| self.plain(&aggregate.dataset), |title| self.own.say(&title, None));
        match self.condition(&aggregate.condition) {
            None => rows,
            Some(condition) => self.words.fill("calc_rows_where", &[("rows", &rows), ("condition", &condition)]),
        }
    }

    /// None where every row counts.
    fn condition(&self, condition: &Condition) -> Option<String> {
        let words = &self.words;
        let joined = |parts: &[Condition], key: &str| {
            let mut told = parts.iter().filter_map(|part| {
                let told = self.condition(part)?;
                let bracketed = matches!(part, Condition::Or(_)) && key == "calc_and";
                Some(if bracketed { format!("({told})") } else { told })
            });
            let first = told.next()?;
            Some(told.fold(first, |left, right| self.two(key, &left, &right)))
        };
        Some(match condition {
            Condition::All => return None,
            Condition::And(parts) => return joined(parts, "calc_and"),
            Condition::Or(parts) => return joined(parts, "calc_or"),
            Condition::Not(part) => words.fill("calc_not", &[("value", &self.condition(part)?)]),
            Condition::Compare { column, op, value } => self.compare(&self.plain(column), *op, &self.scalar(value)),
            Condition::In { column, values } => {
                let values: Vec<String> = values.iter().map(|value| self.scalar(value)).collect();
                self.is_one_of(&self.plain(column), &values)
            }
            Condition::Empty { column } => words.fill("calc_empty", &[("column", &self.plain(column))]),
            Condition::Window { column, window } => {
                let window = match window {
                    Window::Period => words.get("calc_this_period").to_owned(),
                    Window::YearToDate => words.get("calc_year_to_date").to_owned(),
                    Window::LastMonths(months) => {
                        let unit = words.get(&format!("units_{}", kind(PeriodKind::Month)));
                        words.fill("calc_last", &[("n", &months.to_string()), ("unit", unit)])
                    }
                    Window::Named(period) => words.fill("calc_in_period", &[("period", &words.period(*period))]),
                };
                words.fill("calc_within", &[("column", &self.plain(column)), ("window", &window)])
            }
        })
    }

    fn compare(&self, column: &str, op: Compare, value: &str) -> String {
        let key = match op {
            Compare::Equal => "calc_is",
            Compare::NotEqual => "calc_is_not",
            Compare::Less => "calc_less",
            Compare::LessOrEqual => "calc_at_most",
            Compare::Greater => "calc_more",
            Compare::GreaterOrEqual => "calc_at_least",
        };
        self.words.fill(key, &[("column", column), ("value", value)])
    }

    fn is_one_of(&self, column: &str, values: &[String]) -> String {
        let listed = match values {
            [all @ .., last] if !all.is_empty() => {
                format!("{}{}{last}", all.join(", "), self.words.get("calc_or_list"))
            }
            _ => values.concat(),
        };
        self.words.fill("calc_in", &[("column", column), ("values", &listed)])
    }

    fn scalar(&self, scalar: &Scalar) -> String {
        match scalar {
            Scalar::Number(value) => value.to_decimal().unwrap_or_else(|| value.to_string()),
            Scalar::Text(text) => text.clone(),
            Scalar::Date(date) => self.words.day(*date),
            Scalar::Period(period) => self.words.period(*period),
            Scalar::YesNo(truth) => self.words.get(if *truth { "calc_yes" } else { "calc_no" }).to_owned(),
        }
    }
}

fn shown(quantity: &Quantity) -> String {
    const MOST: u8 = 6;
    let hundredths = matches!(quantity.unit, kpi_core::Unit::Percent | kpi_core::Unit::Points);
    let hundred = kpi_core::Exact::from(100);
    let scaled = if hundredths { quantity.value.mul(&hundred).ok() } else { None };
    let decimals = scaled.as_ref().unwrap_or(&quantity.value).decimals(MOST).unwrap_or(MOST);
    quantity.unit.display(&quantity.value, decimals, Rounding::default())
}
