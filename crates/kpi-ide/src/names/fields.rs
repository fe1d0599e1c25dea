//! Names in the statements of items.

use super::expressions::{Reader, Scope, within};
use super::{Known, Occurrence, Role, Symbol};
use kpi_syntax::ast::{
    Bands, BandsField, BySpec, ChangeOption, Cohort, CohortField, Comparator, ComparatorField, Dataset, DatasetField,
    Expect, Expr, ExprKind, Field, ForecastSpec, Given, IndicatorField, Item, Name, Scorecard, ScorecardField, Target,
    TargetHow, TargetTable, TargetValue, Test,
};

pub fn item<'a>(known: &Known<'a>, item: &'a Item, out: &mut Vec<Occurrence>) {
    let mut reader = Reader { known, out };
    match item {
        Item::Dataset(item) => dataset(&mut reader, item),
        Item::Cohort(item) => cohort(&mut reader, item),
        Item::Comparator(item) => comparator(&mut reader, item),
        Item::Bands(item) => bands(&mut reader, item),
        Item::Template(item) => {
            defined(&mut reader, &item.name);
            let name = item.name.node.as_str();
            for parameter in &item.parameters {
                let symbol = Symbol::Parameter { template: name.to_owned(), name: parameter.name.node.clone() };
                reader.push(parameter.name.span, symbol, Role::Definition);
                parameter.default.iter().for_each(|default| reader.expr(default, &Scope::default()));
            }
            let scope = Scope { owner: Some(name), template: Some(name), ..Scope::default() };
            indicator(&mut reader, &item.fields, &scope);
        }
        Item::Indicator(item) => {
            defined(&mut reader, &item.name);
            let scope = Scope { owner: Some(&item.name.node), ..Scope::default() };
            if let Some(used) = &item.from {
                reader.item(&used.template);
                for (name, value) in &used.arguments {
                    if let Some(name) = name {
                        let inside = Scope { template: Some(&used.template.node), ..Scope::default() };
                        let symbol = reader.parameter(&name.node, &inside);
                        reader.used(name.span, symbol);
                    }
                    argument(&mut reader, value, &scope);
                }
            }
            indicator(&mut reader, &item.fields, &scope);
        }
        Item::Scorecard(item) => scorecard(&mut reader, item),
        Item::Test(item) => test(&mut reader, item),
        Item::Use(_) | Item::Broken(_) => {}
    }
}

fn defined(reader: &mut Reader<'_, '_>, name: &Name) {
    reader.push(name.span, Symbol::Item(name.node.clone()), Role::Definition);
}

/// An argument may name a scheme, too, or a word that the template takes for a column.
fn argument<'a>(reader: &mut Reader<'a, '_>, value: &'a Expr, scope: &Scope<'a>) {
    match &value.kind {
        ExprKind::Name(name)
            if reader.bare(name, scope).is_none() && reader.known.bands.contains_key(name.as_str()) =>
        {
            reader.push(value.span, Symbol::Bands(name.clone()), Role::Use);
        }
        _ => reader.expr(value, scope),
    }
}

fn dataset<'a>(reader: &mut Reader<'a, '_>, item: &'a Dataset) {
    defined(reader, &item.name);
    let rows = item.name.node.as_str();
    for field in &item.fields {
        match &field.value {
            DatasetField::Source(source) => source.over.iter().flatten().for_each(|name| reader.item(name)),
            DatasetField::Key(columns) => columns.iter().for_each(|column| reader.column(column, rows)),
            DatasetField::Birth(birth) => reader.column(&birth.column, rows),
            DatasetField::Interval(from, to) => [from, to].into_iter().for_each(|column| reader.column(column, rows)),
            DatasetField::Columns(columns) => {
                for column in columns {
                    let symbol = Symbol::Column { rows: rows.to_owned(), name: column.name.node.clone() };
                    reader.push(column.name.span, symbol, Role::Definition);
                }
            }
            DatasetField::Header(_) | DatasetField::Unknown | DatasetField::Broken => {}
        }
    }
}

