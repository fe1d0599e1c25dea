//! What the measures say, in loops over the rows.

use chrono::{Datelike, NaiveDate};
use std::path::Path;

/// A year by the one in which it begins, on 1 April.
#[derive(Clone, Copy)]
pub struct Year(pub i32);

impl Year {
    pub fn name(self) -> String {
        format!("{}/{:02}", self.0, (self.0 + 1) % 100)
    }

    fn first(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.0, 4, 1).unwrap()
    }

    fn last(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.0 + 1, 3, 31).unwrap()
    }

    fn has(self, day: NaiveDate) -> bool {
        self.first() <= day && day <= self.last()
    }
}

struct Episode {
    child: String,
    started: NaiveDate,
    ended: Option<NaiveDate>,
    reason: String,
    ceased: String,
    placement: String,
    provider: String,
}

struct Referral {
    child: String,
    referred: NaiveDate,
    conference: Option<NaiveDate>,
    closed: Option<NaiveDate>,
}

pub struct Returns {
    born: Vec<(String, NaiveDate)>,
    episodes: Vec<Episode>,
    reviews: Vec<(String, NaiveDate)>,
    checked: Vec<(String, bool)>,
    unaccompanied: Vec<(String, NaiveDate)>,
    referrals: Vec<Referral>,
}

#[derive(Clone)]
pub struct Child {
    name: String,
    started: NaiveDate,
    years: i32,
    pub asylum: bool,
    pub checked: bool,
    pub placements: usize,
    pub placed_years: i32,
}

impl Child {
    pub fn band(&self) -> &'static str {
        match self.years {
            ..=0 => "under 1",
            1..=4 => "1 to 4",
            5..=9 => "5 to 9",
            10..=15 => "10 to 15",
            _ => "16 and over",
        }
    }

    pub fn line(&self) -> Vec<String> {
        vec![
            self.name.clone(),
            self.started.to_string(),
            self.years.to_string(),
            self.band().to_owned(),
            yes(self.asylum),
            yes(self.checked),
            self.placements.to_string(),
            self.placed_years.to_string(),
        ]
    }
}

fn yes(truth: bool) -> String {
    if truth { "yes".to_owned() } else { "no".to_owned() }
}

/// In lowest terms, as kpi writes an exact figure; without cases there is none.
pub fn fraction(part: usize, whole: usize) -> String {
    if whole == 0 {
        return "no cases".to_owned();
    }
    let (mut a, mut b) = (part, whole);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    if whole == a { (part / a).to_string() } else { format!("{}/{}", part / a, whole / a) }
}

/// The middle one, or halfway between the two in the middle.
pub fn median(values: &mut [i64]) -> String {
    values.sort_unstable();
    let half = values.len() / 2;
    if values.is_empty() {
        "no cases".to_owned()
    } else if values.len() % 2 == 1 {
        values[half].to_string()
    } else {
        fraction(usize::try_from(values[half - 1] + values[half]).unwrap(), 2)
    }
}

/// Whole years: one more on each anniversary, of 29 February on 1 March where the year has none.
fn whole_years(from: NaiveDate, to: NaiveDate) -> i32 {
    let before = (to.month(), to.day()) < (from.month(), from.day());
    to.year() - from.year() - i32::from(before)
}

fn day_first(text: &str) -> Option<NaiveDate> {
    (!text.is_empty()).then(|| NaiveDate::parse_from_str(text, "%d/%m/%Y").unwrap())
}

fn year_first(text: &str) -> Option<NaiveDate> {
    (!text.is_empty()).then(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").unwrap())
}

/// The columns named, of all rows.
fn table<const N: usize>(path: &Path, columns: [&str; N]) -> Vec<[String; N]> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let header = reader.headers().unwrap().clone();
    let places = columns.map(|column| header.iter().position(|name| name == column).unwrap());
    reader.records().map(|row| row.unwrap()).map(|row| places.map(|place| row[place].trim().to_owned())).collect()
}

impl Returns {
    pub fn read(care: &Path, need: &Path) -> Returns {
        let born = table(&care.join("header.csv"), ["CHILD", "DOB"]);
        let episodes = table(&care.join("episodes.csv"), ["CHILD", "DECOM", "DEC", "RNE", "REC", "PLACE", "URN"]);
        let reviews = table(&care.join("reviews.csv"), ["CHILD", "REVIEW"]);
        let checked = table(&care.join("oc2.csv"), ["CHILD", "HEALTH_CHECK"]);
        let unaccompanied = table(&care.join("uasc.csv"), ["CHILD", "DUC"]);
        let referrals =
            table(&need.join("referrals.csv"), ["child_id", "referral_date", "initial_cpc_date", "closure_date"]);
        Returns {
            born: born.into_iter().map(|[child, born]| (child, day_first(&born).unwrap())).collect(),
            episodes: episodes
                .into_iter()
                .map(|[child, started, ended, reason, ceased, placement, provider]| Episode {
                    child,
                    started: day_first(&started).unwrap(),
                    ended: day_first(&ended),
                    reason,
                    ceased,
                    placement,
                    provider,
                })
                .collect(),
            reviews: reviews.into_iter().map(|[child, day]| (child, day_first(&day).unwrap())).collect(),
            checked: checked.into_iter().map(|[child, flag]| (child, flag == "1")).collect(),
            unaccompanied: unaccompanied
                .into_iter()
                .map(|[child, until]| (child, day_first(&until).unwrap()))
                .collect(),
            referrals: referrals
                .into_iter()
                .map(|[child, referred, conference, closed]| Referral {
                    child,
                    referred: year_first(&referred).unwrap(),
                    conference: year_first(&conference),
                    closed: year_first(&closed),
                })
                .collect(),
        }
    }

