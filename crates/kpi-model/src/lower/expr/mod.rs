//! Expressions to formulas: names resolved, units known.

mod aggregate;
mod call;
mod condition;
mod days;
mod lookup;
mod names;
mod names_in;
mod operators;

use aggregate::Asked;
pub use condition::{code_of, last_months, no_text, unknown_code};
pub use lookup::no_column;
pub use names_in::{each_part, names_in, values_in};
pub use operators::{comparison, unify};

use crate::checks::weight::{MAX_STEPS, Weight};
use crate::formula::{Formula, FormulaKind, When};
use crate::lower::period;
use crate::lower::template::Parameters;
use crate::project::Project;
use kpi_core::codes::syntax::NESTING;
use kpi_core::codes::{cohorts, names as codes, periods, units};
use kpi_core::{Diagnostic, Period, Span, Unit};
use kpi_syntax::ast::{self, Expr, ExprKind};

/// The parser keeps each expression to 256 steps; an argument put into a template adds its own, and so does each named value that is
/// made from another.
const MAX_DEPTH: u32 = 300;

/// Where an expression stands: which names it may use, and who hears of its mistakes.
pub struct Scope<'a, 'p> {
    pub project: &'p Project<'a>,
    /// The indicator whose facts are being said; none in a comparator.
    pub indicator: Option<&'a str>,
    pub parameters: Option<Parameters<'a>>,
    /// Is the text at hand the template's? Its parameters mean something only there.
    pub in_template: bool,
    pub lets: Vec<KnownLet<'a>>,
    /// The columns whose value the slice at hand gives.
    pub cut_by: Vec<&'a str>,
    /// Where the indicator declares its unit, and whether that is in the template.
    pub unit_field: Option<(Span, bool)>,
    pub out: Vec<Diagnostic>,
    depth: u32,
    /// What the value at hand weighs so far.
    weight: Weight,
}

/// A `let` that may be referred to; those before it in the list are what it may itself refer to.
#[derive(Debug, Clone, Copy)]
pub struct KnownLet<'a> {
    pub name: &'a str,
    /// `None` where it is broken.
    pub unit: Option<Unit>,
    pub span: Span,
    pub in_template: bool,
    pub used: bool,
    pub weight: Weight,
}

impl<'a, 'p> Scope<'a, 'p> {
    pub fn new(project: &'p Project<'a>) -> Self {
        Self {
            project,
            indicator: None,
            parameters: None,
            in_template: false,
            lets: Vec::new(),
            cut_by: Vec::new(),
            unit_field: None,
            out: Vec::new(),
            depth: 0,
            weight: Weight::default(),
        }
    }

    /// Tells of a mistake; one in a template names the use that brought it to light.
    pub fn tell(&mut self, diagnostic: Diagnostic) {
        let diagnostic = match (&self.parameters, self.in_template) {
            (Some(parameters), true) => {
                diagnostic.label(parameters.span, format!("in what `{}` takes from its template", parameters.indicator))
            }
            _ => diagnostic,
        };
        self.out.push(diagnostic);
    }

    pub fn period(&mut self, text: &str, span: Span) -> Option<Period> {
        match period::read(self.project.calendar, text, span) {
            Ok(period) => Some(period),
            Err(diagnostic) => {
                self.tell(*diagnostic);
                None
            }
        }
    }

    pub fn expr(&mut self, expr: &'a Expr) -> Formula {
        if self.depth >= MAX_DEPTH {
            self.too_deep(expr.span);
            return Formula::broken(expr.span);
        }
        if self.depth == 0 {
            self.weight = Weight::default();
        }
        self.depth += 1;
        self.weight.depth = self.weight.depth.max(self.depth);
        self.weight.steps += 1;
        let formula = self.kind(expr);
        self.depth -= 1;
        formula
    }

    /// What is written, and what it weighs.
    pub fn weighed(&mut self, expr: &'a Expr) -> (Formula, Weight) {
        (self.expr(expr), self.weight)
    }

