//! Every expression of the rule files, each with those it is made of.

use kpi_syntax::ast::{
    ChangeOption, CohortField, ComparatorField, Expr, ExprKind, File, ForecastSpec, Given, IndicatorField, Item,
    OrderTerm, Target, TargetHow, TargetTable, TargetValue,
};

/// Calls for each expression, outer ones first.
pub fn expressions<'a>(files: &'a [File], each: &mut dyn FnMut(&'a Expr)) {
    for item in files.iter().flat_map(|file| &file.items) {
        let mut found = Vec::new();
        of_item(item, &mut found);
        for expr in found {
            within(expr, each);
        }
    }
}

/// Calls for an expression and all that it is made of.
pub fn within<'a>(expr: &'a Expr, each: &mut dyn FnMut(&'a Expr)) {
    let mut todo = vec![expr];
    while let Some(expr) = todo.pop() {
        each(expr);
        todo.extend(parts(expr));
    }
}

fn of_item<'a>(item: &'a Item, found: &mut Vec<&'a Expr>) {
    match item {
        Item::Indicator(item) => {
            found.extend(item.from.iter().flat_map(|from| from.arguments.iter().map(|(_, value)| value)));
            item.fields.iter().for_each(|field| of_field(&field.value, found));
        }
        Item::Template(item) => item.fields.iter().for_each(|field| of_field(&field.value, found)),
        Item::Cohort(item) => item.fields.iter().for_each(|field| of_cohort(&field.value, found)),
        Item::Comparator(item) => found.extend(item.fields.iter().filter_map(|field| match &field.value {
            ComparatorField::Figure(expr)
            | ComparatorField::Year(expr)
            | ComparatorField::Among(expr)
            | ComparatorField::Same(expr)
            | ComparatorField::Where(expr) => Some(expr),
            _ => None,
        })),
        Item::Test(item) => {
            let cases = item.cases.iter();
            let given = item.given.iter().chain(cases.clone().flat_map(|case| &case.given));
            found.extend(given.filter_map(|given| match given {
                Given::Fact { value, .. } => Some(value),
                _ => None,
            }));
            let expect = item.expect.iter().chain(cases.flat_map(|case| &case.expect));
            found.extend(expect.map(|expect| &expect.value));
        }
        Item::Use(_) | Item::Dataset(_) | Item::Bands(_) | Item::Scorecard(_) | Item::Broken(_) => {}
    }
}

fn of_field<'a>(field: &'a IndicatorField, found: &mut Vec<&'a Expr>) {
    match field {
        IndicatorField::Formula(dated) | IndicatorField::Expression(dated) => found.extend(dated.values()),
        IndicatorField::Let { value, .. } => found.push(value),
        IndicatorField::Counted(dated) => found.extend(dated.values().map(|counted| &counted.value)),
        IndicatorField::Require(spec) => found.push(&spec.condition),
        IndicatorField::Target(TargetTable::Always(target)) => of_target(target, found),
        IndicatorField::Target(TargetTable::ByPeriod { entries, .. }) => {
            entries.iter().for_each(|entry| of_target(&entry.target, found));
        }
        IndicatorField::Change(dated) => {
            let options = dated.values().flat_map(|change| &change.options);
            found.extend(options.filter_map(|option| match option {
                ChangeOption::ElseRecorded(expr) => Some(expr),
                _ => None,
            }));
        }
        IndicatorField::Forecast(dated) => dated.values().for_each(|forecast| match forecast {
            ForecastSpec::Expr(expr) => found.push(expr),
            ForecastSpec::Profile { shares, .. } => found.extend(shares),
            ForecastSpec::StraightLine(_) | ForecastSpec::LastValue(_) | ForecastSpec::None(_) => {}
        }),
        _ => {}
    }
}

fn of_target<'a>(target: &'a Target, found: &mut Vec<&'a Expr>) {
    if let TargetValue::Expr(expr) = &target.value {
        found.push(expr);
    }
    if let Some(TargetHow::Profiled(steps)) = target.how.as_ref().map(|how| &how.node) {
        found.extend(steps);
    }
}

fn of_cohort<'a>(field: &'a CohortField, found: &mut Vec<&'a Expr>) {
    match field {
        CohortField::Where(expr) | CohortField::Let { value: expr, .. } => found.push(expr),
        CohortField::Keep(keep) => {
            keep.order.iter().for_each(|term| of_order(term, found));
            found.extend(keep.tied.iter().map(|(_, value)| value));
        }
        CohortField::Episodes(episodes) => episodes.order.iter().for_each(|term| of_order(term, found)),
        CohortField::Cascade(cascade) => {
            for rule in &cascade.rules {
                found.push(&rule.value);
                found.extend(&rule.condition);
            }
        }
        CohortField::Require(assertion) => found.push(&assertion.condition),
        _ => {}
    }
}

fn of_order<'a>(term: &'a OrderTerm, found: &mut Vec<&'a Expr>) {
    found.push(&term.value);
    found.extend(term.ranked.iter().flatten());
}

/// The expressions that one is made of.
pub fn parts(expr: &Expr) -> Vec<&Expr> {
    match &expr.kind {
        ExprKind::Column { condition, .. } => condition.as_deref().into_iter().collect(),
        ExprKind::Aggregate { condition, share, .. } => {
            condition.as_deref().into_iter().chain(share.as_deref()).collect()
        }
        ExprKind::Measure { condition, settings, .. } => {
            condition.as_deref().into_iter().chain(settings.iter().map(|setting| &setting.value)).collect()
        }
        ExprKind::Call { arguments, .. } => arguments.iter().collect(),
        ExprKind::Unary { operand, .. } => vec![operand],
        ExprKind::Binary { left, right, .. } => vec![left, right],
        ExprKind::If { condition, then, otherwise } => vec![condition, then, otherwise],
        ExprKind::Else { value, otherwise } => vec![value, otherwise],
        ExprKind::In { value, list, .. } => std::iter::once(value.as_ref()).chain(list).collect(),
        ExprKind::InWindow { value, .. }
        | ExprKind::Is { value, .. }
        | ExprKind::At { value, .. }
        | ExprKind::StartsWith { value, .. } => vec![value],
        ExprKind::Related(related) => {
            let order =
                related.order.iter().flat_map(|term| std::iter::once(&term.value).chain(term.ranked.iter().flatten()));
            std::iter::once(&related.condition).chain(order).collect()
        }
        ExprKind::Elapsed { from, to, .. } => vec![from, to],
        ExprKind::AgeAt(inner) | ExprKind::OpenAt(inner) => vec![inner],
        ExprKind::Quantity(_)
        | ExprKind::Text(_)
        | ExprKind::Date(_)
        | ExprKind::Period(_)
        | ExprKind::YesNo(_)
        | ExprKind::Name(_)
        | ExprKind::Same(_)
        | ExprKind::CalendarTime(_)
        | ExprKind::OpenIn(_)
        | ExprKind::EdgeOf { .. }
        | ExprKind::Broken => Vec::new(),
    }
}
