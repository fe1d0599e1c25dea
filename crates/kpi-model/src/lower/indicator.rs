//! Indicators: the template's fields and their own, put together and lowered.

use super::expr::{KnownLet, Scope, unit_word, values_in, with_article};
use super::fields;
use super::template::{self, Parameters};
use crate::catalogue::{Counted, Cut, Dated, Indicator, Let, Measure, Require, Scheme, UnitSpec, Variant};
use crate::checks::weight::Weight;
use crate::checks::{cycles, judging};
use crate::formula::{Formula, FormulaKind};
use crate::project::{Kind, Project};
use indexmap::IndexMap;
use kpi_core::codes::{names, units};
use kpi_core::{Diagnostic, Span, Unit};
use kpi_syntax::ast::{self, Expr, Field, IndicatorField};

/// A field and whether it is the template's.
type Said<'a> = (&'a Field<IndicatorField>, bool);

/// All that is said of one indicator.
pub struct Merged<'a> {
    fields: Vec<Said<'a>>,
}

impl<'a> Merged<'a> {
    /// The template's fields, replaced by the indicator's own.
    fn new(template: Vec<&'a Field<IndicatorField>>, own: Vec<&'a Field<IndicatorField>>) -> Self {
        let mut fields: Vec<Said<'a>> = Vec::with_capacity(template.len() + own.len());
        for field in template {
            let replaced = match &field.value {
                IndicatorField::Require(_) => false,
                IndicatorField::Let { name, .. } => own.iter().any(
                    |other| matches!(&other.value, IndicatorField::Let { name: same, .. } if same.node == name.node),
                ),
                _ => own.iter().any(|other| other.key.node == field.key.node),
            };
            if !replaced {
                fields.push((field, true));
            }
        }
        fields.extend(own.into_iter().map(|field| (field, false)));
        Self { fields }
    }

    pub fn get(&self, key: &str) -> Option<Said<'a>> {
        self.fields.iter().find(|(field, _)| field.key.node == key).copied()
    }

    fn is_broken(&self) -> bool {
        self.fields.iter().any(|(field, _)| matches!(field.value, IndicatorField::Broken | IndicatorField::Unknown))
    }

    /// Where a field stands, and whether that is in the template.
    pub fn place(&self, key: &str) -> Option<(Span, bool)> {
        self.get(key).map(|(field, template)| (field.span, template))
    }
}

fn repeats(key: &str) -> bool {
    matches!(key, "let" | "require")
}

/// The unit an indicator declares, where it is one and the same throughout.
pub fn declared_unit(project: &Project<'_>, item: &ast::Indicator) -> Option<Unit> {
    let of = |fields: &[Field<IndicatorField>]| {
        fields.iter().find(|field| field.key.node == "unit").map(|field| match &field.value {
            IndicatorField::Unit(ast::Dated::Always(spec)) => Some(spec.unit.node),
            IndicatorField::Unit(ast::Dated::From(entries)) => {
                let first = entries.first().map(|entry| entry.value.unit.node)?;
                entries.iter().all(|entry| entry.value.unit.node == first).then_some(first)
            }
            _ => None,
        })
    };
    of(&item.fields).or_else(|| {
        let template = project.templates.get(item.from.as_ref()?.template.node.as_str())?;
        of(&template.item.fields)
    })?
}

pub fn lower<'a>(
    project: &Project<'a>,
    schemes: &IndexMap<String, Vec<Scheme>>,
    item: &'a ast::Indicator,
) -> (Option<Indicator>, Vec<Diagnostic>) {
    let mut out = Vec::new();
    let own = fields::distinct(&item.fields, repeats, &mut out);
    let mut parameters: Option<Parameters<'a>> = None;
    let mut inherited = Vec::new();
    let mut template_known = true;
    if let Some(used) = &item.from {
        match template::bind(project, &item.name.node, used, &mut out) {
            Some((template, bound)) => {
                inherited = fields::distinct(&template.fields, repeats, &mut out);
                parameters = Some(bound);
            }
            None => template_known = false,
        }
    }
    let merged = Merged::new(inherited, own);
    let mut scope = Scope::new(project);
    scope.indicator = Some(&item.name.node);
    scope.parameters = parameters;
    scope.out = out;
    let indicator = Lowering { item, merged, scope: &mut scope }.run(schemes, template_known);
    (indicator, scope.out)
}