fn cohort<'a>(reader: &mut Reader<'a, '_>, item: &'a Cohort) {
    defined(reader, &item.name);
    let rows = item.name.node.as_str();
    let scope = within(&Scope::default(), rows);
    let added = |name: &Name| Symbol::Column { rows: rows.to_owned(), name: name.node.clone() };
    for field in &item.fields {
        match &field.value {
            CohortField::From(name) => reader.item(name),
            CohortField::Where(condition) => reader.expr(condition, &scope),
            CohortField::Let { name, value } => {
                reader.push(name.span, added(name), Role::Definition);
                reader.expr(value, &scope);
            }
            CohortField::Birth(birth) => reader.column(&birth.column, rows),
            CohortField::Interval(from, to) => [from, to].into_iter().for_each(|column| reader.column(column, rows)),
            CohortField::Keep(keep) => {
                keep.per.iter().for_each(|column| reader.column(column, rows));
                reader.order(&keep.order, &scope);
                for (column, value) in &keep.tied {
                    reader.column(column, rows);
                    reader.expr(value, &scope);
                }
            }
            CohortField::Episodes(episodes) => {
                let columns = episodes.per.iter().chain([&episodes.starts, &episodes.ends]);
                columns.for_each(|column| reader.column(column, rows));
                reader.order(&episodes.order, &scope);
                if let Some(count) = &episodes.count {
                    reader.push(count.span, added(count), Role::Definition);
                }
            }
            CohortField::Cascade(cascade) => {
                reader.push(cascade.name.span, added(&cascade.name), Role::Definition);
                for rule in &cascade.rules {
                    reader.expr(&rule.value, &scope);
                    rule.condition.iter().for_each(|condition| reader.expr(condition, &scope));
                }
            }
            CohortField::Require(assertion) => reader.expr(&assertion.condition, &scope),
            CohortField::Text(_) | CohortField::Unknown | CohortField::Broken => {}
        }
    }
}

fn comparator<'a>(reader: &mut Reader<'a, '_>, item: &'a Comparator) {
    defined(reader, &item.name);
    let scope = Scope::default();
    for field in &item.fields {
        match &field.value {
            ComparatorField::Figure(expr)
            | ComparatorField::Year(expr)
            | ComparatorField::Among(expr)
            | ComparatorField::Same(expr)
            | ComparatorField::Where(expr) => reader.expr(expr, &scope),
            _ => {}
        }
    }
}

fn bands(reader: &mut Reader<'_, '_>, item: &Bands) {
    reader.push(item.name.span, Symbol::Bands(item.name.node.clone()), Role::Definition);
    let scheme = &item.name.node;
    let label = |name: &Name| Symbol::Band { scheme: scheme.clone(), label: name.node.clone() };
    for field in &item.fields {
        match field {
            BandsField::Judge(judge) => judge.against.iter().for_each(|name| reader.item(name)),
            BandsField::Band(band) => reader.push(band.label.span, label(&band.label), Role::Definition),
            BandsField::AtZeroTarget { bands, .. } => {
                for band in bands {
                    // Where the bands for every target have the label too, theirs is the one that says what it means.
                    reader.push(band.label.span, label(&band.label), Role::Definition);
                }
            }
            BandsField::RequireActions { labels, .. } => {
                for name in labels {
                    let symbol = reader.known.band(scheme, &name.node);
                    reader.used(name.span, symbol);
                }
            }
            BandsField::Word { .. } | BandsField::Change { .. } | BandsField::Unknown(_) | BandsField::Broken(_) => {}
        }
    }
}

