//! Trees and diagnostics as short text, for snapshots.

#![allow(dead_code, reason = "each test file uses its part")]

use kpi_core::diagnostic::Place;
use kpi_core::{Diagnostic, FileId, SourceFile, Span};
use kpi_syntax::ast::*;
use std::fmt::Write as _;

pub fn parse(text: &str) -> (File, Vec<Diagnostic>) {
    kpi_syntax::parse(FileId(0), text)
}

/// The tree, and the diagnostics if there are any.
pub fn show(text: &str) -> String {
    let (file, diagnostics) = parse(text);
    let mut out = tree(&file);
    if !diagnostics.is_empty() {
        let _ = write!(out, "\n--\n{}", report(text, &diagnostics));
    }
    out
}

/// The diagnostics alone.
pub fn problems(text: &str) -> String {
    report(text, &parse(text).1)
}

/// `KPI0101 3:4-3:7 message | label | help | fix`
pub fn report(text: &str, diagnostics: &[Diagnostic]) -> String {
    let source = SourceFile::new("test.kpi", text);
    let place = |span: Span| {
        let (start, end) = (source.position(span.start), source.position(span.end));
        format!("{}:{}-{}:{}", start.line, start.column, end.line, end.column)
    };
    let mut out = String::new();
    for diagnostic in diagnostics {
        let label = diagnostic.labels.first();
        let at = match label.map(|label| &label.place) {
            Some(Place::Rule(span)) => place(*span),
            _ => String::new(),
        };
        let _ = write!(out, "{} {at} {}", diagnostic.code, diagnostic.message);
        let _ = write!(out, " | {}", label.map_or("", |label| label.text.as_str()));
        let _ = write!(out, " | {}", diagnostic.help.join("; "));
        for fix in &diagnostic.fixes {
            let _ = write!(out, " | {} [{} {:?}]", fix.title, place(fix.span), fix.replacement);
        }
        out.push('\n');
    }
    out
}

pub fn tree(file: &File) -> String {
    let items: Vec<String> = file.items.iter().map(item).collect();
    items.join("\n")
}

fn block(head: String, fields: Vec<String>) -> String {
    let mut out = format!("({head}");
    for field in fields {
        let _ = write!(out, "\n  {field}");
    }
    out + ")"
}

pub fn item(item: &Item) -> String {
    match item {
        Item::Use(u) => format!("(use {:?})", u.path.node),
        Item::Dataset(d) => block(
            format!("dataset {}", d.name.node),
            d.fields.iter().map(|f| field(f, dataset_field(&f.value))).collect(),
        ),
        Item::Cohort(c) => block(
            format!("cohort {}", c.name.node),
            c.fields.iter().map(|f| field(f, cohort_field(&f.value))).collect(),
        ),
        Item::Comparator(c) => block(
            format!("comparator {}", c.name.node),
            c.fields.iter().map(|f| field(f, comparator_field(&f.value))).collect(),
        ),
        Item::Bands(b) => {
            let from = b.from.as_ref().map_or(String::new(), |p| format!(" from {}", p.node));
            block(format!("bands {}{from}", b.name.node), b.fields.iter().map(bands_field).collect())
        }
        Item::Template(t) => {
            let parameters: Vec<String> = t
                .parameters
                .iter()
                .map(|p| p.default.as_ref().map_or(p.name.node.clone(), |d| format!("{}={}", p.name.node, expr(d))))
                .collect();
            block(
                format!("template {} ({})", t.name.node, parameters.join(" ")),
                t.fields.iter().map(|f| field(f, indicator_field(&f.value))).collect(),
            )
        }
        Item::Indicator(i) => {
            let from = i.from.as_ref().map_or(String::new(), |u| {
                let arguments: Vec<String> = u
                    .arguments
                    .iter()
                    .map(|(n, e)| n.as_ref().map_or(expr(e), |n| format!("{}={}", n.node, expr(e))))
                    .collect();
                format!(" from {} ({})", u.template.node, arguments.join(" "))
            });
            block(
                format!("indicator {}{from}", i.name.node),
                i.fields.iter().map(|f| field(f, indicator_field(&f.value))).collect(),
            )
        }
        Item::Scorecard(s) => block(
            format!("scorecard {}", s.name.node),
            s.fields.iter().map(|f| field(f, scorecard_field(&f.value))).collect(),
        ),
        Item::Test(t) => test(t),
        Item::Broken(_) => "BROKEN".to_owned(),
    }
}

