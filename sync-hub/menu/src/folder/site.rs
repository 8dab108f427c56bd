//! `site.csv`: the restaurant's own facts, as keys and values.

use std::collections::BTreeMap;

use shared::{
    delivery::DeliveryFee,
    menu::{Course, DrawerRules, PriceList, ServingRules, Site, TaxClass},
    money::{Currency, Money},
    price::{Promotion, ServiceCharge, SitePrices},
};

use super::{
    SITE,
    lists::{self, LIST_PREFIX},
    prices,
    sheet::{Errors, Row, Sheet},
    taxes::{TAX_PREFIX, Taxes},
};

pub(super) const COLUMNS: &[&str] = &["key", "value"];

/// Languages that the faces speak.
const LANGUAGES: [&str; 3] = ["en", "it", "ja"];
/// Settings that are shown as they were written.
const TEXT_KEYS: [&str; 10] = [
    "hold_courses",
    "delivery_fee",
    "delivery_fee_tax",
    "scale_codes",
    "service_charge",
    "service_charge_taxed",
    "service_charge_on",
    "happy_hour",
    "tax_rounding",
    "rounding",
];
const PROMO_PREFIX: &str = "promo.";
const KEYS: [&str; 28] = [
    "scheduled_lead_minutes",
    "hold_courses",
    "delivery_fee",
    "delivery_fee_tax",
    "scale_codes",
    "name",
    "address",
    "tax_number",
    "currency",
    "language",
    "language_2",
    "kitchen_language",
    "timezone",
    "business_day_starts",
    "prices_include_tax",
    "cash_rounding",
    "tip_choices",
    "auto_lock_minutes",
    "receipt_footer",
    "blind_count",
    "cash_difference_max",
    "gift_cards_offline_max",
    "service_charge",
    "service_charge_taxed",
    "service_charge_on",
    "happy_hour",
    "tax_rounding",
    "rounding",
];
const AUTO_LOCK_MIN: u32 = 5;
const TIPS_MAX: usize = 6;

/// What the other files need to know of the site.
#[derive(Clone, Debug, Default)]
pub(super) struct SiteFactsNeeded {
    /// The currency, where it could be read.
    pub(super) currency: Option<Currency>,
    /// Names of tax classes, right or wrong; none where the file is missing.
    pub(super) taxes: Option<Vec<String>>,
}

impl SiteFactsNeeded {
    /// A price in the currency's own unit. Without a currency nothing is said: the error is at its
    /// own place already.
    pub(super) fn price(
        &self,
        errors: &mut Errors,
        row: &Row,
        column: &str,
        may_be_negative: bool,
    ) -> Option<Money> {
        let currency = self.currency?;
        let text = row.get(column);
        let Ok(price) = currency.parse(text) else {
            let decimals = currency.decimals();
            let why = format!(
                "`{text}` is not an amount in {currency}: digits, and after a point at most {decimals}"
            );
            row.wrong(errors, column, why);
            return None;
        };
        if price.minor().abs() > super::PRICE_MINOR_MAX {
            row.wrong(errors, column, format!("`{text}` is more than any price"));
            return None;
        }
        if price.is_negative() && !may_be_negative {
            row.wrong(errors, column, format!("`{text}` is below zero"));
            return None;
        }
        Some(price)
    }
}

/// What `site.csv` says.
#[derive(Debug)]
pub(super) struct SiteSheet {
    site: Option<Site>,
    currency: Option<Currency>,
    tax_names: Vec<String>,
    taxes: Vec<TaxClass>,
    settings: BTreeMap<String, String>,
}

impl SiteSheet {
    /// What the other files need.
    pub(super) fn facts(&self) -> SiteFactsNeeded {
        SiteFactsNeeded {
            currency: self.currency,
            taxes: Some(self.tax_names.clone()),
        }
    }

    /// Site, taxes and text settings, where all of it makes sense.
    pub(super) fn finish(self) -> Option<(Site, Vec<TaxClass>, BTreeMap<String, String>)> {
        Some((self.site?, self.taxes, self.settings))
    }
}