struct Lowering<'a, 'p, 's> {
    item: &'a ast::Indicator,
    merged: Merged<'a>,
    scope: &'s mut Scope<'a, 'p>,
}

impl<'a> Lowering<'a, '_, '_> {
    /// Lowers the field of this name, if it is there.
    fn field<T>(
        &mut self,
        key: &str,
        lower: impl FnOnce(&mut Scope<'a, '_>, &'a IndicatorField) -> Option<T>,
    ) -> Option<T> {
        let (field, in_template) = self.merged.get(key)?;
        self.scope.in_template = in_template;
        let lowered = lower(self.scope, &field.value);
        self.scope.in_template = false;
        lowered
    }

    fn run(mut self, schemes: &IndexMap<String, Vec<Scheme>>, template_known: bool) -> Option<Indicator> {
        self.scope.unit_field = self.merged.place("unit");
        if template_known {
            let absent: Vec<&str> = ["title", "unit", "polarity", "formula", "frequency"]
                .into_iter()
                .filter(|key| self.merged.get(key).is_none())
                .collect();
            if let Some(diagnostic) = fields::missing("indicator", &self.item.name, &absent) {
                self.scope.tell(diagnostic);
            }
        }

        let by = self.by();
        let lets = self.lets();
        let title = self.field("title", |scope, value| match value {
            IndicatorField::Text(text) => scope.dated(text, |scope, text| Some(scope.text(&text.node, text.span))),
            _ => None,
        });
        let unit: Option<Dated<UnitSpec>> = self.field("unit", |scope, value| match value {
            IndicatorField::Unit(spec) => scope.dated(spec, |_, spec| Some(super::unit::unit(spec))),
            _ => None,
        });
        let units: Vec<Unit> =
            unit.as_ref().map_or_else(Vec::new, |unit| unit.values().map(|spec| spec.unit).collect());
        let polarity = self.field("polarity", |scope, value| match value {
            IndicatorField::Polarity(spec) => scope.dated(spec, |scope, spec| scope.polarity(spec, &units)),
            _ => None,
        });
        let frequency = self.field("frequency", |scope, value| match value {
            IndicatorField::Frequency(spec) => scope.dated(spec, |scope, spec| scope.frequency(spec)),
            _ => None,
        });
        let measure = self.measure();
        let formula = self.field("formula", |scope, value| match value {
            IndicatorField::Formula(expr) => scope.dated(expr, |scope, expr| {
                let formula = scope.expr(expr);
                fitting(scope, formula, &units, units::FORMULA_UNIT, "the formula gives")
            }),
            _ => None,
        });
        let numerator = self.counted("numerator");
        let denominator = self.counted("denominator");
        let published = self.field("published", |scope, value| match value {
            IndicatorField::Expression(expr) => scope.dated(expr, |scope, expr| {
                let formula = scope.expr(expr);
                fitting(scope, formula, &units, units::FIELD_UNIT, "the published figure is")
            }),
            _ => None,
        });
        let flags = self.kind_of_expression("flags", &[Unit::Flags, Unit::Text], "a column of codes");
        let rank = self.kind_of_expression("rank", &[Unit::Rank], "a column of type `rank`");
        let measured =
            measure.as_ref().map_or(Measure::Flow, |measure| measure.values().last().copied().unwrap_or_default());
        let facts = super::target::Facts {
            units: &units,
            polarity: polarity.as_ref(),
            frequency: frequency.as_ref(),
            measure: measured,
        };
        let target = self
            .field("target", |scope, value| match value {
                IndicatorField::Target(table) => Some(scope.targets(table, &facts)),
                _ => None,
            })
            .unwrap_or_default();
        let bands = self.field("bands", |scope, value| match value {
            IndicatorField::Bands(name) => scope.dated(name, |scope, name| {
                let (word, span) = scope.word(name);
                match scope.project.bands.get(word) {
                    Some(entry) => {
                        entry.mark();
                        Some(word.to_owned())
                    }
                    None => {
                        if let Some(diagnostic) = scope.project.not_a(Kind::Bands, word, span) {
                            scope.tell(diagnostic);
                        }
                        None
                    }
                }
            }),
            _ => None,
        });
        let compare = self.field("compare", |scope, value| match value {
            IndicatorField::Compare(list) => scope.dated(list, |scope, list| Some(compared(scope, list, &units))),
            _ => None,
        });
        let change = self.field("change", |scope, value| match value {
            IndicatorField::Change(spec) => scope.dated(spec, |scope, spec| scope.change(spec, &units)),
            _ => None,
        });
        let forecast = self.field("forecast", |scope, value| match value {
            IndicatorField::Forecast(spec) => scope.dated(spec, |scope, spec| scope.forecast(spec, &units)),
            _ => None,
        });
        let confidence = self.field("interval", |scope, value| match value {
            IndicatorField::Confidence(spec) => scope.dated(spec, |scope, spec| scope.confidence(spec, &units)),
            _ => None,
        });
        let control = self.field("control", |scope, value| match value {
            IndicatorField::Control(spec) => scope.control(spec),
            _ => None,
        });
        let suppress = self.field("suppress", |scope, value| match value {
            IndicatorField::Suppress(spec) => scope.dated(spec, |scope, spec| scope.suppress(spec)),
            _ => None,
        });
        let requires = self.requires();
        let variant = self.field("variant", |scope, value| match value {
            IndicatorField::Variant(spec) => Some(Variant {
                label: scope.text(&spec.label.node, spec.label.span),
                of: scope.text(&spec.of.node, spec.of.span),
                once: spec.once,
            }),
            _ => None,
        });
        let active = self.field("active", |scope, value| match value {
            IndicatorField::Active(spec) => scope.active(spec),
            _ => None,
        });
        let links = self.field("links", |scope, value| match value {
            IndicatorField::Links(links) => {
                Some(links.iter().map(|link| scope.text(&link.node, link.span)).collect::<Vec<_>>())
            }
            _ => None,
        });
        let related = self.field("related", |scope, value| match value {
            IndicatorField::Related(list) => Some(related(scope, list)),
            _ => None,
        });
        let parts = self.field("parts", |scope, value| match value {
            IndicatorField::Related(list) => Some(parts(scope, list, &units)),
            _ => None,
        });
        let texts = self.texts();
        self.unused_lets();

        let places = judging::Places::of(&self.merged);
        let indicator = Indicator {
            id: self.item.name.node.clone(),
            span: self.item.span,
            name_span: self.item.name.span,
            template: self.item.from.as_ref().map(|used| used.template.node.clone()),
            title: title?,
            texts,
            links: links.unwrap_or_default(),
            related: related.unwrap_or_default(),
            parts: parts.unwrap_or_default(),
            unit: unit?,
            polarity: polarity?,
            frequency: frequency?,
            measure: measure.unwrap_or_else(|| Dated::always(Measure::Flow)),
            lets,
            formula: formula?,
            numerator,
            denominator,
            published,
            flags,
            rank,
            target,
            bands,
            compare,
            change,
            forecast,
            confidence,
            control,
            suppress,
            requires,
            by,
            variant,
            active: active.unwrap_or_default(),
        };
        for (diagnostic, in_template) in judging::judged(&indicator, schemes, &places) {
            self.scope.in_template = in_template;
            self.scope.tell(diagnostic);
        }
        self.scope.in_template = false;
        Some(indicator)
    }

    fn texts(&mut self) -> IndexMap<String, Dated<String>> {
        let mut texts = IndexMap::new();
        for (field, in_template) in &self.merged.fields {
            if let IndicatorField::Text(text) = &field.value
                && field.key.node != "title"
            {
                self.scope.in_template = *in_template;
                if let Some(text) = self.scope.dated(text, |scope, text| Some(scope.text(&text.node, text.span))) {
                    texts.insert(field.key.node.clone(), text);
                }
            }
        }
        self.scope.in_template = false;
        texts
    }

    fn by(&mut self) -> Vec<Cut> {
        let cuts: Option<Vec<(&'a str, Cut)>> = self.field("by", |scope, value| match value {
            IndicatorField::By(columns) => Some(columns.iter().filter_map(|spec| cut(scope, spec)).collect()),
            _ => None,
        });
        let cuts = cuts.unwrap_or_default();
        for diagnostic in fields::repeated(cuts.iter().map(|(name, cut)| (*name, cut.span))) {
            self.scope.tell(diagnostic);
        }
        let mut kept: Vec<Cut> = Vec::with_capacity(cuts.len());
        for (name, cut) in cuts {
            if !self.scope.cut_by.contains(&name) {
                self.scope.cut_by.push(name);
                kept.push(cut);
            }
        }
        kept
    }