    fn kind(&mut self, expr: &'a Expr) -> Formula {
        let span = expr.span;
        let broken = || Formula::broken(span);
        match &expr.kind {
            ExprKind::Quantity(quantity) => Formula::new(FormulaKind::Number(quantity.clone()), quantity.unit, span),
            ExprKind::Text(text) => {
                let text = self.text(text, span);
                Formula::new(FormulaKind::Text(text), Unit::Text, span)
            }
            ExprKind::Date(date) => Formula::new(FormulaKind::Date(*date), Unit::Date, span),
            ExprKind::Period(text) => self
                .period(text, span)
                .map_or_else(broken, |period| Formula::new(FormulaKind::Period(period), Unit::Period, span)),
            ExprKind::YesNo(truth) => Formula::new(FormulaKind::YesNo(*truth), Unit::YesNo, span),
            ExprKind::Name(name) => self.name(name, expr),
            ExprKind::Column { dataset, column, condition, latest } => {
                self.lookup(dataset, column, condition.as_deref(), *latest, span)
            }
            ExprKind::Aggregate { function, dataset, columns, condition, share } => {
                let asked = Asked { function, columns, share: share.as_deref() };
                self.aggregate(&asked, dataset, condition.as_deref(), span)
            }
            ExprKind::Measure { plugin, rows, condition, settings } => {
                self.plugin_measure(plugin, rows, condition.as_deref(), settings, span)
            }
            ExprKind::Call { function, arguments } => self.call(function, arguments, span),
            ExprKind::Unary { op, operand } => self.unary(op, operand, span),
            ExprKind::Binary { op, left, right } => self.binary(op, left, right, span),
            ExprKind::If { condition, then, otherwise } => self.branch(condition, then, otherwise, span),
            ExprKind::Else { value, otherwise } => self.otherwise(value, otherwise, span),
            ExprKind::In { value, negated, list } => self.membership(value, *negated, list, span),
            ExprKind::InWindow { window, .. } => {
                self.stray_window(window.span);
                broken()
            }
            ExprKind::Is { value, negated, .. } => self.missing(value, *negated, span),
            ExprKind::At { value, when } => self.at(value, when, span),
            ExprKind::StartsWith { .. }
            | ExprKind::Related(_)
            | ExprKind::Same(_)
            | ExprKind::CalendarTime(_)
            | ExprKind::Elapsed { .. }
            | ExprKind::AgeAt(_)
            | ExprKind::OpenAt(_)
            | ExprKind::OpenIn(_)
            | ExprKind::EdgeOf { .. } => {
                self.only_of_rows(span);
                broken()
            }
            ExprKind::Broken => broken(),
        }
    }

    fn otherwise(&mut self, value: &'a Expr, otherwise: &'a Expr, span: Span) -> Formula {
        let value = Box::new(self.expr(value));
        let otherwise = Box::new(self.expr(otherwise));
        match self.common(&value, &otherwise, "stand in for each other") {
            Some(unit) => Formula::new(FormulaKind::Else { value, otherwise }, unit, span),
            None => Formula::broken(span),
        }
    }

    fn missing(&mut self, value: &'a Expr, negated: bool, span: Span) -> Formula {
        let value = Box::new(self.expr(value));
        if value.is_broken() {
            return Formula::broken(span);
        }
        Formula::new(FormulaKind::IsMissing { value, negated }, Unit::YesNo, span)
    }

    fn at(&mut self, value: &'a Expr, when: &'a ast::Spanned<ast::When>, span: Span) -> Formula {
        let value = Box::new(self.expr(value));
        let when = match &when.node {
            ast::When::Previous => Some(When::Previous),
            ast::When::PreviousYear => Some(When::PreviousYear),
            ast::When::SamePeriodLastYear => Some(When::SamePeriodLastYear),
            ast::When::Named(text) => self.period(text, when.span).map(When::Named),
        };
        match when {
            Some(when) if !value.is_broken() => {
                let unit = value.unit;
                Formula::new(FormulaKind::At { value, when }, unit, span)
            }
            _ => Formula::broken(span),
        }
    }

    /// That only the rows of a cohort can be asked such a thing.
    fn only_of_rows(&mut self, span: Span) {
        let help = "say it in the `where:` or a `let` of a `cohort`, and count that cohort here";
        self.only_of_rows_but(span, help.to_owned());
    }

    fn only_of_rows_but(&mut self, span: Span, help: String) {
        self.tell(
            Diagnostic::at(cohorts::ONLY_OF_ROWS, span, "only the rows of a cohort can be asked this")
                .note("a formula counts and adds up; what a row is, a cohort says")
                .help(help),
        );
    }

    fn stray_window(&mut self, span: Span) {
        self.tell(
            Diagnostic::at(periods::WINDOW_UNFIT, span, "a window is for the dates of records")
                .help("use it in the `where` of a count: `count(records where date in period)`"),
        );
    }