/// Reads the sheet.
pub(super) fn read(sheet: &Sheet, errors: &mut Errors) -> SiteSheet {
    let mut keys: BTreeMap<&str, (u64, &str)> = BTreeMap::new();
    let mut taxes = Taxes::default();
    for row in &sheet.rows {
        let (key, value) = (row.get("key"), row.get("value"));
        if keys.insert(key, (row.line, value)).is_some() {
            errors.push(SITE, row.line, key, "is there twice");
        } else if let Some(tax) = key.strip_prefix(TAX_PREFIX) {
            taxes.add(row.line, key, tax, value, errors);
        } else if !KEYS.contains(&key)
            && !key.starts_with(PROMO_PREFIX)
            && !key.starts_with(LIST_PREFIX)
        {
            errors.push(SITE, row.line, key, "is no key of this file");
        }
    }
    let mut facts = Facts { keys, errors };
    let currency = facts.currency();
    let mut site = facts.site(currency);
    let fee = facts.delivery_fee(currency);
    let prefixes = [PROMO_PREFIX, LIST_PREFIX];
    let has_prefix = |key: &str| prefixes.iter().any(|prefix| key.starts_with(prefix));
    let shown = |key: &&str| TEXT_KEYS.contains(key) || has_prefix(key);
    let keys: Vec<&str> = facts.keys.keys().copied().filter(shown).collect();
    let settings = keys
        .into_iter()
        .filter_map(|key| Some((key.to_owned(), facts.get(key)?.to_owned())))
        .collect();
    let (tax_names, taxes) = taxes.finish(errors);
    if let (Some(site), Some((line, amount, class))) = (&mut site, fee) {
        site.prices.delivery = delivery_fee(amount, &class, site, &taxes);
        if site.prices.delivery.is_none() {
            let why = format!("there is no `{TAX_PREFIX}{class}`");
            errors.push(SITE, line, "delivery_fee_tax", why);
        }
    }
    SiteSheet {
        site,
        currency,
        tax_names,
        taxes,
        settings,
    }
}

/// Values by key; an empty value counts as none.
struct Facts<'a> {
    keys: BTreeMap<&'a str, (u64, &'a str)>,
    errors: &'a mut Errors,
}

