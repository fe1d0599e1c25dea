//! Tests: what is given, what is expected, and the rows that stand in for a dataset.

use super::expr::{Scope, comparison, unit_word, with_article};
use super::fields;
use crate::Catalogue;
use crate::catalogue::{Expectation, ExpectedFact, GivenFact, Indicator, Scheme, Status, Test};
use crate::formula::{Formula, FormulaKind};
use crate::project::{HelpIfNone, Kind, Project, listed, suggesting};
use kpi_core::codes::{self, names, testing};
use kpi_core::schema::{Dataset, InlineRow, Source};
use kpi_core::statistics::{Assurance, Significance, Variation};
use kpi_core::{Diagnostic, Flag, Judgement, Movement, Reason, Span, Unit, suggest};
use kpi_syntax::ast::{self, Expr, ExprKind, Name, TableRow};

const FACTS: [(&str, ExpectedFact); 23] = [
    ("value", ExpectedFact::Value),
    ("numerator", ExpectedFact::Numerator),
    ("denominator", ExpectedFact::Denominator),
    ("target", ExpectedFact::Target),
    ("year_end_target", ExpectedFact::YearEndTarget),
    ("previous", ExpectedFact::Previous),
    ("forecast", ExpectedFact::Forecast),
    ("rank", ExpectedFact::Rank),
    ("deviation", ExpectedFact::Deviation),
    ("gap", ExpectedFact::Gap),
    ("rating", ExpectedFact::Rating),
    ("change", ExpectedFact::Change),
    ("movement", ExpectedFact::Movement),
    ("amount", ExpectedFact::Amount),
    ("missing", ExpectedFact::Missing),
    ("flags", ExpectedFact::Flags),
    ("period", ExpectedFact::Period),
    ("lower", ExpectedFact::Lower),
    ("upper", ExpectedFact::Upper),
    ("significance", ExpectedFact::Significance),
    ("variation", ExpectedFact::Variation),
    ("assurance", ExpectedFact::Assurance),
    ("finding", ExpectedFact::Finding),
];

const GIVEN: [(&str, GivenFact); 7] = [
    ("value", GivenFact::Value),
    ("numerator", GivenFact::Numerator),
    ("denominator", GivenFact::Denominator),
    ("target", GivenFact::Target),
    ("previous", GivenFact::Previous),
    ("forecast", GivenFact::Forecast),
    ("rank", GivenFact::Rank),
];

/// The test, or one for each row of its `cases`.
pub fn lower<'a>(project: &Project<'a>, catalogue: &Catalogue, test: &'a ast::Test) -> (Vec<Test>, Vec<Diagnostic>) {
    let mut lowering = Lowering { project, catalogue, scope: Scope::new(project), nameless: false };
    let lowered = if test.cases.is_empty() {
        lowering.run(test, None).into_iter().collect()
    } else {
        test.cases.iter().filter_map(|case| lowering.run(test, Some(case))).collect()
    };
    (lowered, lowering.scope.out)
}

struct Lowering<'a, 'p> {
    project: &'p Project<'a>,
    catalogue: &'p Catalogue,
    scope: Scope<'a, 'p>,
    /// Was it said that the test names no indicator?
    nameless: bool,
}

/// What is known of the indicator that a fact belongs to.
#[derive(Clone, Copy)]
enum Subject<'p> {
    Known(&'p Indicator),
    /// It exists, but something in it is wrong, and was said.
    Broken,
}

