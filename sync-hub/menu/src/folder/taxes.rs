//! `tax.…` of `site.csv`: tax classes with their rates.

use shared::menu::{TaxClass, TaxRate};

use super::{SITE, sheet::Errors};

pub(super) const TAX_PREFIX: &str = "tax.";
const TAKEAWAY_SUFFIX: &str = ".takeaway";
/// Before a tax on taxes.
const COMPOUND_PREFIX: char = '+';
/// No price carries more taxes; so their exact sums fit.
const RATES_MAX: usize = 3;

/// Tax classes as their keys come.
#[derive(Default)]
pub(super) struct Taxes {
    names: Vec<String>,
    eat_in: Vec<(u64, String, Rates)>,
    takeaway: Vec<(u64, String, Rates)>,
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
        let (name, takeaway) = match tax.strip_suffix(TAKEAWAY_SUFFIX) {
            Some(name) => (name, true),
            None => (tax, false),
        };
        if name.is_empty() || name.contains('.') {
            errors.push(
                SITE,
                line,
                key,
                "is no name of a tax: `tax.food` or `tax.food.takeaway`",
            );
            return;
        }
        if !takeaway {
            self.names.push(name.to_owned());
        }
        match Rates::read(value) {
            Ok(rates) => {
                let place = (line, name.to_owned(), rates);
                if takeaway {
                    self.takeaway.push(place);
                } else {
                    self.eat_in.push(place);
                }
            }
            Err(error) => errors.push(SITE, line, key, error),
        }
    }

    /// All classes, and the names that were given, right or wrong.
    pub(super) fn finish(self, errors: &mut Errors) -> (Vec<String>, Vec<TaxClass>) {
        if self.names.is_empty() {
            errors.push(SITE, 0, "tax.food", "at least one tax must be given");
        }
        for (line, name, _) in &self.takeaway {
            if !self.names.contains(name) {
                let key = format!("{TAX_PREFIX}{name}{TAKEAWAY_SUFFIX}");
                errors.push(
                    SITE,
                    *line,
                    &key,
                    format!("there is no `{TAX_PREFIX}{name}`"),
                );
            }
        }
        let mut classes = Vec::new();
        for (_, name, eat_in) in self.eat_in {
            let takeaway = self.takeaway.iter().find(|(_, of, _)| *of == name);
            let mut compound = eat_in.compound.clone();
            if let Some((line, _, rates)) = takeaway {
                if !eat_in.agrees(rates) {
                    let key = format!("{TAX_PREFIX}{name}{TAKEAWAY_SUFFIX}");
                    let why = "a rate has a `+` in one of the two and none in the other";
                    errors.push(SITE, *line, &key, why);
                }
                let more = rates.compound.iter().copied();
                compound.extend(more.filter(|rate| !eat_in.compound.contains(rate)));
            }
            classes.push(TaxClass {
                takeaway: takeaway.map(|(_, _, rates)| rates.plain.clone()),
                name,
                eat_in: eat_in.plain,
                compound,
            });
        }
        (self.names, classes)
    }
}