    fn measure(&mut self) -> Option<Dated<Measure>> {
        self.field("measure", |scope, value| match value {
            IndicatorField::Measure(word) => scope.dated(word, |scope, word| {
                let (text, span) = scope.word(word);
                match text {
                    "flow" => Some(Measure::Flow),
                    "snapshot" => Some(Measure::Snapshot),
                    "average" => Some(Measure::Average),
                    other => {
                        scope.tell(fields::unknown_word("measure", other, span, &["flow", "snapshot", "average"]));
                        None
                    }
                }
            }),
            _ => None,
        })
    }

    /// The named values, each after those it refers to.
    fn lets(&mut self) -> Vec<Let> {
        let mut written: Vec<(&'a ast::Name, &'a Expr, bool)> = Vec::new();
        for (field, in_template) in &self.merged.fields {
            let IndicatorField::Let { name, value } = &field.value else { continue };
            if let Some((first, ..)) = written.iter().find(|(before, ..)| before.node == name.node) {
                self.scope.in_template = *in_template;
                self.scope.tell(
                    Diagnostic::at(names::DUPLICATE_FIELD, name.span, format!("`{}` is named twice", name.node))
                        .saying("this one is ignored")
                        .label(first.span, "the first one")
                        .help("rename one of the two, or remove it"),
                );
                continue;
            }
            written.push((name, value, *in_template));
        }
        let edges: Vec<Vec<usize>> = written
            .iter()
            .map(|(_, value, in_template)| {
                let mut to = Vec::new();
                let mention = |name: &str, to: &mut Vec<usize>| {
                    to.extend(written.iter().position(|(known, ..)| known.node == name));
                };
                let parameters = self.scope.parameters.as_ref().filter(|_| *in_template);
                values_in(value, &mut |name| match parameters.and_then(|p| p.get(name)) {
                    Some(Some(argument)) => values_in(argument, &mut |name| mention(name, &mut to)),
                    Some(None) => {}
                    None => mention(name, &mut to),
                });
                to
            })
            .collect();
        let sorted = cycles::order(&edges);
        let mut circular = vec![false; written.len()];
        for cycle in &sorted.cycles {
            let path: Vec<&ast::Name> = cycle.iter().filter_map(|i| written.get(*i)).map(|(name, ..)| *name).collect();
            for i in cycle {
                if let Some(flag) = circular.get_mut(*i) {
                    *flag = true;
                }
            }
            if let Some(diagnostic) = circle(&path, "a named value") {
                self.scope.tell(diagnostic);
            }
        }
        // Those of a circle are known, and broken, before anything else refers to them.
        let (first, rest): (Vec<usize>, Vec<usize>) =
            sorted.order.into_iter().partition(|i| circular.get(*i).copied().unwrap_or(false));
        let mut lets = Vec::with_capacity(written.len());
        for i in first.into_iter().chain(rest) {
            let Some((name, value, in_template)) = written.get(i) else { continue };
            let (formula, weight) = if circular.get(i).copied().unwrap_or(false) {
                (Formula::broken(value.span), Weight::default())
            } else {
                self.scope.in_template = *in_template;
                self.scope.weighed(value)
            };
            self.scope.in_template = false;
            self.scope.lets.push(KnownLet {
                name: &name.node,
                unit: (!formula.is_broken()).then_some(formula.unit),
                span: name.span,
                in_template: *in_template,
                used: false,
                weight,
            });
            lets.push(Let { name: name.node.clone(), value: formula, span: name.span });
        }
        lets
    }