impl<'a, 'p> Lowering<'a, 'p> {
    fn run(&mut self, test: &'a ast::Test, case: Option<&'a ast::Case>) -> Option<Test> {
        let subject = match &test.indicator {
            Some(name) => Some(self.subject(name)?),
            None => None,
        };
        let at = match &test.at {
            Some(text) => self.scope.period(&text.node, text.span),
            // A statement that could not be read may have said it.
            None if !test.whole => return None,
            None => {
                self.scope.tell(
                    Diagnostic::at(testing::TEST_SUBJECT, test.name.span, "the test does not say at which period")
                        .help("add `at 2020/21`: after the indicator, or on a line of its own"),
                );
                None
            }
        };
        let own = case.map(|case| case.expect.as_slice()).unwrap_or_default();
        let unread = !test.whole || case.is_some_and(|case| !case.whole);
        if test.expect.is_empty() && own.is_empty() && test.at.is_some() && !unread {
            let (place, what) = case.map_or((test.name.span, "test"), |case| (case.span, "case"));
            self.scope.tell(
                Diagnostic::at(testing::TEST_SUBJECT, place, format!("the {what} expects nothing"))
                    .help("add what should come of it: `expect rating = Amber`"),
            );
        }
        let mut facts = Vec::new();
        let mut absent = Vec::new();
        let mut tables = Vec::new();
        let mut set: Vec<(&str, Span)> = Vec::new();
        let mut whole = at.is_some() && !unread;
        for given in test.given.iter().chain(case.iter().flat_map(|case| &case.given)) {
            match given {
                ast::Given::Fact { name, value, .. } => {
                    set.push((&name.node, name.span));
                    match self.given(subject, name, value) {
                        Some((fact, Ok(formula))) => facts.push((fact, formula)),
                        Some((fact, Err(reason))) => absent.push((fact, reason)),
                        None => whole = false,
                    }
                }
                ast::Given::Table { span, dataset, header, rows } => {
                    set.push((&dataset.node, dataset.span));
                    match self.table(*span, dataset, header, rows) {
                        Some(table) => tables.push(table),
                        None => whole = false,
                    }
                }
            }
        }
        self.scope.out.extend(fields::repeated(set));
        let mut expect = Vec::with_capacity(test.expect.len());
        for expected in test.expect.iter().chain(own) {
            match self.expect(test, subject, expected) {
                Some(expected) => expect.push(expected),
                None => whole = false,
            }
        }
        // A test that lost a part of what it says would show something else than it says.
        whole.then(|| Test {
            name: case.map_or_else(|| test.name.node.clone(), |case| format!("{}: {}", test.name.node, case.name.node)),
            span: case.map_or(test.span, |case| case.span),
            item: test.span,
            indicator: test.indicator.as_ref().map(|name| name.node.clone()),
            at,
            facts,
            absent,
            tables,
            expect,
        })
    }

