//! `tax.…` of `site.csv`: tax classes with their rates.

use shared::menu::{TaxClass, TaxRate};

use super::{SITE, sheet::Errors};

pub(super) const TAX_PREFIX: &str = "tax.";
/// Services that may have rates of their own, by what stands after the name.
const SUFFIXES: [&str; 2] = [".takeaway", ".delivery"];
/// Before a tax on taxes.
const COMPOUND_PREFIX: char = '+';
/// No price carries more taxes; so their exact sums fit.
const RATES_MAX: usize = 3;

/// Tax classes as their keys come.
#[derive(Default)]
pub(super) struct Taxes {
    names: Vec<String>,
    eat_in: Vec<(u64, String, Rates)>,
    /// In the order of the suffixes.
    away: [Vec<(u64, String, Rates)>; 2],
}

/// The rates of one key. A rate after a `+` is taken on the price and the taxes before it.
struct Rates {
    plain: Vec<TaxRate>,
    compound: Vec<TaxRate>,
}

impl Rates {
    fn read(value: &str) -> Result<Self, String> {
        let (mut all, mut compound) = (Vec::new(), Vec::new());
        for word in value.split('|').map(str::trim) {
            let (is_compound, percent) = match word.strip_prefix(COMPOUND_PREFIX) {
                Some(percent) => (true, percent),
                None => (false, word),
            };
            let rate = TaxRate::from_percent(percent).map_err(|error| error.to_string())?;
            if is_compound && all.is_empty() {
                return Err(format!("there is no tax before `{word}`"));
            }
            if all.contains(&rate) && compound.contains(&rate) != is_compound {
                return Err(format!("`{percent}` is there with and without `+`"));
            }
            all.push(rate);
            if is_compound && !compound.contains(&rate) {
                compound.push(rate);
            }
        }
        if all.len() > RATES_MAX {
            return Err(format!("more than {RATES_MAX} taxes"));
        }
        Ok(Self {
            plain: all,
            compound,
        })
    }

    /// Both say of a rate that they have that it is a tax on taxes, or both that it is not.
    fn agrees(&self, other: &Self) -> bool {
        let differs = |rate: &TaxRate| {
            other.plain.contains(rate)
                && self.compound.contains(rate) != other.compound.contains(rate)
        };
        !self.plain.iter().any(differs)
    }
}

impl Taxes {
    /// Reads one key.
    pub(super) fn add(
        &mut self,
        line: u64,
        key: &str,
        tax: &str,
        value: &str,
        errors: &mut Errors,
    ) {
        let with_suffix = |place: usize| Some((place, tax.strip_suffix(SUFFIXES.get(place)?)?));
        let away = (0..SUFFIXES.len()).find_map(with_suffix);
        let (place, name) = away.map_or((None, tax), |(place, name)| (Some(place), name));
        if name.is_empty() || name.contains('.') {
            errors.push(
                SITE,
                line,
                key,
                "is no name of a tax: `tax.food`, `tax.food.takeaway` or `tax.food.delivery`",
            );
            return;
        }
        if place.is_none() {
            self.names.push(name.to_owned());
        }
        match Rates::read(value) {
            Ok(rates) => {
                let own = place.and_then(|place| self.away.get_mut(place));
                own.unwrap_or(&mut self.eat_in)
                    .push((line, name.to_owned(), rates));
            }
            Err(error) => errors.push(SITE, line, key, error),
        }
    }

    /// All classes, and the names that were given, right or wrong.
    pub(super) fn finish(self, errors: &mut Errors) -> (Vec<String>, Vec<TaxClass>) {
        if self.names.is_empty() {
            errors.push(SITE, 0, "tax.food", "at least one tax must be given");
        }
        for (suffix, away) in SUFFIXES.iter().zip(&self.away) {
            for (line, name, _) in away {
                if !self.names.contains(name) {
                    let key = format!("{TAX_PREFIX}{name}{suffix}");
                    let why = format!("there is no `{TAX_PREFIX}{name}`");
                    errors.push(SITE, *line, &key, why);
                }
            }
        }
        let [takeaway, delivery] = &self.away;
        let mut classes = Vec::new();
        for (_, name, eat_in) in self.eat_in {
            let own =
                |away: &'_ [(u64, String, Rates)]| away.iter().position(|(_, of, _)| *of == name);
            let takeaway = own(takeaway).and_then(|place| takeaway.get(place));
            let delivery = own(delivery).and_then(|place| delivery.get(place));
            let mut compound = eat_in.compound.clone();
            for (suffix, away) in SUFFIXES.iter().zip([takeaway, delivery]) {
                let Some((line, _, rates)) = away else {
                    continue;
                };
                let others = [Some(&eat_in), takeaway.map(|(_, _, rates)| rates)];
                if !others
                    .into_iter()
                    .flatten()
                    .all(|other| other.agrees(rates))
                {
                    let key = format!("{TAX_PREFIX}{name}{suffix}");
                    let why = "a rate has a `+` in one of the two and none in the other";
                    errors.push(SITE, *line, &key, why);
                }
                let more: Vec<TaxRate> = rates
                    .compound
                    .iter()
                    .copied()
                    .filter(|rate| !compound.contains(rate))
                    .collect();
                compound.extend(more);
            }
            let plain =
                |away: Option<&(u64, String, Rates)>| away.map(|(_, _, rates)| rates.plain.clone());
            classes.push(TaxClass {
                takeaway: plain(takeaway),
                delivery: plain(delivery),
                name,
                eat_in: eat_in.plain,
                compound,
            });
        }
        (self.names, classes)
    }
}