fn field<V>(field: &Field<V>, value: String) -> String {
    format!("{}: {value}", field.key.node)
}

fn names(names: &[Name]) -> String {
    let names: Vec<&str> = names.iter().map(|n| n.node.as_str()).collect();
    format!("[{}]", names.join(" "))
}

fn texts(texts: &[Text]) -> String {
    let texts: Vec<String> = texts.iter().map(|t| format!("{:?}", t.node)).collect();
    format!("[{}]", texts.join(" "))
}

fn dataset_field(value: &DatasetField) -> String {
    match value {
        DatasetField::Source(s) => {
            let mut out = format!("{} {:?}", s.kind.node, s.path.node);
            if let Some(sheet) = &s.sheet {
                let _ = write!(out, " sheet {:?}", sheet.node);
            }
            if let Some(separator) = &s.separator {
                let _ = write!(out, " separator {:?}", separator.node);
            }
            if let Some(table) = &s.table {
                let _ = write!(out, " table {:?}", table.node);
            }
            if let Some(over) = &s.over {
                let _ = write!(out, " over {}", names(over));
            }
            out
        }
        DatasetField::Header(row) => format!("row {}", row.node),
        DatasetField::Key(key) => names(key),
        DatasetField::Birth(b) => birth(b),
        DatasetField::Interval(start, end) => format!("{} to {}", start.node, end.node),
        DatasetField::Columns(columns) => {
            let mut out = String::new();
            for column in columns {
                let holds = match &column.holds {
                    ColumnType::Named(name) => name.node.clone(),
                    ColumnType::OneOf(codes) => format!("one of {}", texts(codes)),
                    ColumnType::SomeOf(codes) => format!("some of {}", texts(codes)),
                };
                let _ = write!(out, "\n    {}: {holds}", column.name.node);
                if let Some(header) = &column.header {
                    let _ = write!(out, " from {:?}", header.node);
                }
                for missing in &column.missing {
                    let word = missing.word.as_ref().map_or("empty".to_owned(), |w| format!("{:?}", w.node));
                    let _ = write!(out, " or {word} as {:?}", missing.reason.node);
                }
                if let Some(default) = &column.default {
                    let _ = write!(out, " = {:?}", default.node);
                }
            }
            out
        }
        DatasetField::Unknown => "UNKNOWN".to_owned(),
        DatasetField::Broken => "BROKEN".to_owned(),
    }
}

fn comparator_field(value: &ComparatorField) -> String {
    match value {
        ComparatorField::Text(text) => format!("{:?}", text.node),
        ComparatorField::Kind(kind) => format!("kind {}", kind.node),
        ComparatorField::Figure(e) => format!("figure {}", expr(e)),
        ComparatorField::Year(e) => format!("year {}", expr(e)),
        ComparatorField::By(list) => format!("by {}", names(list)),
        ComparatorField::Across(name) => format!("across {}", name.node),
        ComparatorField::Among(e) => format!("among {}", expr(e)),
        ComparatorField::Same(e) => format!("same {}", expr(e)),
        ComparatorField::Where(e) => format!("where {}", expr(e)),
        ComparatorField::Unknown => "UNKNOWN".to_owned(),
        ComparatorField::Broken => "BROKEN".to_owned(),
    }
}

fn band(band: &Band) -> String {
    let mut out = format!("(band {:?}", band.label.node);
    if let Some(meaning) = &band.meaning {
        let _ = write!(out, " {:?}", meaning.node);
    }
    if let Some(colour) = &band.colour {
        let _ = write!(out, " colour {}", colour.node);
    }
    for condition in &band.conditions {
        let _ = match condition {
            BandCondition::Below(e) => write!(out, " below {}", e.node.in_full()),
            BandCondition::UpTo(e) => write!(out, " up-to {}", e.node.in_full()),
            BandCondition::From(e) => write!(out, " from {}", e.node.in_full()),
            BandCondition::Above(e) => write!(out, " above {}", e.node.in_full()),
            BandCondition::If(word) => write!(out, " if {}", word.node),
        };
    }
    out + ")"
}