impl Facts<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        let (_, value) = self.keys.get(key)?;
        (!value.is_empty()).then_some(value)
    }

    fn text(&self, key: &str) -> String {
        self.get(key).unwrap_or_default().to_owned()
    }

    fn wrong(&mut self, key: &str, why: impl Into<String>) {
        let line = self.keys.get(key).map_or(0, |(line, _)| *line);
        self.errors.push(SITE, line, key, why);
    }

    fn must(&mut self, key: &str) -> Option<String> {
        let value = self.get(key).map(ToOwned::to_owned);
        if value.is_none() {
            self.wrong(key, "must be given");
        }
        value
    }

    /// The value as `read` understands it; the error is noted. None for a missing key too.
    fn read<T>(
        &mut self,
        key: &str,
        must_be: &str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let text = self.get(key)?.to_owned();
        let value = read(&text);
        if value.is_none() {
            self.wrong(key, format!("`{text}` is not {must_be}"));
        }
        value
    }

    fn currency(&mut self) -> Option<Currency> {
        self.must("currency")?;
        self.read("currency", "a currency that the hub knows", |code| {
            Currency::from_code(code).ok()
        })
    }

    fn site(&mut self, currency: Option<Currency>) -> Option<Site> {
        let name = self.must("name");
        let language = self.must("language");
        let timezone = self.must("timezone");
        let prices_include_tax = self.must("prices_include_tax");
        let spoken = format!("one of {}", LANGUAGES.join(", "));
        let speak = |word: &str| LANGUAGES.contains(&word).then(|| word.to_owned());
        let language = language.and_then(|_| self.read("language", &spoken, speak));
        let kitchen_language = self.read("kitchen_language", &spoken, speak);
        let second_language = self.read("language_2", "a language such as `en`", language_code);
        let timezone = timezone.and_then(|_| {
            self.read("timezone", "a time zone such as `Europe/Rome`", |zone| {
                jiff::tz::TimeZone::get(zone).ok()?;
                Some(zone.to_owned())
            })
        });
        let included = prices_include_tax
            .and_then(|_| self.read("prices_include_tax", "`yes` or `no`", yes_or_no));
        let starts = self.read(
            "business_day_starts",
            "a time such as `05:00`",
            minute_of_day,
        );
        let rounding = self.amount(currency, "cash_rounding");
        let drawer = DrawerRules {
            is_blind: self
                .read("blind_count", "`yes` or `no`", yes_or_no)
                .unwrap_or(false),
            difference_max: self.amount(currency, "cash_difference_max"),
        };
        let tips = self.read(
            "tip_choices",
            "up to six percentages such as `15|18|20`",
            tips,
        );
        let lock = self.read(
            "auto_lock_minutes",
            "a number of minutes up to 240",
            |text| {
                text.parse()
                    .ok()
                    .filter(|minutes| (1..=240).contains(minutes))
            },
        );
        Some(Site {
            name: name?,
            address: self.text("address"),
            tax_number: self.text("tax_number"),
            currency: currency?,
            language: language?,
            second_language,
            kitchen_language,
            timezone: timezone?,
            business_day_starts_min: starts.unwrap_or(0),
            prices_include_tax: included?,
            cash_rounding_minor: rounding.unwrap_or_default().minor(),
            tip_choices: tips.unwrap_or_default(),
            auto_lock_min: lock.unwrap_or(AUTO_LOCK_MIN),
            receipt_footer: self.text("receipt_footer"),
            prices: self.prices(currency?),
            drawer,
            serving: self.serving(),
            // They are in a file of their own.
            tenders: Vec::new(),
        })
    }

    /// How the site rounds, charges and reduces; what is not said is as everywhere.
    fn prices(&mut self, currency: Currency) -> SitePrices {
        let charge = self.read(
            "service_charge",
            "a charge such as `0`, `10%` or `18% for parties of 8 or more`",
            prices::service_charge,
        );
        let taxed = self.read("service_charge_taxed", "`yes` or `no`", yes_or_no);
        let base = self.read(
            "service_charge_on",
            "`after_discounts` or `before_discounts`",
            prices::charge_base,
        );
        let charge = charge.filter(|charge| charge.rate_ppm > 0);
        let charge = charge.map(|charge| ServiceCharge {
            taxed: taxed.unwrap_or(charge.taxed),
            base: base.unwrap_or(charge.base),
            ..charge
        });
        let tax_rounding = self.read("tax_rounding", "`check` or `line`", prices::tax_rounding);
        let rounding = self.read("rounding", "`half_up` or `half_even`", prices::rounding);
        let happy_hours = self.read(
            "happy_hour",
            "hours such as `Bar 20% off 16:00-18:00 Mon-Fri`",
            prices::happy_hours,
        );
        SitePrices {
            tax_rounding: tax_rounding.unwrap_or_default(),
            rounding: rounding.unwrap_or_default(),
            charge,
            delivery: None,
            happy_hours: happy_hours.unwrap_or_default(),
            promotions: self.promotions(currency),
            lists: self.lists(),
            gift_cards_offline_max: self.amount(Some(currency), "gift_cards_offline_max"),
            scale_codes: self.read("scale_codes", "`price` or `weight`", prices::scale_codes),
        }
    }

    /// How meals are served; what is not said waits for nobody.
    fn serving(&mut self) -> ServingRules {
        let courses = "courses such as `main|dessert`";
        ServingRules {
            hold_courses: self
                .read("hold_courses", courses, courses_of)
                .unwrap_or_default(),
            scheduled_lead_min: self
                .read(
                    "scheduled_lead_minutes",
                    "a number of minutes up to 240",
                    minutes_of,
                )
                .unwrap_or_else(|| ServingRules::default().scheduled_lead_min),
        }
    }

    fn promotions(&mut self, currency: Currency) -> Vec<Promotion> {
        let keys: Vec<&str> = self.keys.keys().copied().collect();
        let mut promotions = Vec::new();
        for key in keys {
            let Some(id) = key.strip_prefix(PROMO_PREFIX) else {
                continue;
            };
            let must_be = "a promotion such as `Lunch: 10% off` or `Lunch: 5.00 off Primi|Dolci`";
            promotions
                .extend(self.read(key, must_be, |text| prices::promotion(id, text, currency)));
        }
        promotions
    }

    /// What it costs to bring an order, and the name of its tax class with its line.
    fn delivery_fee(&mut self, currency: Option<Currency>) -> Option<(u64, Money, String)> {
        let amount = self.amount(currency, "delivery_fee")?;
        if amount.is_zero() {
            return None;
        }
        let class = self.must("delivery_fee_tax")?;
        let line = self
            .keys
            .get("delivery_fee_tax")
            .map_or(0, |(line, _)| *line);
        Some((line, amount, class))
    }

    /// Lists of other prices, by name; their prices are in another file.
    fn lists(&mut self) -> Vec<PriceList> {
        let keys: Vec<&str> = self.keys.keys().copied().collect();
        let mut lists = Vec::new();
        for key in keys {
            if let Some(name) = key.strip_prefix(LIST_PREFIX) {
                let must_be = "such as `takeaway`, `room Terrazza|12:00-15:00 Mon-Fri`";
                lists.extend(self.read(key, must_be, |text| lists::list(name, text)));
            }
        }
        lists
    }

    /// An amount that is not below zero.
    fn amount(&mut self, currency: Option<Currency>, key: &str) -> Option<Money> {
        let currency = currency?;
        let must_be = format!("an amount in {currency}");
        let read = |text: &str| {
            let amount = currency.parse(text).ok()?;
            (!amount.is_negative()).then_some(amount)
        };
        self.read(key, &must_be, read)
    }
}