    fn children(&self) -> Vec<String> {
        let mut children: Vec<String> = self.episodes.iter().map(|episode| episode.child.clone()).collect();
        children.sort();
        children.dedup();
        children
    }

    /// The first and last day of each placement begun by the last day of the year: episodes at one address that follow
    /// one another without a day between are one.
    fn placements(&self, child: &str, year: Year) -> Vec<(String, NaiveDate, Option<NaiveDate>)> {
        let mut episodes: Vec<&Episode> =
            self.episodes.iter().filter(|e| e.child == child && e.started <= year.last()).collect();
        episodes.sort_by_key(|episode| episode.started);
        let mut placements: Vec<(String, NaiveDate, Option<NaiveDate>)> = Vec::new();
        for episode in episodes {
            let address = format!("{} {}", episode.provider, episode.placement);
            let running = placements
                .iter_mut()
                .find(|(at, _, until)| *at == address && until.is_none_or(|until| episode.started <= until));
            match running {
                Some((_, _, until)) => {
                    *until = match (*until, episode.ended) {
                        (Some(one), Some(other)) => Some(one.max(other)),
                        _ => None,
                    }
                }
                None => placements.push((address, episode.started, episode.ended)),
            }
        }
        placements
    }

    pub fn in_care(&self, year: Year) -> Vec<Child> {
        let mut found = Vec::new();
        for name in self.children() {
            let mut held: Option<&Episode> = None;
            for episode in self.episodes.iter().filter(|episode| episode.child == name) {
                let there = episode.started <= year.last() && episode.ended.is_none_or(|ended| ended > year.last());
                if there && held.is_none_or(|held| episode.started > held.started) {
                    held = Some(episode);
                }
            }
            let Some(held) = held else { continue };
            let born = self.born.iter().find(|(child, _)| *child == name).unwrap().1;
            let placements = self.placements(&name, year);
            let address = format!("{} {}", held.provider, held.placement);
            let (_, began, _) = placements
                .iter()
                .rfind(|(at, _, until)| *at == address && until.is_none_or(|until| until > year.last()))
                .unwrap();
            found.push(Child {
                started: held.started,
                years: whole_years(born, year.last()),
                asylum: self.unaccompanied.iter().any(|(child, until)| *child == name && *until > year.last()),
                checked: self.checked.iter().any(|(child, checked)| *child == name && *checked),
                placements: placements.iter().filter(|(_, _, until)| until.is_none_or(|u| u >= year.first())).count(),
                placed_years: whole_years(*began, year.last()),
                name,
            });
        }
        found
    }

    /// `child, reviewed, gap, timely` of the year's reviews that have one before them.
    pub fn reviews_in_year(&self, year: Year) -> Vec<Vec<String>> {
        let mut found = Vec::new();
        for (child, day) in self.reviews.iter().filter(|(_, day)| year.has(*day)) {
            let before =
                self.reviews.iter().filter(|(other, earlier)| other == child && earlier < day).map(|r| r.1).max();
            if let Some(before) = before {
                let gap = (*day - before).num_days();
                found.push(vec![child.clone(), day.to_string(), gap.to_string(), yes(gap <= 183)]);
            }
        }
        found
    }

    pub fn latest_reviews(&self, year: Year) -> Vec<Vec<String>> {
        let mut latest = std::collections::BTreeMap::new();
        for (child, day) in self.reviews.iter().filter(|(_, day)| *day <= year.last()) {
            let held = latest.entry(child).or_insert(*day);
            *held = (*held).max(*day);
        }
        latest.into_iter().map(|(child, day)| vec![child.clone(), day.to_string()]).collect()
    }

    pub fn began(&self, year: Year) -> Vec<Vec<String>> {
        let began = |child: &String| {
            let starts = self.episodes.iter().filter(|e| e.child == *child && e.reason == "S" && year.has(e.started));
            starts.map(|episode| episode.started).min()
        };
        self.children().iter().filter_map(|child| Some(vec![child.clone(), began(child)?.to_string()])).collect()
    }

    pub fn left(&self, year: Year) -> Vec<Vec<String>> {
        let left = |child: &String| {
            let ends = self.episodes.iter().filter(|e| e.child == *child && !e.ceased.is_empty() && e.ceased != "X1");
            ends.filter_map(|episode| episode.ended).filter(|ended| year.has(*ended)).max()
        };
        self.children().iter().filter_map(|child| Some(vec![child.clone(), left(child)?.to_string()])).collect()
    }

    /// `child, referred, again, wait` of the year's referrals.
    pub fn referred(&self, year: Year) -> Vec<Vec<String>> {
        let mut found = Vec::new();
        for referral in self.referrals.iter().filter(|referral| year.has(referral.referred)) {
            let a_year_ago = referral.referred.checked_sub_months(chrono::Months::new(12)).unwrap();
            let again = self.referrals.iter().any(|other| {
                other.child == referral.child && other.referred < referral.referred && other.referred >= a_year_ago
            });
            let wait = referral.conference.map(|conference| (conference - referral.referred).num_days().to_string());
            found.push(vec![
                referral.child.clone(),
                referral.referred.to_string(),
                yes(again),
                wait.unwrap_or_default(),
            ]);
        }
        found
    }

    pub fn open_cases(&self, year: Year) -> Vec<Vec<String>> {
        let open = |r: &&Referral| r.referred <= year.last() && r.closed.is_none_or(|closed| closed > year.last());
        self.referrals.iter().filter(open).map(|r| vec![r.child.clone(), r.referred.to_string()]).collect()
    }
}