    fn subject(&mut self, name: &'a Name) -> Option<Subject<'p>> {
        match self.project.indicators.get(name.node.as_str()) {
            Some(entry) => {
                entry.mark();
                Some(self.catalogue.indicators.get(&name.node).map_or(Subject::Broken, Subject::Known))
            }
            None => {
                if let Some(diagnostic) = self.project.not_a(Kind::Indicator, &name.node, name.span) {
                    self.scope.tell(diagnostic);
                }
                None
            }
        }
    }

    fn no_subject(&mut self, span: Span, message: String) {
        if !self.nameless {
            self.nameless = true;
            self.scope.tell(
                Diagnostic::at(testing::TEST_SUBJECT, span, message)
                    .help("say it first: `indicator NAME at 2020/21`; or name it: `expect NAME rating = Amber`"),
            );
        }
    }

    fn unknown_fact(&mut self, subject: Subject<'p>, name: &Name, known: &[&str]) {
        let Subject::Known(indicator) = subject else { return };
        let mut candidates: Vec<&str> = known.to_vec();
        candidates.extend(indicator.lets.iter().map(|named| named.name.as_str()));
        candidates.extend(self.catalogue.comparators.keys().map(String::as_str));
        let diagnostic = suggesting(
            Diagnostic::at(testing::UNKNOWN_FACT, name.span, format!("`{}` has no fact `{}`", indicator.id, name.node)),
            &name.node,
            name.span,
            candidates.iter().copied(),
        )
        .help_if_none(|| format!("the facts are {}, a `let` or a comparator", listed(known, "and")));
        self.scope.tell(diagnostic);
    }

    fn given(
        &mut self,
        subject: Option<Subject<'p>>,
        name: &'a Name,
        value: &'a Expr,
    ) -> Option<(GivenFact, Result<Formula, Reason>)> {
        let Some(subject) = subject else {
            self.no_subject(
                name.span,
                format!("`{}` is given, and the test does not say of which indicator", name.node),
            );
            return None;
        };
        let listed = GIVEN.iter().find(|(word, _)| *word == name.node).map(|(_, fact)| fact.clone());
        let fact = listed.or_else(|| match subject {
            Subject::Known(indicator) if indicator.lets.iter().any(|named| named.name == name.node) => {
                Some(GivenFact::Let(name.node.clone()))
            }
            _ => self.project.comparators.get(name.node.as_str()).map(|entry| {
                entry.mark();
                GivenFact::Comparator(name.node.clone())
            }),
        });
        let Some(fact) = fact else {
            if self.project.datasets.contains_key(name.node.as_str()) {
                self.scope.tell(
                    Diagnostic::at(
                        testing::UNKNOWN_FACT,
                        name.span,
                        format!("`{}` is a dataset, and takes rows", name.node),
                    )
                    .saying("expected a table")
                    .help(format!(
                        "give them as a table, `given {} = [` and `]` around it: its first line names columns, each \
                         further one is a row, and `|` parts the cells",
                        name.node
                    )),
                );
                return None;
            }
            let words: Vec<&str> = GIVEN.iter().map(|(word, _)| *word).collect();
            self.unknown_fact(subject, name, &words);
            return None;
        };
        if let ExprKind::Name(word) = &value.kind {
            let otherwise = match fact {
                GivenFact::Target => Reason::NoTarget,
                GivenFact::Comparator(_) => Reason::NoBenchmark,
                _ => Reason::NotSupplied,
            };
            if word == "none" {
                return Some((fact, Err(otherwise)));
            }
            if let Some(reason) = Reason::from_word(word) {
                return Some((fact, Err(reason)));
            }
        }
        let formula = self.scope.expr(value);
        if formula.is_broken() {
            return None;
        }
        let Subject::Known(indicator) = subject else { return Some((fact, Ok(formula))) };
        let wanted: Vec<Unit> = match &fact {
            GivenFact::Value
            | GivenFact::Target
            | GivenFact::Previous
            | GivenFact::Forecast
            | GivenFact::Comparator(_) => units(indicator),
            GivenFact::Let(name) => {
                indicator.lets.iter().filter(|named| named.name == *name).map(|named| named.value.unit).collect()
            }
            GivenFact::Rank => vec![Unit::Rank, Unit::Number, Unit::Count, Unit::Ratio, Unit::Text],
            GivenFact::Numerator => counted(indicator.numerator.as_ref()),
            GivenFact::Denominator => counted(indicator.denominator.as_ref()),
        };
        self.fits(&formula, &wanted, &name.node)?;
        Some((fact, Ok(formula)))
    }

    /// That a value could be that of the fact.
    fn fits(&mut self, formula: &Formula, wanted: &[Unit], fact: &str) -> Option<()> {
        if wanted.is_empty() || wanted.iter().any(|unit| formula.unit.factor_to(*unit).is_some()) {
            return Some(());
        }
        let unit = wanted.first().copied().unwrap_or(Unit::Number);
        let diagnostic = Diagnostic::at(
            testing::EXPECTATION_UNIT,
            formula.span,
            format!("`{fact}` is {}, and this is {}", with_article(unit), with_article(formula.unit)),
        )
        .saying(unit_word(formula.unit));
        let fixed = formula.constant().and_then(|quantity| super::target::signed(&quantity, unit));
        self.scope.tell(match fixed {
            Some(text) => diagnostic.help(format!("write `{text}`")).fix(format!("write `{text}`"), formula.span, text),
            None => diagnostic.help(format!("write {}", with_article(unit))),
        });
        None
    }

    fn expect(
        &mut self,
        test: &ast::Test,
        subject: Option<Subject<'p>>,
        expected: &'a ast::Expect,
    ) -> Option<Expectation> {
        let (id, subject) = match (&expected.indicator, &test.indicator, subject) {
            (Some(name), ..) => (name.node.clone(), self.subject(name)?),
            (None, Some(name), Some(subject)) => (name.node.clone(), subject),
            _ => {
                let fact = &expected.fact;
                self.no_subject(
                    fact.span,
                    format!("`{}` is expected, and the test does not say of which indicator", fact.node),
                );
                return None;
            }
        };
        let word = expected.fact.node.as_str();
        let listed = FACTS.iter().find(|(known, _)| *known == word).map(|(_, fact)| fact.clone());
        let listed = match self.step(expected)? {
            Some(step) => Some(step),
            None => listed,
        };
        let fact = listed.or_else(|| match subject {
            Subject::Known(indicator) if indicator.lets.iter().any(|named| named.name == word) => {
                Some(ExpectedFact::Let(word.to_owned()))
            }
            _ => self.project.comparators.get(word).map(|entry| {
                entry.mark();
                ExpectedFact::Comparator(word.to_owned())
            }),
        });
        let Some(fact) = fact else {
            let words: Vec<&str> = FACTS.iter().map(|(word, _)| *word).collect();
            self.unknown_fact(subject, &expected.fact, &words);
            return None;
        };
        let op = comparison(expected.op.node)?;
        let value = match &expected.value.kind {
            ExprKind::Name(word) if word == "none" => None,
            _ => Some(self.expected_value(subject, &fact, word, &expected.value)?),
        };
        let within = match &expected.within {
            None => None,
            Some(expr) => {
                let formula = self.scope.number(expr, "be a tolerance");
                if formula.is_broken() {
                    return None;
                }
                Some(formula)
            }
        };
        Some(Expectation { span: expected.span, indicator: id, fact, op, value, within })
    }

    /// Does it name bands, and has none?
    fn bands_unread(&self, indicator: &Indicator) -> bool {
        let entry = self.project.indicators.get(indicator.id.as_str());
        let named = entry.is_some_and(|entry| entry.item.fields.iter().any(|field| field.key.node == "bands"));
        named && indicator.bands.is_none()
    }

    /// The step that is meant, where one is; `None` where what is said of it is wrong.
    fn step(&mut self, expected: &ast::Expect) -> Option<Option<ExpectedFact>> {
        match (&expected.step, expected.fact.node.as_str()) {
            (Some(step), "step") => {
                let label = step.node.split_whitespace().collect::<Vec<_>>().join(" ");
                Some(Some(ExpectedFact::Step(label)))
            }
            (None, "step") => {
                self.scope.tell(
                    Diagnostic::at(testing::UNKNOWN_FACT, expected.fact.span, "it is not said which step")
                        .help("name it as `kpi explain` does: `expect step \"figures.value\" = 78.3%`"),
                );
                None
            }
            (Some(step), fact) => {
                self.scope.tell(
                    Diagnostic::at(testing::UNKNOWN_FACT, step.span, format!("there is one `{fact}`, without a name"))
                        .help("leave out the text; only a `step` has one"),
                );
                None
            }
            (None, _) => Some(None),
        }
    }

    fn expected_value(
        &mut self,
        subject: Subject<'p>,
        fact: &ExpectedFact,
        name: &str,
        expr: &'a Expr,
    ) -> Option<Formula> {
        let said = match &expr.kind {
            ExprKind::Name(word) | ExprKind::Text(word) => Some(word.as_str()),
            _ => None,
        };
        let text = |word: &str| Formula::new(FormulaKind::Text(word.to_owned()), Unit::Text, expr.span);
        let indicator = match subject {
            Subject::Known(indicator) => Some(indicator),
            Subject::Broken => None,
        };
        if let (ExpectedFact::Step(_), Some(word)) = (fact, said) {
            return Some(text(word));
        }
        let words: Option<Vec<String>> = match fact {
            ExpectedFact::Finding => {
                // By name, or by code.
                let is_meant = |code: &kpi_core::Code| said.is_some_and(|word| code.id().eq_ignore_ascii_case(word));
                if let Some(code) = codes::all().into_iter().find(is_meant) {
                    return Some(text(&code.name()));
                }
                Some(codes::all().into_iter().map(kpi_core::Code::name).collect())
            }
            ExpectedFact::Rating => Some(indicator.map_or_else(Vec::new, |i| self.ratings(i))),
            ExpectedFact::Change => Some(indicator.map_or_else(Vec::new, |i| self.changes(i))),
            ExpectedFact::Movement => {
                Some([Movement::Up, Movement::Level, Movement::Down].map(|m| m.word().to_owned()).to_vec())
            }
            ExpectedFact::Significance => Some(Significance::ALL.map(|s| s.word().to_owned()).to_vec()),
            ExpectedFact::Variation => Some(Variation::ALL.map(|v| v.word().to_owned()).to_vec()),
            ExpectedFact::Assurance => Some(Assurance::ALL.map(|a| a.word().to_owned()).to_vec()),
            ExpectedFact::Missing => Some(Reason::ALL.map(|reason| reason.word().to_owned()).to_vec()),
            ExpectedFact::Flags => Some(Flag::ALL.map(|flag| flag.word().to_owned()).to_vec()),
            _ => None,
        };
        if let Some(words) = words {
            let Some(word) = said else {
                self.scope.tell(
                    Diagnostic::at(testing::EXPECTATION_UNIT, expr.span, format!("`{name}` is a word"))
                        .help(format!("write {}", listed(&words, "or"))),
                );
                return None;
            };
            // Bands that could not be read have labels that nobody knows; that they could not was told.
            let unread = indicator.is_some_and(|known| *fact == ExpectedFact::Rating && self.bands_unread(known));
            if indicator.is_none() || unread {
                return Some(text(word));
            }
            let found = if *fact == ExpectedFact::Flags {
                Flag::from_word(word).map(|flag| flag.word().to_owned())
            } else {
                words.iter().find(|known| known.eq_ignore_ascii_case(word)).cloned()
            };
            if found.is_none() {
                let listed: Vec<&str> = words.iter().map(String::as_str).collect();
                let diagnostic = suggesting(
                    Diagnostic::at(testing::UNKNOWN_EXPECTATION, expr.span, format!("`{name}` is never `{word}`"))
                        .note("the test could only fail"),
                    word,
                    expr.span,
                    listed.iter().copied(),
                )
                .help_if_none(|| {
                    if listed.is_empty() {
                        "the indicator has no bands".to_owned()
                    } else {
                        format!("it is {}", crate::project::listed(&listed, "or"))
                    }
                });
                self.scope.tell(diagnostic);
                return None;
            }
            return found.as_deref().map(text);
        }
        if let (ExpectedFact::Target | ExpectedFact::YearEndTarget, Some(word)) = (fact, said) {
            let status = Status::ALL.into_iter().find(|s| s.keyword() == word || s.word().eq_ignore_ascii_case(word));
            if let Some(status) = status {
                return Some(text(status.word()));
            }
            if matches!(expr.kind, ExprKind::Text(_)) {
                return Some(text(word));
            }
        }
        let formula = self.scope.expr(expr);
        if formula.is_broken() {
            return None;
        }
        let Some(indicator) = indicator else { return Some(formula) };
        let differences = || units(indicator).into_iter().map(Unit::difference).collect::<Vec<_>>();
        let wanted = match fact {
            ExpectedFact::Deviation => vec![Unit::Percent],
            ExpectedFact::Gap | ExpectedFact::Amount => differences(),
            ExpectedFact::Rank => vec![Unit::Rank, Unit::Number, Unit::Count, Unit::Ratio, Unit::Text],
            ExpectedFact::Period => vec![Unit::Period],
            ExpectedFact::Let(let_name) => {
                indicator.lets.iter().filter(|named| named.name == *let_name).map(|named| named.value.unit).collect()
            }
            ExpectedFact::Numerator => counted(indicator.numerator.as_ref()),
            ExpectedFact::Denominator => counted(indicator.denominator.as_ref()),
            _ => units(indicator),
        };
        if !matches!(fact, ExpectedFact::Step(_)) {
            self.fits(&formula, &wanted, name)?;
        }
        Some(formula)
    }

    fn schemes(&self, indicator: &Indicator) -> Vec<&'p Scheme> {
        indicator
            .bands
            .iter()
            .flat_map(|bands| bands.values())
            .filter_map(|name| self.catalogue.schemes.get(name))
            .flatten()
            .collect()
    }

