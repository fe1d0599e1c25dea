//! What of the rules the tests reach: each band of each scheme, and of each indicator its figure, each branch of its formulas
//! and each way a requirement may go, of each cohort both sides of its conditions. Points are counted, not lines: a band is
//! reached when a test's figure was in it, a branch when it was worked out for a test.

use crate::outturn::Outturn;
use crate::trace::Step;
use kpi_core::cohort::StageKind;
use kpi_core::facts::Made;
use kpi_core::{Period, Span};
use kpi_model::Catalogue;
use kpi_model::catalogue::{Band, Indicator, Scheme};
use kpi_model::formula::{Formula, FormulaKind};
use std::collections::{BTreeSet, HashMap, HashSet};

/// The points of a project, and which of them tests reached.
#[derive(Debug, Clone, Default)]
pub struct Coverage {
    pub subjects: Vec<Subject>,
    reached: Reached,
}

/// A scheme, an indicator or a cohort.
#[derive(Debug, Clone)]
pub struct Subject {
    pub kind: SubjectKind,
    pub name: String,
    pub points: Vec<Point>,
    /// Of an indicator: the bands that its figure was in. One scheme is many indicators' own, so these are no points.
    pub bands: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SubjectKind {
    Scheme,
    Indicator,
    Cohort,
}

impl SubjectKind {
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Scheme => "bands",
            Self::Indicator => "indicator",
            Self::Cohort => "cohort",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    pub kind: PointKind,
    /// `Amber`, `Amber at zero target`, `if: then`, `require: not met`, `where: drops a row`
    pub what: String,
    pub span: Span,
    pub hit: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PointKind {
    /// An indicator: its figure.
    Figure,
    Band,
    Branch,
    /// A branch for what is missing.
    Missing,
    Requirement,
    /// A condition of a cohort's rows.
    Rows,
}

impl PointKind {
    pub const ALL: [Self; 6] = [Self::Figure, Self::Band, Self::Branch, Self::Missing, Self::Requirement, Self::Rows];

    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Figure => "indicators",
            Self::Band => "bands",
            Self::Branch => "branches",
            Self::Missing => "missing",
            Self::Requirement => "requirements",
            Self::Rows => "rows",
        }
    }
}

#[derive(Debug, Clone, Default)]
struct Reached {
    /// Where the scheme stands, and the band's label; whether the target was zero.
    bands: HashSet<(Span, String, bool)>,
    /// By indicator, of those that tests looked at: the bands that its figure was in.
    figures: HashMap<String, BTreeSet<String>>,
    /// By indicator: what was worked out, and over how many parts.
    steps: HashMap<String, HashSet<(Span, usize)>>,
    /// By indicator: requirements, and whether they were met.
    requirements: HashMap<String, HashSet<(Span, bool)>>,
    /// Statements of cohorts, and whether they kept a row, or dropped one.
    rows: HashSet<(Span, bool)>,
}

impl Coverage {
    /// What was worked out for a test, at the period of its report.
    pub fn mark(&mut self, catalogue: &Catalogue, report: Period, outturns: &[Outturn]) {
        for outturn in outturns {
            self.one(catalogue, report, outturn);
            self.mark(catalogue, report, &outturn.slices);
        }
    }

    /// How the rows of cohorts came about that were counted for a test.
    pub fn mark_rows(&mut self, cohorts: &[Vec<Made>]) {
        for stages in cohorts {
            for (before, after) in stages.iter().zip(stages.iter().skip(1)) {
                if after.left > 0 {
                    self.reached.rows.insert((after.span, true));
                }
                if after.left < before.left {
                    self.reached.rows.insert((after.span, false));
                }
            }
        }
    }

    fn one(&mut self, catalogue: &Catalogue, report: Period, outturn: &Outturn) {
        let rating = &outturn.rating;
        let figure = self.reached.figures.entry(outturn.indicator.clone()).or_default();
        let scheme = rating.scheme.as_ref().and_then(|name| catalogue.scheme(name, report));
        if let (Some(scheme), Some(label), false) = (scheme, &rating.label, rating.status) {
            let zero =
                outturn.target.figure.as_ref().and_then(|figure| figure.value()).is_some_and(kpi_core::Exact::is_zero);
            let at_zero = zero && outturn.deviation.is_none() && !scheme.at_zero_target.is_empty();
            figure.insert(label.clone());
            self.reached.bands.insert((scheme.span, label.clone(), at_zero));
        }
        let steps = self.reached.steps.entry(outturn.indicator.clone()).or_default();
        let requirements = self.reached.requirements.entry(outturn.indicator.clone()).or_default();
        // The figure that a change is counted from is worked out as well, and no test has looked at it.
        let looked_at =
            outturn.trace.steps.iter().filter(|step| !["change", "comparators"].contains(&step.label.as_str()));
        let mut todo: Vec<&Step> = looked_at.collect();
        while let Some(step) = todo.pop() {
            walk(step, steps, requirements);
            todo.extend(&step.steps);
        }
    }