    fn unused_lets(&mut self) {
        // Where something is wrong, its mending may well use them.
        if self.scope.out.iter().any(Diagnostic::is_error) || self.merged.is_broken() {
            return;
        }
        let unused: Vec<KnownLet<'a>> = self
            .scope
            .lets
            .iter()
            .filter(|known| !known.used && !known.in_template && known.unit.is_some())
            .copied()
            .collect();
        for known in unused {
            self.scope.tell(
                Diagnostic::at(names::UNUSED, known.span, format!("nothing uses `{}`", known.name))
                    .help("use it, or remove it"),
            );
        }
    }

    fn counted(&mut self, key: &str) -> Option<Dated<Counted>> {
        self.field(key, |scope, value| match value {
            IndicatorField::Counted(spec) => scope.dated(spec, |scope, spec| {
                let value = scope.number(&spec.value, "count");
                let noun = spec.noun.as_ref().map(|noun| scope.text(&noun.node, noun.span));
                (!value.is_broken()).then_some(Counted { value, noun })
            }),
            _ => None,
        })
    }

    fn kind_of_expression(&mut self, key: &str, wanted: &[Unit], what: &str) -> Option<Dated<Formula>> {
        self.field(key, |scope, value| match value {
            IndicatorField::Expression(expr) => scope.dated(expr, |scope, expr| {
                let formula = scope.expr(expr);
                // The name of peers is the place among them, where a place is wanted.
                if let FormulaKind::Comparator(name) = &formula.kind
                    && wanted.contains(&Unit::Rank)
                    && scope.project.with_peers.contains(name.as_str())
                {
                    return Some(Formula::new(FormulaKind::RankAmong(name.clone()), Unit::Rank, formula.span));
                }
                if formula.is_broken() {
                    return None;
                }
                if wanted.contains(&formula.unit) {
                    return Some(formula);
                }
                scope.tell(
                    Diagnostic::at(
                        units::FIELD_UNIT,
                        formula.span,
                        format!("`{key}` wants {what}, and this is {}", with_article(formula.unit)),
                    )
                    .saying(unit_word(formula.unit))
                    .help(format!("name {what}")),
                );
                None
            }),
            _ => None,
        })
    }

