//! When the business day began that runs now.

use jiff::{Timestamp, ToSpan as _, civil::Date, tz::TimeZone};
use shared::menu::Site;

/// The last start of business at this site that is not later than now.
pub(crate) fn began_at_ms(now_ms: i64, site: &Site) -> Result<i64, jiff::Error> {
    let zone = TimeZone::get(&site.timezone)?;
    let starts_at_ms = |date: Date| {
        let minutes = i64::from(site.business_day_starts_min).minutes();
        let local = date.at(0, 0, 0, 0).checked_add(minutes)?;
        Ok(local.to_zoned(zone.clone())?.timestamp().as_millisecond())
    };
    let date = Timestamp::from_millisecond(now_ms)?
        .to_zoned(zone.clone())
        .date();
    let today_ms = starts_at_ms(date)?;
    if now_ms < today_ms {
        return starts_at_ms(date.yesterday()?);
    }
    Ok(today_ms)
}

#[cfg(test)]
mod tests {
    use shared::money::Currency;

    use super::*;

    #[test]
    fn the_day_began_at_the_last_start_of_business() {
        let rome = Site {
            name: String::new(),
            address: String::new(),
            tax_number: String::new(),
            currency: Currency::from_code("EUR").unwrap(),
            language: "it".to_owned(),
            second_language: None,
            kitchen_language: None,
            timezone: "Europe/Rome".to_owned(),
            business_day_starts_min: 300,
            prices_include_tax: true,
            cash_rounding_minor: 0,
            tip_choices: Vec::new(),
            auto_lock_min: 5,
            receipt_footer: String::new(),
            prices: shared::price::SitePrices::default(),
            drawer: shared::menu::DrawerRules::default(),
            serving: shared::menu::ServingRules::default(),
            tenders: Vec::new(),
        };
        let began = |now: &str| {
            let now: Timestamp = now.parse().unwrap();
            let began_at_ms = began_at_ms(now.as_millisecond(), &rome).unwrap();
            Timestamp::from_millisecond(began_at_ms)
                .unwrap()
                .to_string()
        };
        assert_eq!(began("2026-11-21T04:00:00Z"), "2026-11-21T04:00:00Z");
        assert_eq!(began("2026-11-21T03:59:59Z"), "2026-11-20T04:00:00Z");
        assert_eq!(began("2026-10-25T12:00:00Z"), "2026-10-25T04:00:00Z");
        assert_eq!(began("2026-10-25T01:30:00Z"), "2026-10-24T03:00:00Z");
    }
}