    /// A condition: yes or no.
    pub fn condition_formula(&mut self, expr: &'a Expr) -> Formula {
        let formula = self.expr(expr);
        if !formula.is_broken() && formula.unit != Unit::YesNo {
            self.no_condition(formula.unit, expr.span);
            return Formula::broken(expr.span);
        }
        formula
    }

    fn no_condition(&mut self, unit: Unit, span: Span) {
        self.tell(
            Diagnostic::at(units::NOT_A_CONDITION, span, format!("this is {}, not a condition", with_article(unit)))
                .saying(unit_word(unit))
                .note("a condition is yes or no, whatever the figure")
                .help("compare it with something: `… >= 30`"),
        );
    }

    fn too_deep(&mut self, span: Span) {
        self.tell(
            Diagnostic::at(NESTING, span, "the formula is nested too deeply").help("name parts of it with `let`"),
        );
    }

    /// Uses a named value: says whether there is not too much to it.
    fn bears(&mut self, name: &str, named: Weight, span: Span) -> bool {
        let depth = self.depth + named.depth;
        let steps = self.weight.steps + named.steps;
        let told = if depth > MAX_DEPTH {
            format!("with these the formula has more than {MAX_DEPTH} steps that hang on one another")
        } else if steps > MAX_STEPS {
            format!("with these the formula has more than {MAX_STEPS} steps")
        } else {
            self.weight = Weight { depth: self.weight.depth.max(depth), steps };
            return true;
        };
        // Told once of a formula, however many such values it uses.
        if std::mem::replace(&mut self.weight.steps, MAX_STEPS + 1) > MAX_STEPS {
            return false;
        }
        self.tell(
            Diagnostic::at(NESTING, span, format!("`{name}` rests on too many other values, each made from the next"))
                .saying(told)
                .help(
                    "say it in fewer steps: put some of the values together in one, or take one of them from the data",
                ),
        );
        false
    }

    /// A text of a template, with `{parameter}` filled in.
    pub fn text(&mut self, text: &str, span: Span) -> String {
        let Some(parameters) = self.parameters.as_ref().filter(|_| self.in_template && text.contains('{')) else {
            return text.to_owned();
        };
        let (filled, strangers) = parameters.fill(text, self.project.sources);
        let known: Vec<String> = parameters.names().map(str::to_owned).collect();
        for stranger in strangers {
            let mut diagnostic =
                Diagnostic::at(codes::UNKNOWN_NAME, span, format!("the template has no parameter `{stranger}`"));
            diagnostic = match kpi_core::suggest::did_you_mean(&stranger, known.iter().map(String::as_str)) {
                Some(help) => diagnostic.help(help),
                None => diagnostic.help(format!("add the parameter, or write the text without `{{{stranger}}}`")),
            };
            self.tell(diagnostic);
        }
        filled
    }
}

/// The unit as a label names it.
pub fn unit_word(unit: Unit) -> String {
    match unit {
        Unit::AsWritten => "number".to_owned(),
        other => other.to_string(),
    }
}

/// What a column of this unit holds: `counts`, `dates`.
pub const fn plural(unit: Unit) -> &'static str {
    match unit {
        Unit::Count => "counts",
        Unit::Number | Unit::AsWritten => "numbers",
        Unit::Ratio => "ratios",
        Unit::Percent => "percentages",
        Unit::Points => "percentage points",
        Unit::Rate(_) => "rates",
        Unit::Score => "scores",
        Unit::Money => "amounts of money",
        Unit::Days => "numbers of days",
        Unit::Rank => "ranks",
        Unit::Text => "text",
        Unit::YesNo => "yes or no",
        Unit::Date => "dates",
        Unit::Period => "periods",
        Unit::Flags => "codes",
    }
}

/// `a count`, `money`, as a sentence wants it.
pub fn with_article(unit: Unit) -> String {
    match unit {
        Unit::Percent => "a percentage".to_owned(),
        Unit::Points => "percentage points".to_owned(),
        Unit::Money => "money".to_owned(),
        Unit::Days => "a number of days".to_owned(),
        Unit::Flags => "a set of codes".to_owned(),
        Unit::YesNo => "yes or no".to_owned(),
        Unit::AsWritten => "a number".to_owned(),
        other => format!("a {other}"),
    }
}