    /// All points, those that were reached marked.
    #[must_use]
    pub fn done(mut self, catalogue: &Catalogue) -> Self {
        for scheme in catalogue.schemes.values().flatten() {
            let points = self.bands(scheme);
            let name = scheme.name.clone();
            self.subjects.push(Subject { kind: SubjectKind::Scheme, name, points, bands: Vec::new() });
        }
        for indicator in catalogue.indicators.values() {
            let points = self.points(indicator);
            let bands = self.reached.figures.get(&indicator.id).into_iter().flatten().cloned().collect();
            self.subjects.push(Subject { kind: SubjectKind::Indicator, name: indicator.id.clone(), points, bands });
        }
        for cohort in catalogue.cohorts.values() {
            let mut points = Vec::new();
            for stage in cohort.stages.iter().filter(|stage| matches!(stage.kind, StageKind::Where(_))) {
                for (keeps, what) in [(true, "where: keeps a row"), (false, "where: drops a row")] {
                    let hit = self.reached.rows.contains(&(stage.span, keeps));
                    points.push(Point { kind: PointKind::Rows, what: what.to_owned(), span: stage.span, hit });
                }
            }
            if !points.is_empty() {
                let name = cohort.name.clone();
                self.subjects.push(Subject { kind: SubjectKind::Cohort, name, points, bands: Vec::new() });
            }
        }
        self
    }

    fn bands(&self, scheme: &Scheme) -> Vec<Point> {
        let mut points: Vec<Point> = Vec::new();
        for (bands, zero) in [(&scheme.bands, false), (&scheme.at_zero_target, true)] {
            for Band { label, span, .. } in bands {
                let what = if zero { format!("{label} at zero target") } else { label.clone() };
                let hit = self.reached.bands.contains(&(scheme.span, label.clone(), zero));
                // A band of several pieces is one, and so is one that is given for several cases.
                if !points.iter().any(|point| point.what == what) {
                    points.push(Point { kind: PointKind::Band, what, span: *span, hit });
                }
            }
        }
        points
    }

    fn points(&self, indicator: &Indicator) -> Vec<Point> {
        let (no_steps, no_requirements) = (HashSet::new(), HashSet::new());
        let steps = self.reached.steps.get(&indicator.id).unwrap_or(&no_steps);
        let requirements = self.reached.requirements.get(&indicator.id).unwrap_or(&no_requirements);
        let was = |span: Span| steps.iter().any(|(reached, _)| *reached == span);
        let mut points = Vec::new();
        let lets = indicator.lets.iter().map(|named| &named.value);
        let mut todo: Vec<&Formula> = indicator.formula.values().chain(lets).collect();
        while let Some(formula) = todo.pop() {
            let mut point = |kind, what: &str, span, hit| points.push(Point { kind, what: what.to_owned(), span, hit });
            match &formula.kind {
                FormulaKind::If { then, otherwise, .. } => {
                    point(PointKind::Branch, "if: then", then.span, was(then.span));
                    point(PointKind::Branch, "if: else", otherwise.span, was(otherwise.span));
                }
                FormulaKind::Else { value, otherwise } => {
                    point(PointKind::Branch, "else: there", value.span, steps.contains(&(formula.span, 1)));
                    point(PointKind::Missing, "else: missing", otherwise.span, was(otherwise.span));
                }
                _ => {}
            }
            todo.extend(formula.parts());
        }
        for require in &indicator.requires {
            for (met, what) in [(true, "require: met"), (false, "require: not met")] {
                let hit = requirements.contains(&(require.span, met));
                points.push(Point { kind: PointKind::Requirement, what: what.to_owned(), span: require.span, hit });
            }
        }
        points.sort_by_key(|point| (point.span, point.kind as u8));
        let hit = self.reached.figures.contains_key(&indicator.id);
        points.insert(0, Point { kind: PointKind::Figure, what: "figure".to_owned(), span: indicator.name_span, hit });
        points
    }

    /// How many points there are, and how many were reached; of one kind, or of all.
    #[must_use]
    pub fn count(&self, kind: Option<PointKind>) -> (usize, usize) {
        let points = self.subjects.iter().flat_map(|subject| &subject.points);
        let of_kind = points.filter(|point| kind.is_none_or(|kind| point.kind == kind));
        of_kind.fold((0, 0), |(all, hit), point| (all + 1, hit + usize::from(point.hit)))
    }
}

fn walk(step: &Step, steps: &mut HashSet<(Span, usize)>, requirements: &mut HashSet<(Span, bool)>) {
    let Some(span) = step.rule else { return };
    if step.label == "require" {
        requirements.insert((span, step.result == "met"));
    }
    steps.insert((span, step.steps.len()));
}