fn bands_field(value: &BandsField) -> String {
    match value {
        BandsField::Judge(judge) => {
            format!(
                "judge {}{}{}",
                judge.what.node,
                judge.of.as_ref().map_or(String::new(), |of| format!(" of {}", of.node)),
                judge.against.as_ref().map_or(String::new(), |name| format!(" against {}", name.node))
            )
        }
        BandsField::Band(b) => band(b),
        BandsField::AtZeroTarget { bands, .. } => {
            format!("at-zero-target {}", bands.iter().map(band).collect::<Vec<_>>().join(" "))
        }
        BandsField::RequireActions { labels, .. } => format!("require-actions {}", names(labels)),
        BandsField::Word { word, status, meaning, .. } => {
            format!("word {:?} for {} {:?}", word.node, status.node, meaning.as_ref().map(|m| m.node.as_str()))
        }
        BandsField::Change { words, .. } => {
            let words: Vec<String> = words.iter().map(|(k, v)| format!("{}={:?}", k.node, v.node)).collect();
            format!("change {}", words.join(" "))
        }
        BandsField::Unknown(key) => format!("UNKNOWN {}", key.node),
        BandsField::Broken(_) => "BROKEN".to_owned(),
    }
}

fn dated<T>(value: &Dated<T>, show: impl Fn(&T) -> String) -> String {
    match value {
        Dated::Always(value) => show(value),
        Dated::From(entries) => {
            let entries: Vec<String> =
                entries.iter().map(|e| format!("(from {} {})", e.from.node, show(&e.value))).collect();
            entries.join(" ")
        }
    }
}

fn unit(unit: &UnitSpec) -> String {
    let mut out = format!("unit {}", unit.unit.node);
    if let Some(decimals) = &unit.decimals {
        let _ = write!(out, " decimals={}", decimals.node);
    }
    if let Some(rounding) = &unit.rounding {
        let _ = write!(out, " {rounding:?}");
    }
    out
}

fn polarity(polarity: &PolaritySpec) -> String {
    match &polarity.kind {
        PolarityKind::Higher => "higher".to_owned(),
        PolarityKind::Lower => "lower".to_owned(),
        PolarityKind::Range(a, b) => format!("range {} {}", a.node.in_full(), b.node.in_full()),
        PolarityKind::Midpoint(a) => format!("midpoint {}", a.node.in_full()),
        PolarityKind::None => "none".to_owned(),
    }
}

fn frequency(frequency: &FrequencySpec) -> String {
    let mut out = match &frequency.every {
        EverySpec::One(kind) => format!("every {}", kind.word()),
        EverySpec::Years(n, from) => format!("every {} years from {}", n.node, from.node),
    };
    if frequency.to_date.is_some() {
        out += " to-date";
    }
    if let Some(months) = &frequency.rolling {
        let _ = write!(out, " rolling={}", months.node);
    }
    if let Some((n, kind)) = &frequency.late {
        let _ = write!(out, " late={} {}", n.node, kind.word());
    }
    out
}

fn target(target: &Target) -> String {
    let mut out = match &target.value {
        TargetValue::Expr(e) => expr(e),
        TargetValue::Status(word) => format!("status {:?}", word.node),
        TargetValue::None(_) => "none".to_owned(),
    };
    if let Some(how) = &target.how {
        let _ = match &how.node {
            TargetHow::ProRata => write!(out, " pro-rata"),
            TargetHow::AtYearEnd => write!(out, " at-year-end"),
            TargetHow::Each(kind) => write!(out, " each {}", kind.word()),
            TargetHow::Profiled(values) => write!(out, " profiled {}", exprs(values)),
        };
    }
    if let Some(from) = &target.copied_from {
        let _ = write!(out, " copied-from {}", from.node);
    }
    if target.proposed {
        out += " proposed";
    }
    if let Some(note) = &target.note {
        let _ = write!(out, " {:?}", note.node);
    }
    out
}

fn change(change: &ChangeSpec) -> String {
    let mut out = match &change.baseline {
        BaselineSpec::Previous => "previous".to_owned(),
        BaselineSpec::PreviousYear => "previous-year".to_owned(),
        BaselineSpec::SamePeriodLastYear => "same-period-last-year".to_owned(),
        BaselineSpec::Named(period) => format!("period {}", period.node),
        BaselineSpec::None(reason) => format!("none {:?}", reason.as_ref().map(|r| r.node.as_str())),
    };
    for option in &change.options {
        let _ = match option {
            ChangeOption::Tolerance(e) => write!(out, " tolerance {}", e.node.in_full()),
            ChangeOption::AsPublished(_) => write!(out, " as-published"),
            ChangeOption::AsRecalculated(_) => write!(out, " as-recalculated"),
            ChangeOption::ElseRecorded(e) => write!(out, " else-recorded {}", expr(e)),
            ChangeOption::NotJudged(text) => write!(out, " not-judged {:?}", text.node),
            ChangeOption::AlthoughCumulative(text) => write!(out, " although-cumulative {:?}", text.node),
        };
    }
    out
}

