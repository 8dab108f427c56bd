//! Business days as spans of time: from the site's start of business to the next one's, also when
//! the clocks change in between.

use jiff::{Timestamp, ToSpan as _, civil::Date, tz::TimeZone};
use shared::menu::Site;

/// An hour in milliseconds.
pub(crate) const HOUR_MS: i64 = 3_600_000;

/// Why a day has no span.
#[derive(Debug, thiserror::Error)]
#[error("day of business at {timezone}: {cause}")]
pub(crate) struct DayError {
    timezone: String,
    cause: jiff::Error,
}

/// A business day of a site.
#[derive(Clone, Debug)]
pub(crate) struct Day {
    /// The calendar day on which it begins.
    pub(crate) date: Date,
    /// When it begins.
    pub(crate) starts_at_ms: i64,
    /// When the next one begins.
    pub(crate) ends_at_ms: i64,
    zone: TimeZone,
}

impl Day {
    /// The business day of this site that begins on this date.
    pub(crate) fn on(date: Date, site: &Site) -> Result<Self, DayError> {
        let refuse = |cause| DayError {
            timezone: site.timezone.clone(),
            cause,
        };
        let zone = TimeZone::get(&site.timezone).map_err(refuse)?;
        let starts_at = |date: Date| {
            let minutes = i64::from(site.business_day_starts_min).minutes();
            let local = date.at(0, 0, 0, 0).checked_add(minutes)?;
            Ok(local.to_zoned(zone.clone())?.timestamp().as_millisecond())
        };
        let next = date.tomorrow().map_err(refuse)?;
        Ok(Self {
            date,
            starts_at_ms: starts_at(date).map_err(refuse)?,
            ends_at_ms: starts_at(next).map_err(refuse)?,
            zone,
        })
    }

    /// The business day that runs at this time.
    pub(crate) fn at(now_ms: i64, site: &Site) -> Result<Self, DayError> {
        let refuse = |cause| DayError {
            timezone: site.timezone.clone(),
            cause,
        };
        let zone = TimeZone::get(&site.timezone).map_err(refuse)?;
        let now = Timestamp::from_millisecond(now_ms).map_err(refuse)?;
        let today = Self::on(now.to_zoned(zone).date(), site)?;
        if now_ms < today.starts_at_ms {
            return Self::on(today.date.yesterday().map_err(refuse)?, site);
        }
        Ok(today)
    }

    /// The same weekday of the week before.
    pub(crate) fn week_before(&self, site: &Site) -> Result<Self, DayError> {
        let date = self.date.checked_sub(7.days());
        let date = date.map_err(|cause| DayError {
            timezone: site.timezone.clone(),
            cause,
        });
        Self::on(date?, site)
    }

    /// When each of its hours begins, and which hour of the local day that is.
    pub(crate) fn hours(&self) -> Vec<(i64, u32)> {
        let mut hours = Vec::with_capacity(25);
        let mut at_ms = self.starts_at_ms;
        while at_ms < self.ends_at_ms {
            let at = Timestamp::from_millisecond(at_ms).unwrap_or_default();
            let hour = at.to_zoned(self.zone.clone()).hour();
            hours.push((at_ms, u32::try_from(hour).unwrap_or(0)));
            at_ms += HOUR_MS;
        }
        hours
    }
}

#[cfg(test)]
mod tests {
    use shared::money::Currency;

    use super::*;

    fn site(timezone: &str, business_day_starts_min: i32) -> Site {
        Site {
            name: String::new(),
            address: String::new(),
            tax_number: String::new(),
            currency: Currency::from_code("EUR").unwrap(),
            language: "it".to_owned(),
            second_language: None,
            kitchen_language: None,
            timezone: timezone.to_owned(),
            business_day_starts_min,
            prices_include_tax: true,
            cash_rounding_minor: 0,
            tip_choices: Vec::new(),
            auto_lock_min: 5,
            receipt_footer: String::new(),
            prices: shared::price::SitePrices::default(),
            drawer: shared::menu::DrawerRules::default(),
            serving: shared::menu::ServingRules::default(),
            tenders: Vec::new(),
        }
    }

    fn ms(text: &str) -> i64 {
        text.parse::<Timestamp>().unwrap().as_millisecond()
    }

    #[test]
    fn after_midnight_it_is_still_the_evening_before() {
        let rome = site("Europe/Rome", 300);
        let date = |at| Day::at(ms(at), &rome).unwrap().date.to_string();
        assert_eq!(date("2026-11-21T03:59:59Z"), "2026-11-20");
        assert_eq!(date("2026-11-21T04:00:00Z"), "2026-11-21");
    }

    #[test]
    fn each_site_has_its_own_day() {
        let at = ms("2026-11-21T02:00:00Z");
        let date = |zone| Day::at(at, &site(zone, 240)).unwrap().date.to_string();
        assert_eq!(date("America/New_York"), "2026-11-20");
        assert_eq!(date("Asia/Tokyo"), "2026-11-21");
    }

    #[test]
    fn a_day_on_which_the_clocks_change_has_another_length() {
        let rome = site("Europe/Rome", 0);
        let hours = |date: &str| {
            let day = Day::on(date.parse().unwrap(), &rome).unwrap();
            let hours: Vec<_> = day.hours().iter().map(|(_, hour)| *hour).collect();
            (hours.len(), hours[1], hours[2], hours[3])
        };
        assert_eq!(hours("2026-03-29"), (23, 1, 3, 4));
        assert_eq!(hours("2026-10-25"), (25, 1, 2, 2));
        assert_eq!(hours("2026-11-21"), (24, 1, 2, 3));
    }

    #[test]
    fn hours_begin_with_the_business() {
        let tokyo = site("Asia/Tokyo", 270);
        let day = Day::on("2026-11-21".parse().unwrap(), &tokyo).unwrap();
        let hours = day.hours();
        assert_eq!(hours[0], (ms("2026-11-20T19:30:00Z"), 4));
        assert_eq!(hours[23].1, 3);
        let week = day.week_before(&tokyo).unwrap();
        assert_eq!(week.date.to_string(), "2026-11-14");
    }
}
