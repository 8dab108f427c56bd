//! What `site.csv` says about rounding, service charge, happy hours and promotions, as people
//! write it.

use shared::{
    menu::{ScaleCodes, TaxRate},
    money::Currency,
    price::{ChargeBase, HappyHour, Promotion, Rounding, ServiceCharge, Takes, TaxRounding},
};

/// Days as they are written, from Monday.
const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
/// No party is larger.
const GUESTS_MAX: u32 = 999;
/// No restaurant has more at once.
const HAPPY_HOURS_MAX: usize = 20;
/// Between happy hours, and between the categories of a promotion.
const SEPARATOR: char = '|';

pub(super) fn tax_rounding(text: &str) -> Option<TaxRounding> {
    match text {
        "check" => Some(TaxRounding::Check),
        "line" => Some(TaxRounding::Line),
        _ => None,
    }
}

pub(super) fn rounding(text: &str) -> Option<Rounding> {
    match text {
        "half_up" => Some(Rounding::HalfUp),
        "half_even" => Some(Rounding::HalfEven),
        _ => None,
    }
}

pub(super) fn charge_base(text: &str) -> Option<ChargeBase> {
    match text {
        "after_discounts" => Some(ChargeBase::AfterDiscounts),
        "before_discounts" => Some(ChargeBase::BeforeDiscounts),
        _ => None,
    }
}

/// `0`, `12.5%`, `18% for parties of 8 or more`; taxed and after discounts where nothing else says
/// otherwise. Where nothing is charged the rate is zero.
pub(super) fn service_charge(text: &str) -> Option<ServiceCharge> {
    let text = if text == "0" { "0%" } else { text };
    let (rate, rest) = text.split_once('%')?;
    let rate_ppm = ppm(rate)?;
    let from_guests = match rest.trim() {
        "" => 0,
        party => party
            .strip_prefix("for parties of ")?
            .strip_suffix(" or more")?
            .parse()
            .ok()
            .filter(|guests| (1..=GUESTS_MAX).contains(guests))?,
    };
    Some(ServiceCharge {
        rate_ppm,
        from_guests,
        taxed: true,
        base: ChargeBase::default(),
    })
}

/// `Bar 20% off 16:00-18:00 Mon-Fri`, several with `|` between; without days every day.
pub(super) fn happy_hours(text: &str) -> Option<Vec<HappyHour>> {
    if text == "0" {
        return Some(Vec::new());
    }
    let hours: Option<Vec<_>> = text.split(SEPARATOR).map(happy_hour).collect();
    hours.filter(|hours| hours.len() <= HAPPY_HOURS_MAX)
}

fn happy_hour(text: &str) -> Option<HappyHour> {
    let (before, after) = text.trim().split_once("% off ")?;
    let (category, percent) = before.rsplit_once(' ')?;
    let (from_min, to_min, days) = times(after)?;
    Some(HappyHour {
        category: category.trim().to_owned(),
        off_ppm: ppm(percent).filter(|ppm| *ppm > 0)?,
        from_min,
        to_min,
        days,
    })
}

/// `16:00-18:00 Mon-Fri`; without days every day.
pub(super) fn times(text: &str) -> Option<(u32, u32, [bool; 7])> {
    let text = text.trim();
    let (times, days) = text.split_once(' ').unwrap_or((text, "Mon-Sun"));
    let (from, to) = times.split_once('-')?;
    Some((minute(from)?, minute(to)?, days_of(days)?))
}

pub(super) fn scale_codes(text: &str) -> Option<ScaleCodes> {
    match text {
        "price" => Some(ScaleCodes::Price),
        "weight" => Some(ScaleCodes::Weight),
        _ => None,
    }
}