/// The fee with its taxes; none where the class is not there.
fn delivery_fee(
    amount: Money,
    class: &str,
    site: &Site,
    taxes: &[TaxClass],
) -> Option<DeliveryFee> {
    let tax = taxes.iter().find(|tax| tax.name == class)?.clone();
    Some(DeliveryFee {
        amount,
        tax,
        tax_included: site.prices_include_tax,
    })
}

fn language_code(word: &str) -> Option<String> {
    let fine = word.len() == 2 && word.bytes().all(|byte| byte.is_ascii_lowercase());
    fine.then(|| word.to_owned())
}

fn yes_or_no(word: &str) -> Option<bool> {
    match word {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

pub(super) fn minute_of_day(text: &str) -> Option<i32> {
    let (hour, minute) = text.split_once(':')?;
    let two_digits = |part: &str| {
        let fine = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        fine.then(|| part.parse::<i32>().ok()).flatten()
    };
    let (hour, minute) = (two_digits(hour)?, two_digits(minute)?);
    (hour < 24 && minute < 60).then_some(hour * 60 + minute)
}

fn minutes_of(text: &str) -> Option<u32> {
    text.parse().ok().filter(|minutes| *minutes <= 240)
}

/// Courses of a list, each once, in the order of a meal; what belongs to no course waits for none.
fn courses_of(text: &str) -> Option<Vec<Course>> {
    let words = text.split('|').map(|word| Course::from_word(word.trim()));
    let mut courses: Vec<Course> = words.collect::<Option<_>>()?;
    courses.sort_unstable();
    courses.dedup();
    (!courses.contains(&Course::None)).then_some(courses)
}

fn tips(text: &str) -> Option<Vec<u32>> {
    let percent = |part: &str| part.trim().parse().ok().filter(|percent| *percent <= 100);
    let tips: Option<Vec<u32>> = text.split('|').map(percent).collect();
    tips.filter(|tips| tips.len() <= TIPS_MAX)
}
