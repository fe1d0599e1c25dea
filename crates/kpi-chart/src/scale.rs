//! Axes: round ticks, and from figures to places.

/// Numbers beyond this are not drawn: nothing that a council counts is as large, and sums of larger ones overflow.
const LARGEST: f64 = 1e18;

/// A figure that can be drawn.
pub(crate) fn drawable(value: f64) -> Option<f64> {
    (value.is_finite() && value.abs() <= LARGEST).then_some(value)
}

/// Writes a tick. A closure does: `|value: f64, decimals: usize| format!("{value:.decimals$}%")`.
pub trait Format {
    /// `decimals` are those that the ticks of the axis need to differ.
    fn tick(&self, value: f64, decimals: usize) -> String;
}

impl<F: Fn(f64, usize) -> String> Format for F {
    fn tick(&self, value: f64, decimals: usize) -> String {
        self(value, decimals)
    }
}

/// Ticks as they are written in a language: `£1,200`, `1.5%`, `1 200 km`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Units {
    pub before: String,
    pub after: String,
    pub thousands: String,
    pub point: String,
}

impl Default for Units {
    fn default() -> Self {
        Self { before: String::new(), after: String::new(), thousands: ",".to_owned(), point: ".".to_owned() }
    }
}

impl Units {
    pub fn percent() -> Self {
        Self { after: "%".to_owned(), ..Self::default() }
    }

    pub fn pounds() -> Self {
        Self { before: "£".to_owned(), ..Self::default() }
    }
}

impl Format for Units {
    fn tick(&self, value: f64, decimals: usize) -> String {
        let digits = format!("{:.decimals$}", value.abs());
        let (whole, part) = digits.split_once('.').unwrap_or((&digits, ""));
        let mut grouped = String::new();
        for (place, digit) in whole.chars().enumerate() {
            if place > 0 && (whole.len() - place).is_multiple_of(3) {
                grouped.push_str(&self.thousands);
            }
            grouped.push(digit);
        }
        if !part.is_empty() {
            grouped.push_str(&self.point);
            grouped.push_str(part);
        }
        let sign =
            if value < 0.0 && digits.chars().any(|digit| digit.is_ascii_digit() && digit != '0') { "−" } else { "" };
        format!("{sign}{}{grouped}{}", self.before, self.after)
    }
}

/// An axis: from where to where, and a tick each `step`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Axis {
    pub low: f64,
    pub high: f64,
    step: f64,
    pub decimals: usize,
}

impl Axis {
    /// Round numbers around `low` to `high` with about `wanted` ticks; never below `floor` or above `ceiling`, so that an
    /// axis of percentages ends at 100.
    pub(crate) fn around(low: f64, high: f64, wanted: f64, floor: Option<f64>, ceiling: Option<f64>) -> Self {
        let (mut low, mut high) = (low.min(high), low.max(high));
        if high - low <= high.abs().max(low.abs()) * 1e-9 {
            let reach = if high == 0.0 { 1.0 } else { high.abs() * 0.1 };
            (low, high) = (low - reach, high + reach);
        }
        let low = floor.map_or(low, |floor| low.max(floor));
        let high = ceiling.map_or(high, |ceiling| high.min(ceiling));
        let (low, high) = if high > low { (low, high) } else { (low, low + low.abs().max(1.0) * 0.1) };
        let step = step(low, high, wanted.max(2.0));
        let decimals = (-(step * 1.0001).log10().floor()).clamp(0.0, 12.0) as usize;
        let (first, last) = ends(low, high, step);
        Self { low: first * step, high: last * step, step, decimals }
    }

    pub(crate) fn ticks(&self) -> Vec<f64> {
        let count = ((self.high - self.low) / self.step).round().clamp(0.0, 40.0) as u32;
        (0..=count)
            .map(|place| self.low + f64::from(place) * self.step)
            .map(|tick| if tick.abs() < self.step * 1e-6 { 0.0 } else { tick })
            .collect()
    }

    /// Where a figure is on a stretch of the drawing; the other way round for axes that go up.
    pub(crate) fn place(&self, value: f64, at_low: f64, at_high: f64) -> f64 {
        let share = ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0);
        at_low + share * (at_high - at_low)
    }
}

/// The first and the last tick around two figures, in steps.
fn ends(low: f64, high: f64, step: f64) -> (f64, f64) {
    ((low / step + 1e-9).floor(), (high / step - 1e-9).ceil())
}

/// The round step that leaves little of the axis empty and gives about as many ticks as are wanted, never many more.
fn step(low: f64, high: f64, wanted: f64) -> f64 {
    let power = ((high - low) / wanted).log10().floor();
    let steps = [0.5, 1.0, 2.0, 5.0, 10.0, 20.0].map(|factor| factor * 10_f64.powf(power));
    let cost = |step: f64| {
        let (first, last) = ends(low, high, step);
        let count = last - first;
        if count > wanted * 1.3 {
            return f64::MAX;
        }
        let empty = 1.0 - (high - low) / (count * step);
        empty + 0.06 * (count - wanted).abs()
    };
    steps.into_iter().min_by(|one, two| cost(*one).total_cmp(&cost(*two))).unwrap_or(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticks(low: f64, high: f64) -> Vec<String> {
        let axis = Axis::around(low, high, 5.0, None, None);
        axis.ticks().into_iter().map(|tick| Units::default().tick(tick, axis.decimals)).collect()
    }

    #[test]
    fn ticks_are_round() {
        assert_eq!(ticks(68.0, 84.0), ["65", "70", "75", "80", "85"]);
        assert_eq!(ticks(0.0, 0.7), ["0.0", "0.2", "0.4", "0.6", "0.8"]);
        assert_eq!(ticks(-3.0, 4.0), ["−4", "−2", "0", "2", "4"]);
        assert_eq!(ticks(0.0, 4_600_000.0), ["0", "1,000,000", "2,000,000", "3,000,000", "4,000,000", "5,000,000"]);
        assert_eq!(ticks(5.0, 5.0), ["4.5", "5.0", "5.5"]);
        assert_eq!(ticks(0.0, 0.0), ["−1.0", "−0.5", "0.0", "0.5", "1.0"]);
    }

    #[test]
    fn an_axis_of_percentages_ends_at_a_hundred() {
        let axis = Axis::around(0.0, 104.0, 5.0, Some(0.0), Some(100.0));
        assert_eq!((axis.low, axis.high), (0.0, 100.0));
    }
}