/// `10% off`, `5.00 off`, `10% off Primi|Secondi`, before it the name: `Lunch: 10% off`.
pub(super) fn promotion(id: &str, text: &str, currency: Currency) -> Option<Promotion> {
    let (name, rest) = text.split_once(':')?;
    let (amount, categories) = rest.trim().split_once(" off")?;
    let takes = match amount.strip_suffix('%') {
        Some(percent) => Takes::Percent {
            ppm: ppm(percent).filter(|ppm| *ppm > 0)?,
        },
        None => Takes::Amount {
            amount: currency
                .parse(amount)
                .ok()
                .filter(|amount| amount.minor() > 0)?,
        },
    };
    let categories = categories.split(SEPARATOR).map(str::trim);
    let is_fine = !name.trim().is_empty() && !id.is_empty() && id.len() <= 40;
    is_fine.then(|| Promotion {
        id: id.to_owned(),
        name: name.trim().to_owned(),
        takes,
        categories: categories
            .filter(|category| !category.is_empty())
            .map(ToOwned::to_owned)
            .collect(),
    })
}

fn ppm(percent: &str) -> Option<u32> {
    TaxRate::from_percent(percent).ok().map(TaxRate::ppm)
}

fn minute(text: &str) -> Option<u32> {
    super::site::minute_of_day(text).and_then(|minute| u32::try_from(minute).ok())
}

/// `Mon-Fri`, `Fri-Mon`, `Tue`, `Mon,Wed`.
fn days_of(text: &str) -> Option<[bool; 7]> {
    let place = |word: &str| DAYS.iter().position(|day| *day == word.trim());
    let mut days = [false; 7];
    for part in text.split(',') {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let (first, last) = (place(first)?, place(last)?);
        for step in 0..=(last + 7 - first) % 7 {
            if let Some(day) = days.get_mut((first + step) % 7) {
                *day = true;
            }
        }
    }
    Some(days)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_charge_is_read_as_people_write_it() {
        let charge = service_charge("18% for parties of 8 or more").unwrap();
        assert_eq!((charge.rate_ppm, charge.from_guests), (180_000, 8));
        assert_eq!(service_charge("12.5%").unwrap().rate_ppm, 125_000);
        assert_eq!(service_charge("0").unwrap().rate_ppm, 0);
        for text in [
            "18",
            "18% for 8",
            "lots",
            "18% for parties of none or more",
            "180%",
        ] {
            assert_eq!(service_charge(text), None, "{text}");
        }
    }

    #[test]
    fn happy_hours_are_read_with_their_days() {
        let two = happy_hours("Bar 20% off 16:00-18:00 Mon-Fri|Hot drinks 12.5% off 22:00-02:00")
            .unwrap();
        assert_eq!(two[0].days, [true, true, true, true, true, false, false]);
        assert_eq!(
            (two[0].off_ppm, two[0].from_min, two[0].to_min),
            (200_000, 960, 1_080)
        );
        assert_eq!(two[1].category, "Hot drinks");
        assert_eq!(two[1].days, [true; 7]);
        let weekend = happy_hours("Bar 5% off 16:00-18:00 Sat-Mon,Wed").unwrap();
        assert_eq!(
            weekend[0].days,
            [true, false, true, false, false, true, true]
        );
        for text in [
            "Bar",
            "Bar 20% off",
            "Bar 20% off 16-18",
            "Bar 20% off 16:00-18:00 Noday",
        ] {
            assert_eq!(happy_hours(text), None, "{text}");
        }
    }

    #[test]
    fn a_promotion_has_a_name_and_takes_percent_or_an_amount() {
        let euro = Currency::from_code("EUR").unwrap();
        let lunch = promotion("lunch", "Lunch: 10% off Primi|Secondi", euro).unwrap();
        assert_eq!(lunch.takes, Takes::Percent { ppm: 100_000 });
        assert_eq!(lunch.categories, ["Primi", "Secondi"]);
        let five = promotion("five", "Welcome back: 5.00 off", euro).unwrap();
        assert_eq!(five.categories.len(), 0);
        assert!(promotion("x", "10% off", euro).is_none());
        assert!(promotion("x", "Minus: -5 off", euro).is_none());
    }
}
