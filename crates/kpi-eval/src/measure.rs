//! Figures that a plugin makes of records.

use crate::interpret::{Interpreter, Scope, rows, unanswered};
use crate::trace::Step;
use crate::value::{Traced, Value};
use kpi_core::facts::{MeasureRequest, Request};
use kpi_core::{Missing, Quantity, Reason, Unit, thousands};
use kpi_model::formula::PluginMeasure;

impl Interpreter<'_> {
    pub(crate) fn measure(&self, measure: &PluginMeasure, unit: Unit, scope: Scope<'_>) -> Traced {
        let asked = MeasureRequest {
            plugin: measure.plugin.clone(),
            settings: measure.settings.clone(),
            inputs: measure.inputs.clone(),
            rows: self.asked(&measure.rows, scope),
            period: scope.period,
        };
        let label = format!("measure(\"{}\", {})", measure.plugin, measure.rows.dataset);
        let Some(answer) = self.facts.measures.get(&asked) else {
            self.want(Request::Measure(asked));
            return Traced::new(label, unanswered());
        };
        let value = match &answer.value {
            Ok(value) => Quantity::bare(value.clone(), unit).map_or_else(
                || Value::Missing(Missing::new(Reason::Failed, "the plugin's figure is too long to be kept exactly")),
                Value::Number,
            ),
            Err(missing) => Value::Missing(missing.clone()),
        };
        let mut traced = Traced::new(label, value);
        let step = &mut traced.step;
        step.period = Some(scope.period);
        let mut note = format!("of {} of {}", thousands(answer.kept), rows(answer.of));
        if let Some(missing) = &step.note {
            note = format!("{note}; {missing}");
        }
        step.note = Some(note);
        step.data = Some((answer.place.clone(), String::new()));
        for (name, value) in &measure.settings {
            step.steps.push(Step::new(name.clone(), value.clone()));
        }
        if let Some(used) = &answer.used {
            let calls = match answer.together {
                1 => "for this figure".to_owned(),
                figures => format!("for {} figures together", thousands(u64::try_from(figures).unwrap_or(u64::MAX))),
            };
            step.steps.push(Step::new("plugin", used.identity.to_string()).note(format!(
                "sha256 {}, {} fuel {calls}",
                used.identity.sha256,
                thousands(used.fuel)
            )));
            step.used = Some(used.clone());
        }
        traced.step.steps.extend(self.made(&asked.rows));
        traced
    }
}