    fn requires(&mut self) -> Vec<Require> {
        let mut requires = Vec::new();
        for (field, in_template) in &self.merged.fields {
            let IndicatorField::Require(spec) = &field.value else { continue };
            self.scope.in_template = *in_template;
            let condition = self.scope.condition_formula(&spec.condition);
            let reason = self.scope.text(&spec.reason.node, spec.reason.span);
            if !condition.is_broken() {
                requires.push(Require {
                    span: field.span,
                    condition,
                    rating: spec.withhold.rating,
                    change: spec.withhold.change,
                    reason,
                });
            }
        }
        self.scope.in_template = false;
        requires
    }
}

/// A circle of names, told at the first of them by place.
pub fn circle(path: &[&ast::Name], what: &str) -> Option<Diagnostic> {
    const SHOWN: usize = 6;
    let start = path.iter().enumerate().min_by_key(|(_, name)| name.span).map(|(i, _)| i)?;
    let turned: Vec<&ast::Name> = path.iter().cycle().skip(start).take(path.len()).copied().collect();
    let (first, rest) = turned.split_first()?;
    let mut words: Vec<String> = turned.iter().take(SHOWN).map(|name| format!("`{}`", name.node)).collect();
    if turned.len() > SHOWN {
        words.push(format!("{} more", turned.len() - SHOWN));
    }
    words.push(format!("`{}`", first.node));
    let message = if rest.is_empty() {
        format!("`{}` is made from itself", first.node)
    } else {
        format!("{what} is made from itself: {}", words.join(" → "))
    };
    let mut diagnostic = Diagnostic::at(names::CYCLE, first.span, message);
    for (name, next) in turned.iter().zip(turned.iter().skip(1)).take(SHOWN) {
        diagnostic = diagnostic.label(next.span, format!("`{}` needs it", name.node));
    }
    if !rest.is_empty() {
        diagnostic = diagnostic.saying(format!("needed by `{}`", turned.last().map_or("", |name| &name.node)));
    }
    Some(diagnostic.note("no value could ever come of it").help("break the circle: take one of them from the data"))
}

/// A formula that must stand as a figure of the indicator.
pub fn fitting<'a>(
    scope: &mut Scope<'a, '_>,
    formula: Formula,
    wanted: &[Unit],
    code: kpi_core::Code,
    what: &str,
) -> Option<Formula> {
    if formula.is_broken() {
        return None;
    }
    if wanted.is_empty() || wanted.iter().any(|unit| formula.unit.factor_to(*unit).is_some()) {
        return Some(formula);
    }
    let unit = wanted.first().copied().unwrap_or(Unit::Number);
    let mut diagnostic = Diagnostic::at(
        code,
        formula.span,
        format!("{what} {}, and the indicator is {}", with_article(formula.unit), with_article(unit)),
    )
    .saying(unit_word(formula.unit));
    if let Some((field, _)) = scope.unit_field {
        diagnostic = diagnostic.label(field, format!("declared {unit}"));
    }
    let help = match (formula.unit, unit) {
        (Unit::Count, Unit::Percent | Unit::Rate(_)) => "divide by the number it is a part of: `X / Y`".to_owned(),
        (Unit::Ratio, _) => "write `unit: percent`; a quotient of like things is a share".to_owned(),
        (Unit::Points, Unit::Percent) => "write `unit: percentage points` for a difference of percentages".to_owned(),
        (found, _) => format!("write `unit: {found}`, or make the figure {}", with_article(unit)),
    };
    diagnostic = diagnostic.help(help);
    scope.tell(diagnostic);
    None
}

