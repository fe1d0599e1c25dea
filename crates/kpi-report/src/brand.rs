//! How a council looks: its colour, its logo, its type; and whether that can be read.

use crate::build::Own;
use crate::model;
use kpi_chart::{Colour, Theme};

/// The council's colours and marks, as its settings give them.
#[derive(Debug, Clone, Default)]
pub struct Brand {
    pub theme: Theme,
    pub logo: Option<Logo>,
    /// The families that pages name first.
    pub fonts: Option<String>,
}

#[derive(Debug, Clone)]
pub struct Logo {
    /// The name of the file among those of the site.
    pub file: String,
    pub bytes: Vec<u8>,
    pub alt: String,
}

impl Brand {
    #[must_use]
    pub fn coloured(colour: Colour) -> Self {
        Self { theme: Theme::default().with_brand(colour), ..Self::default() }
    }

    /// Why the colours cannot be used: every pair of which one stands on the other is looked at, in charts and on pages,
    /// light and dark (WCAG 2.2, 1.4.3 and 1.4.11).
    #[must_use]
    pub fn faults(&self) -> Vec<String> {
        let told = |fault: kpi_chart::ContrastFault| {
            format!(
                "{}: {} on {} has a contrast of {:.2} to 1, and needs {}",
                fault.what, fault.foreground, fault.background, fault.ratio, fault.needed
            )
        };
        self.theme.faults().into_iter().map(told).collect()
    }

    pub(crate) fn told(&self, own: &Own<'_>) -> model::Brand {
        let (light, dark) = (&self.theme.light, &self.theme.dark);
        model::Brand {
            colour: light.brand.to_string(),
            on_colour: light.on_brand.to_string(),
            dark: dark.brand.to_string(),
            on_dark: dark.on_brand.to_string(),
            logo: self.logo.as_ref().map(|logo| model::Logo { file: logo.file.clone(), alt: own.say(&logo.alt, None) }),
            fonts: self.fonts.clone().unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_that_cannot_be_read_is_told() {
        let brand = Brand::coloured(Colour::parse("#ffbf47").unwrap());
        assert!(brand.faults().iter().any(|fault| fault.contains("#FFBF47")), "{:?}", brand.faults());
        assert_eq!(Brand::default().faults(), Vec::<String>::new());
    }
}