fn indicator<'a>(reader: &mut Reader<'a, '_>, fields: &'a [Field<IndicatorField>], scope: &Scope<'a>) {
    for field in fields {
        match &field.value {
            IndicatorField::Formula(dated) | IndicatorField::Expression(dated) => {
                dated.values().for_each(|expr| reader.expr(expr, scope));
            }
            IndicatorField::Let { name, value } => {
                let owner = scope.owner.unwrap_or_default().to_owned();
                reader.push(name.span, Symbol::Let { owner, name: name.node.clone() }, Role::Definition);
                reader.expr(value, scope);
            }
            IndicatorField::Counted(dated) => {
                dated.values().for_each(|counted| reader.expr(&counted.value, scope));
            }
            IndicatorField::Target(TargetTable::Always(of)) => target(reader, of, scope),
            IndicatorField::Target(TargetTable::ByPeriod { entries, .. }) => {
                entries.iter().for_each(|entry| target(reader, &entry.target, scope));
            }
            IndicatorField::Bands(dated) => dated.values().for_each(|name| reader.scheme(name, scope)),
            IndicatorField::Compare(dated) => {
                dated.values().flatten().for_each(|name| reader.item_in(name, scope));
            }
            IndicatorField::Change(dated) => {
                for option in dated.values().flat_map(|change| &change.options) {
                    if let ChangeOption::ElseRecorded(expr) = option {
                        reader.expr(expr, scope);
                    }
                }
            }
            IndicatorField::Forecast(dated) => dated.values().for_each(|forecast| match forecast {
                ForecastSpec::Expr(expr) => reader.expr(expr, scope),
                ForecastSpec::Profile { shares, .. } => shares.iter().for_each(|share| reader.expr(share, scope)),
                ForecastSpec::StraightLine(_) | ForecastSpec::LastValue(_) | ForecastSpec::None(_) => {}
            }),
            IndicatorField::Require(require) => reader.expr(&require.condition, scope),
            IndicatorField::By(cuts) => cuts.iter().for_each(|cut| by(reader, cut, fields)),
            IndicatorField::Related(names) => names.iter().for_each(|name| reader.item_in(name, scope)),
            IndicatorField::Text(_)
            | IndicatorField::Unit(_)
            | IndicatorField::Polarity(_)
            | IndicatorField::Frequency(_)
            | IndicatorField::Measure(_)
            | IndicatorField::Confidence(_)
            | IndicatorField::Control(_)
            | IndicatorField::Suppress(_)
            | IndicatorField::Variant(_)
            | IndicatorField::Active(_)
            | IndicatorField::Links(_)
            | IndicatorField::Unknown
            | IndicatorField::Broken => {}
        }
    }
}

/// The column of whatever is counted or looked up here, and of the dataset that lists its values.
fn by<'a>(reader: &mut Reader<'a, '_>, cut: &'a BySpec, fields: &'a [Field<IndicatorField>]) {
    let mut sets: Vec<&str> = Vec::new();
    let formulas = fields.iter().flat_map(|field| match &field.value {
        IndicatorField::Formula(dated) => dated.values().collect(),
        IndicatorField::Let { value, .. } => vec![value],
        IndicatorField::Counted(dated) => dated.values().map(|counted| &counted.value).collect(),
        _ => Vec::new(),
    });
    for formula in formulas {
        rows_in(formula, &mut sets);
    }
    if let Some(from) = &cut.from {
        reader.item(from);
        sets.push(&from.node);
    }
    sets.sort_unstable();
    sets.dedup();
    sets.into_iter().for_each(|rows| reader.column(&cut.column, rows));
}