fn cut<'a>(scope: &mut Scope<'a, '_>, spec: &'a ast::BySpec) -> Option<(&'a str, Cut)> {
    let (column, _) = scope.word(&spec.column);
    let mut from = None;
    if let Some(name) = &spec.from {
        let schema = scope.dataset(name)?;
        if schema.column(column).is_none() {
            let span = scope.word(name).1;
            scope.no_column(schema, column, span);
            return None;
        }
        from = Some(schema.name.clone());
    }
    let total = spec.total.as_ref().map(|total| scope.text(&total.node, total.span));
    Some((column, Cut { column: column.to_owned(), span: spec.span, from, total }))
}

fn compared<'a>(scope: &mut Scope<'a, '_>, list: &'a [ast::Name], units: &[Unit]) -> Vec<String> {
    let words: Vec<(&str, Span)> = list.iter().map(|name| scope.word(name)).collect();
    for diagnostic in fields::repeated(words.iter().copied()) {
        scope.tell(diagnostic);
    }
    let mut kept: Vec<String> = Vec::with_capacity(words.len());
    for (word, span) in words {
        let Some(entry) = scope.project.comparators.get(word) else {
            if let Some(diagnostic) = scope.project.not_a(Kind::Comparator, word, span) {
                scope.tell(diagnostic);
            }
            continue;
        };
        entry.mark();
        let unit = scope.project.comparator_units.get(word).copied().unwrap_or(Unit::AsWritten);
        if !units.is_empty() && !units.iter().any(|wanted| unit.factor_to(*wanted).is_some()) {
            let wanted = units.first().copied().unwrap_or(Unit::Number);
            scope.tell(
                Diagnostic::at(
                    units::FIELD_UNIT,
                    span,
                    format!("`{word}` is {}, and the indicator is {}", with_article(unit), with_article(wanted)),
                )
                .label(entry.item.name.span, unit_word(unit))
                .help("compare like with like"),
            );
            continue;
        }
        if !kept.iter().any(|before| before == word) {
            kept.push(word.to_owned());
        }
    }
    kept
}

/// Figures add up only in one unit.
fn parts<'a>(scope: &mut Scope<'a, '_>, list: &'a [ast::Name], units: &[Unit]) -> Vec<String> {
    let kept = related(scope, list);
    for name in list {
        let (word, span) = scope.word(name);
        let Some(entry) = scope.project.indicators.get(word) else { continue };
        let unit = declared_unit(scope.project, entry.item);
        let Some((unit, whole)) = unit.zip(units.first().copied()).filter(|(unit, whole)| unit != whole) else {
            continue;
        };
        let mut diagnostic = Diagnostic::at(
            units::FIELD_UNIT,
            span,
            format!("`{word}` is {}, and is no part of {}", with_article(unit), with_article(whole)),
        );
        if let Some((field, _)) = scope.unit_field {
            diagnostic = diagnostic.label(field, format!("declared {whole}"));
        }
        scope.tell(diagnostic.help("name indicators of the same unit, whose figures add up to this one"));
    }
    kept
}

fn related<'a>(scope: &mut Scope<'a, '_>, list: &'a [ast::Name]) -> Vec<String> {
    let words: Vec<(&str, Span)> = list.iter().map(|name| scope.word(name)).collect();
    for diagnostic in fields::repeated(words.iter().copied()) {
        scope.tell(diagnostic);
    }
    let mut kept: Vec<String> = Vec::with_capacity(words.len());
    for (word, span) in words {
        if scope.project.indicators.contains_key(word) {
            if !kept.iter().any(|before| before == word) {
                kept.push(word.to_owned());
            }
        } else if let Some(diagnostic) = scope.project.not_a(Kind::Indicator, word, span) {
            scope.tell(diagnostic);
        }
    }
    kept
}