fn forecast(forecast: &ForecastSpec) -> String {
    match forecast {
        ForecastSpec::StraightLine(_) => "straight-line".to_owned(),
        ForecastSpec::LastValue(_) => "last-value".to_owned(),
        ForecastSpec::Profile { shares, .. } => format!("profile {}", exprs(shares)),
        ForecastSpec::None(_) => "none".to_owned(),
        ForecastSpec::Expr(e) => expr(e),
    }
}

fn active(active: &ActiveSpec) -> String {
    let period = |p: &Option<PeriodText>| p.as_ref().map_or("…".to_owned(), |p| p.node.clone());
    format!("active {} – {}", period(&active.from), period(&active.until))
}

fn indicator_field(value: &IndicatorField) -> String {
    match value {
        IndicatorField::Text(text) => dated(text, |t| format!("{:?}", t.node)),
        IndicatorField::Unit(d) => dated(d, unit),
        IndicatorField::Polarity(d) => dated(d, polarity),
        IndicatorField::Frequency(d) => dated(d, frequency),
        IndicatorField::Measure(d) => dated(d, |n| n.node.clone()),
        IndicatorField::Formula(d) => dated(d, expr),
        IndicatorField::Let { name, value } => format!("{} = {}", name.node, expr(value)),
        IndicatorField::Counted(d) => dated(d, |c| {
            format!("{}{}", expr(&c.value), c.noun.as_ref().map_or(String::new(), |n| format!(" noun {:?}", n.node)))
        }),
        IndicatorField::Expression(d) => dated(d, expr),
        IndicatorField::Target(TargetTable::Always(t)) => target(t),
        IndicatorField::Target(TargetTable::ByPeriod { entries, .. }) => {
            let entries: Vec<String> = entries
                .iter()
                .map(|e| format!("({}{} {})", if e.onwards { "from " } else { "" }, e.period.node, target(&e.target)))
                .collect();
            entries.join(" ")
        }
        IndicatorField::Bands(d) => dated(d, |n| n.node.clone()),
        IndicatorField::Compare(d) => dated(d, |n| names(n)),
        IndicatorField::Change(d) => dated(d, change),
        IndicatorField::Forecast(d) => dated(d, forecast),
        IndicatorField::Confidence(d) => dated(d, |c| format!("{} {:?}", c.method.node.word(), c.level.node.value)),
        IndicatorField::Suppress(d) => dated(d, |s| {
            let rounded = s.rounded.as_ref().map_or(String::new(), |to| format!(" rounded {:?}", to.node.value));
            format!("below {:?}{rounded}", s.below.node.value)
        }),
        IndicatorField::Control(c) => {
            let options = c.options.iter().map(|option| match option {
                ControlOption::BaselineTo(period) => format!(" baseline-to {}", period.node),
                ControlOption::Rebased(period, why) => format!(" rebased {} {:?}", period.node, why.node),
            });
            format!("xmr {}{}", c.from.node, options.collect::<String>())
        }
        IndicatorField::Require(r) => format!(
            "{} else withhold{}{} {:?}",
            expr(&r.condition),
            if r.withhold.rating { " rating" } else { "" },
            if r.withhold.change { " change" } else { "" },
            r.reason.node
        ),
        IndicatorField::Variant(v) => {
            format!("{:?} of {:?} counts-{}", v.label.node, v.of.node, if v.once { "once" } else { "each" })
        }
        IndicatorField::Active(a) => active(a),
        IndicatorField::By(columns) => {
            let column = |by: &BySpec| {
                let from = by.from.as_ref().map(|n| format!(" from {}", n.node)).unwrap_or_default();
                let total = by.total.as_ref().map(|t| format!(" total {:?}", t.node)).unwrap_or_default();
                format!("{}{from}{total}", by.column.node)
            };
            format!("by {}", columns.iter().map(column).collect::<Vec<_>>().join(", "))
        }
        IndicatorField::Links(links) => texts(links),
        IndicatorField::Related(related) => names(related),
        IndicatorField::Unknown => "UNKNOWN".to_owned(),
        IndicatorField::Broken => "BROKEN".to_owned(),
    }
}