/// The sets that an expression counts or looks into, at its own level.
fn rows_in<'a>(expr: &'a Expr, found: &mut Vec<&'a str>) {
    let mut todo = vec![expr];
    while let Some(expr) = todo.pop() {
        match &expr.kind {
            ExprKind::Column { dataset, .. } | ExprKind::Aggregate { dataset, .. } => found.push(&dataset.node),
            ExprKind::Measure { rows, .. } => found.push(&rows.node),
            ExprKind::Call { arguments, .. } => todo.extend(arguments),
            ExprKind::Unary { operand, .. } => todo.push(operand),
            ExprKind::Binary { left, right, .. } => todo.extend([&**left, &**right]),
            ExprKind::If { condition, then, otherwise } => todo.extend([&**condition, &**then, &**otherwise]),
            ExprKind::Else { value, otherwise } => todo.extend([&**value, &**otherwise]),
            ExprKind::At { value, .. } | ExprKind::Is { value, .. } => todo.push(value),
            _ => {}
        }
    }
}

fn target<'a>(reader: &mut Reader<'a, '_>, target: &'a Target, scope: &Scope<'a>) {
    if let TargetValue::Expr(expr) = &target.value {
        reader.expr(expr, scope);
    }
    if let Some(how) = &target.how
        && let TargetHow::Profiled(shares) = &how.node
    {
        shares.iter().for_each(|share| reader.expr(share, scope));
    }
    target.copied_from.iter().for_each(|name| reader.item_in(name, scope));
}

fn scorecard(reader: &mut Reader<'_, '_>, item: &Scorecard) {
    defined(reader, &item.name);
    for field in &item.fields {
        match &field.value {
            ScorecardField::Indicators(names) | ScorecardField::Theme { indicators: names, .. } => {
                names.iter().for_each(|name| reader.item(name));
            }
            _ => {}
        }
    }
}

fn test<'a>(reader: &mut Reader<'a, '_>, item: &'a Test) {
    let indicator = item.indicator.as_ref();
    indicator.iter().for_each(|name| reader.item(name));
    let owner = indicator.map(|name| name.node.as_str());
    let scope = Scope { owner, ..Scope::default() };
    for given in item.given.iter().chain(item.cases.iter().flat_map(|case| &case.given)) {
        match given {
            Given::Fact { name, value, .. } => {
                fact(reader, name, owner);
                reader.expr(value, &scope);
            }
            Given::Table { dataset, header, .. } => {
                reader.item(dataset);
                header.iter().for_each(|column| reader.column(column, &dataset.node));
            }
        }
    }
    let all = item.expect.iter().chain(item.cases.iter().flat_map(|case| &case.expect));
    all.for_each(|expect| expected(reader, expect, owner));
}

/// A `let` or a comparator; the facts that every indicator has are no names.
fn fact(reader: &mut Reader<'_, '_>, name: &Name, owner: Option<&str>) {
    let own = owner.and_then(|owner| reader.known.let_of(owner, &name.node));
    let comparator = || {
        let item = reader.known.items.get(name.node.as_str())?;
        matches!(item, Item::Comparator(_)).then(|| Symbol::Item(name.node.clone()))
    };
    let symbol = own.or_else(comparator);
    reader.used(name.span, symbol);
}

fn expected<'a>(reader: &mut Reader<'a, '_>, expect: &'a Expect, owner: Option<&'a str>) {
    expect.indicator.iter().for_each(|name| reader.item(name));
    let owner = expect.indicator.as_ref().map(|name| name.node.as_str()).or(owner);
    fact(reader, &expect.fact, owner);
    let scope = Scope { owner, ..Scope::default() };
    match &expect.value.kind {
        ExprKind::Name(label) | ExprKind::Text(label) if expect.fact.node == "rating" => {
            let scheme = owner.and_then(|owner| reader.known.scheme(owner));
            let symbol = scheme.and_then(|scheme| reader.known.band(scheme, label));
            reader.used(expect.value.span, symbol);
        }
        // Elsewhere a word is a judgement, a reason or the like.
        ExprKind::Name(_) if !matches!(expect.fact.node.as_str(), "value" | "target" | "previous" | "forecast") => {}
        _ => reader.expr(&expect.value, &scope),
    }
    expect.within.iter().for_each(|within| reader.expr(within, &scope));
}
