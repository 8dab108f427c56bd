//! `prices.csv` and `price_list.…` of `site.csv`: other prices, and when and where they count.

use shared::{
    menu::{Item, ListedPrice, PriceList, Room, Service},
    price::Hours,
};

use super::{
    PRICES, SITE, prices,
    sheet::{Errors, Sheet},
    site::SiteFactsNeeded,
};

pub(super) const COLUMNS: &[&str] = &["list", "sku", "variant", "price"];
pub(super) const LIST_PREFIX: &str = "price_list.";
/// No restaurant has more.
const LISTS_MAX: usize = 20;

/// `takeaway`, `room Terrazza`, `12:00-15:00 Mon-Fri`, several with `|` between.
pub(super) fn list(name: &str, text: &str) -> Option<PriceList> {
    let mut list = PriceList {
        name: name.to_owned(),
        service: None,
        room: None,
        hours: None,
        prices: Vec::new(),
    };
    for part in text.split('|').map(str::trim) {
        if part == "takeaway" {
            list.service = Some(Service::Takeaway);
        } else if part == "eat_in" {
            list.service = Some(Service::EatIn);
        } else if let Some(room) = part.strip_prefix("room ") {
            list.room = Some(room.trim().to_owned());
        } else {
            list.hours = Some(hours(part)?);
        }
    }
    (!name.is_empty() && name.len() <= 40).then_some(list)
}

fn hours(text: &str) -> Option<Hours> {
    let (from_min, to_min, days) = prices::times(text)?;
    Some(Hours {
        from_min,
        to_min,
        days,
    })
}

/// Puts the rows of `prices.csv` into their lists.
pub(super) fn fill(
    lists: &mut [PriceList],
    sheet: &Sheet,
    facts: &SiteFactsNeeded,
    items: &[Item],
    errors: &mut Errors,
) {
    for row in &sheet.rows {
        let name = row.name(errors, "list");
        let sku = row.name(errors, "sku");
        let variant = row.optional_name(errors, "variant");
        let price = facts.price(errors, row, "price", false);
        let (Some(name), Some(sku), Some(variant), Some(price)) = (name, sku, variant, price)
        else {
            continue;
        };
        match items.iter().find(|item| item.sku == sku) {
            None => row.wrong(errors, "sku", format!("there is no `{sku}` in items.csv")),
            Some(item) => {
                if !variant.is_empty() && !item.variants.iter().any(|one| one.name == variant) {
                    let why = format!("`{sku}` has no size `{variant}`");
                    row.wrong(errors, "variant", why);
                }
            }
        }
        let Some(list) = lists.iter_mut().find(|list| list.name == name) else {
            let why = format!("there is no `{LIST_PREFIX}{name}` in site.csv");
            row.wrong(errors, "list", why);
            continue;
        };
        let same = |one: &ListedPrice| one.sku == sku && one.variant == variant;
        if list.prices.iter().any(same) {
            row.wrong(errors, "sku", format!("`{sku}` is in `{name}` already"));
        }
        list.prices.push(ListedPrice {
            sku,
            variant,
            price,
        });
    }
}

/// Lists for rooms that are not there, lists that say nothing, too many.
pub(super) fn check(lists: &[PriceList], rooms: &[Room], errors: &mut Errors) {
    for list in lists {
        let key = format!("{LIST_PREFIX}{}", list.name);
        if let Some(room) = &list.room
            && !rooms.iter().any(|one| one.name == *room)
        {
            errors.push(SITE, 0, &key, format!("there is no room `{room}`"));
        }
        if list.prices.is_empty() {
            errors.push(SITE, 0, &key, format!("{PRICES} has no price for it"));
        }
    }
    if lists.len() > LISTS_MAX {
        let why = format!("more than {LISTS_MAX} lists");
        errors.push(SITE, 0, LIST_PREFIX, why);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_counts_by_service_room_and_hours() {
        let lunch = list("lunch", "eat_in | room Terrazza | 12:00-15:00 Mon-Fri").unwrap();
        assert_eq!(lunch.service, Some(Service::EatIn));
        assert_eq!(lunch.room.as_deref(), Some("Terrazza"));
        assert_eq!(lunch.hours.map(|hours| hours.from_min), Some(720));
        assert!(list("staff", "whenever").is_none() && list("", "takeaway").is_none());
    }
}