fn scorecard_field(value: &ScorecardField) -> String {
    match value {
        ScorecardField::Text(text) => format!("{:?}", text.node),
        ScorecardField::Layout(name) => format!("layout {}", name.node),
        ScorecardField::Active(a) => active(a),
        ScorecardField::Indicators(list) => names(list),
        ScorecardField::Theme { title, indicators } => format!("theme {:?} {}", title.node, names(indicators)),
        ScorecardField::Unknown => "UNKNOWN".to_owned(),
        ScorecardField::Broken => "BROKEN".to_owned(),
    }
}

fn test(test: &Test) -> String {
    let mut fields = Vec::new();
    if let Some(indicator) = &test.indicator {
        fields.push(format!("indicator {}", indicator.node));
    }
    if let Some(at) = &test.at {
        fields.push(format!("at {}", at.node));
    }
    for given in &test.given {
        fields.push(match given {
            Given::Fact { name, value, .. } => format!("given {} = {}", name.node, expr(value)),
            Given::Table { dataset, header, rows, .. } => {
                let mut out = format!("given {} {}", dataset.node, names(header));
                for row in rows {
                    let _ = write!(out, "\n    {}", texts(&row.cells));
                }
                out
            }
        });
    }
    for expect in &test.expect {
        fields.push(format!(
            "expect {}{} {} {}{}",
            expect.indicator.as_ref().map_or(String::new(), |i| format!("{} ", i.node)),
            expect.fact.node,
            expect.op.node.sign(),
            expr(&expect.value),
            expect.within.as_ref().map_or(String::new(), |w| format!(" within {}", expr(w)))
        ));
    }
    block(format!("test {:?}", test.name.node), fields)
}

fn exprs(list: &[Expr]) -> String {
    format!("[{}]", list.iter().map(expr).collect::<Vec<_>>().join(" "))
}

pub fn expr(e: &Expr) -> String {
    let when = |w: &When| match w {
        When::Previous => "previous".to_owned(),
        When::PreviousYear => "previous-year".to_owned(),
        When::SamePeriodLastYear => "same-period-last-year".to_owned(),
        When::Named(p) => format!("{p:?}"),
    };
    let filter = |c: &Option<Box<Expr>>| c.as_ref().map_or(String::new(), |c| format!(" where {}", expr(c)));
    let not = |negated: bool| if negated { "not-" } else { "" };
    match &e.kind {
        ExprKind::Quantity(q) => q.in_full(),
        ExprKind::Text(text) => format!("{text:?}"),
        ExprKind::Date(date) => format!("date:{date}"),
        ExprKind::Period(period) => format!("period:{period:?}"),
        ExprKind::YesNo(yes) => if *yes { "YES" } else { "NO" }.to_owned(),
        ExprKind::Name(name) => name.clone(),
        ExprKind::Column { dataset, column, condition, latest } => {
            let latest = if *latest { "latest " } else { "" };
            format!("({latest}{}.{}{})", dataset.node, column.node, filter(condition))
        }
        ExprKind::StartsWith { value, prefix } => format!("(starts {} {:?})", expr(value), prefix.node),
        ExprKind::Related(r) => {
            format!("({:?} {} in {} {}{})", r.which.node, r.row.node, r.rows.node, expr(&r.condition), order(&r.order))
        }
        ExprKind::CalendarTime(CalendarTime::Months(months)) => format!("{months} months"),
        ExprKind::CalendarTime(CalendarTime::WorkingDays(days)) => format!("{days} working days"),
        ExprKind::Same(columns) => format!("(same {})", names(columns)),
        ExprKind::Elapsed { unit, from, to } => format!("({:?} {} {})", unit.node, expr(from), expr(to)),
        ExprKind::AgeAt(date) => format!("(age {})", expr(date)),
        ExprKind::OpenAt(date) => format!("(open at {})", expr(date)),
        ExprKind::OpenIn(window) => format!("(open in {:?})", window.node),
        ExprKind::EdgeOf { end, window } => format!("({} {:?})", if *end { "end" } else { "start" }, window.node),
        ExprKind::Measure { plugin, rows, condition, settings } => {
            let condition = condition.as_deref().map(|c| format!(" where {}", expr(c))).unwrap_or_default();
            let settings: String = settings.iter().map(|s| format!(", {}: {}", s.name.node, expr(&s.value))).collect();
            format!("measure({:?}, {}{condition}{settings})", plugin.node, rows.node)
        }
        ExprKind::Aggregate { function, dataset, columns, condition, share } => {
            let column: String = columns.iter().map(|c| format!(".{}", c.node)).collect();
            let share = share.as_ref().map_or(String::new(), |share| format!(" {}", expr(share)));
            format!("({:?} {}{column}{}{share})", function.node, dataset.node, filter(condition))
        }
        ExprKind::Call { function, arguments } => format!("(call {} {})", function.node, exprs(arguments)),
        ExprKind::Unary { op, operand } => {
            format!("({} {})", if op.node == UnaryOp::Not { "not" } else { "neg" }, expr(operand))
        }
        ExprKind::Binary { op, left, right } => format!("({} {} {})", op.node.sign(), expr(left), expr(right)),
        ExprKind::If { condition, then, otherwise } => {
            format!("(if {} {} {})", expr(condition), expr(then), expr(otherwise))
        }
        ExprKind::Else { value, otherwise } => format!("(else {} {})", expr(value), expr(otherwise)),
        ExprKind::In { value, negated, list } => format!("({}in {} {})", not(*negated), expr(value), exprs(list)),
        ExprKind::InWindow { value, negated, window } => {
            let window = match &window.node {
                Window::Period => "period".to_owned(),
                Window::YearToDate => "year-to-date".to_owned(),
                Window::Last { count, kind } => format!("last-{count}-{}", kind.word()),
                Window::Named(p) => format!("{p:?}"),
            };
            format!("({}within {} {window})", not(*negated), expr(value))
        }
        ExprKind::Is { value, negated, what } => format!("({}{:?} {})", not(*negated), what.node, expr(value)),
        ExprKind::At { value, when: w } => format!("(at {} {})", expr(value), when(&w.node)),
        ExprKind::Broken => "BROKEN".to_owned(),
    }
}