    /// All that a rating can say.
    fn ratings(&self, indicator: &Indicator) -> Vec<String> {
        let mut words: Vec<String> = Vec::new();
        for scheme in self.schemes(indicator) {
            words.extend(scheme.bands.iter().chain(&scheme.at_zero_target).map(|band| band.label.clone()));
            words.extend(scheme.words.iter().map(|word| word.word.clone()));
        }
        words.extend(Status::ALL.iter().map(|status| status.word().to_owned()));
        distinct(words)
    }

    fn changes(&self, indicator: &Indicator) -> Vec<String> {
        let mut words: Vec<String> = Judgement::ALL.iter().map(|judgement| judgement.word().to_owned()).collect();
        let default = crate::catalogue::ChangeWords::default();
        let schemes = self.schemes(indicator);
        for change in schemes.iter().map(|scheme| &scheme.change).chain(std::iter::once(&default)) {
            for movement in [Movement::Up, Movement::Level, Movement::Down] {
                words.push(change.movement(movement).to_owned());
                for judgement in Judgement::ALL {
                    words.push(change.judgement(judgement).to_owned());
                    words.push(change.word(Some(judgement), movement));
                }
            }
        }
        distinct(words)
    }

    /// That the rows of a cohort are made, never given.
    fn rows_of_cohort(&self, name: &Name) -> Option<Diagnostic> {
        let cohort = self.catalogue.cohorts.get(&name.node)?;
        let mut from = cohort.from.as_str();
        while let Some(cohort) = self.catalogue.cohorts.get(from) {
            from = &cohort.from;
        }
        let message = format!("`{}` is a cohort, and rows are given for a dataset", name.node);
        Some(
            Diagnostic::at(names::WRONG_KIND, name.span, message)
                .label(cohort.span, "made here, by its statements")
                .note("rows that are given in its place would prove nothing of how they are made")
                .help(format!(
                    "give rows of what it is made from: `given {from} = [ … ]`; its statements make the cohort of them"
                )),
        )
    }

