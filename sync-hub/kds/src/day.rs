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