fn order(terms: &[OrderTerm]) -> String {
    let term = |t: &OrderTerm| {
        let word = t.word.as_ref().map_or(String::new(), |w| format!("{} ", w.node));
        let ranked = t.ranked.as_ref().map_or(String::new(), |list| format!(" ranked {}", exprs(list)));
        format!("{word}{}{ranked}{}", expr(&t.value), if t.empty_first { " empty first" } else { "" })
    };
    terms.iter().map(|t| format!(" by {}", term(t))).collect()
}

fn birth(b: &BirthSpec) -> String {
    let days = b.days_a_year.as_ref().map_or(String::new(), |d| format!(" {}", d.node.value));
    format!("{}{days}", b.column.node)
}

fn cohort_field(value: &CohortField) -> String {
    match value {
        CohortField::Text(text) => format!("{:?}", text.node),
        CohortField::From(name) => name.node.clone(),
        CohortField::Where(condition) => expr(condition),
        CohortField::Let { name, value } => format!("{} = {}", name.node, expr(value)),
        CohortField::Birth(b) => birth(b),
        CohortField::Interval(starts, ends) => format!("{} to {}", starts.node, ends.node),
        CohortField::Keep(keep) => {
            let tied: String = keep.tied.iter().map(|(c, v)| format!(" tied {}={}", c.node, expr(v))).collect();
            format!("one per {}{}{tied}", names(&keep.per), order(&keep.order))
        }
        CohortField::Episodes(e) => format!(
            "per {} {} to {} within {}{}",
            names(&e.per),
            e.starts.node,
            e.ends.node,
            e.gap.node.value,
            order(&e.order)
        ),
        CohortField::Cascade(cascade) => {
            let rule = |r: &CascadeRule| {
                let when = r.condition.as_ref().map_or(String::new(), |c| format!(" when {}", expr(c)));
                format!(" ({} {}{when})", r.name.node, expr(&r.value))
            };
            format!("{}{}", cascade.name.node, cascade.rules.iter().map(rule).collect::<String>())
        }
        CohortField::Require(a) => format!("{} else {:?}", expr(&a.condition), a.message.node),
        CohortField::Unknown => "UNKNOWN".to_owned(),
        CohortField::Broken => "BROKEN".to_owned(),
    }
}