    fn table(&mut self, span: Span, name: &'a Name, header: &'a [Name], rows: &'a [TableRow]) -> Option<Dataset> {
        let schema =
            self.project.schemas.get(&name.node).filter(|_| self.project.datasets.contains_key(name.node.as_str()));
        let Some(schema) = schema else {
            if let Some(diagnostic) = self.rows_of_cohort(name) {
                self.scope.tell(diagnostic);
            } else if let Some(diagnostic) = self.project.not_a(Kind::Dataset, &name.node, name.span) {
                self.scope.tell(diagnostic);
            }
            return None;
        };
        let mut whole = true;
        for column in header {
            if schema.column(&column.node).is_none() {
                whole = false;
                if let Some(diagnostic) = super::expr::no_column(self.project, schema, &column.node, column.span) {
                    self.scope.tell(diagnostic);
                }
            }
        }
        self.scope.out.extend(fields::repeated(header.iter().map(|name| (name.node.as_str(), name.span))));
        let absent: Vec<String> = schema
            .key
            .iter()
            .filter(|key| !header.iter().any(|column| column.node == **key))
            .map(|key| format!("`{key}`"))
            .collect();
        // A column under a wrong name is most likely the one that is lacking.
        if !absent.is_empty() && whole {
            whole = false;
            self.scope.tell(
                Diagnostic::at(
                    testing::TEST_TABLE,
                    header.first().map_or(span, |column| column.span),
                    format!("the table lacks {}, part of the key of `{}`", suggest::list(&absent, "and"), name.node),
                )
                .label(schema.span, format!("its key is [{}]", schema.key.join(", ")))
                .help("add the column"),
            );
        }
        let mut lowered = Vec::with_capacity(rows.len());
        for row in rows {
            if row.cells.len() != header.len() {
                whole = false;
                self.scope.tell(
                    Diagnostic::at(
                        testing::TEST_TABLE,
                        row.span,
                        format!("the row has {}, and the table {}", cells(row.cells.len()), columns(header.len())),
                    )
                    .help("separate cells with `|`; an empty cell is nothing between two of them"),
                );
                continue;
            }
            lowered.push(InlineRow {
                span: row.span,
                cells: header
                    .iter()
                    .zip(&row.cells)
                    .map(|(name, cell)| (name.node.clone(), cell.node.clone()))
                    .collect(),
            });
        }
        whole.then(|| Dataset {
            source: Source::Inline { rows: lowered },
            header_row: None,
            span: name.span,
            ..schema.clone()
        })
    }
}

fn cells(count: usize) -> String {
    if count == 1 { "one cell".to_owned() } else { format!("{count} cells") }
}

fn columns(count: usize) -> String {
    if count == 1 { "one column".to_owned() } else { format!("{count} columns") }
}

fn units(indicator: &Indicator) -> Vec<Unit> {
    indicator.unit.values().map(|spec| spec.unit).collect()
}

fn counted(dated: Option<&crate::catalogue::Dated<crate::catalogue::Counted>>) -> Vec<Unit> {
    dated.map_or_else(Vec::new, |dated| dated.values().map(|counted| counted.value.unit).collect())
}

fn distinct(words: Vec<String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::with_capacity(words.len());
    for word in words {
        if !kept.iter().any(|before| before.eq_ignore_ascii_case(&word)) {
            kept.push(word);
        }
    }
    kept
}
