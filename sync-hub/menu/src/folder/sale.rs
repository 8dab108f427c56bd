//! Columns of `items.csv` and `modifiers.csv` that a folder may leave out: how a thing is sold that
//! is not just counted, and what a modifier can do beside being chosen.

use shared::{
    menu::{HalvesRule, ModifierDetail, ModifierGroup, Prefix, PriceLimits, Sale, WeightUnit},
    money::Money,
};

use super::{
    MODIFIERS,
    sheet::{Errors, Row},
    site::SiteFactsNeeded,
};

/// Largest box, in thousandths of a unit.
const TARE_MILLI_MAX: u32 = 99_999;

/// What `sold_by` says of money for a gift card.
const GIFT_CARD: &str = "gift_card";

/// How an item is sold.
pub(super) fn sale(row: &Row, facts: &SiteFactsNeeded, errors: &mut Errors) -> Sale {
    let weighed = WeightUnit::from_word(row.get("sold_by"));
    let gift_card = row.get("sold_by") == GIFT_CARD;
    // What goes onto a card is asked each time.
    let is_open = gift_card || row.get("sold_by") == "open";
    if weighed.is_none() && !is_open && !["", "piece"].contains(&row.get("sold_by")) {
        let why = format!(
            "`{}` is none of piece, kg, lb, open, gift_card",
            row.get("sold_by")
        );
        row.wrong(errors, "sold_by", why);
    }
    let mut limit = |column: &str| optional_price(row, facts, column, false, errors);
    let limits = PriceLimits {
        min: limit("price_min"),
        max: limit("price_max"),
    };
    if !is_open && limits != PriceLimits::default() {
        row.wrong(
            errors,
            "price_min",
            "only where `sold_by` is `open` or `gift_card`",
        );
    }
    if let (Some(min), Some(max)) = (limits.min, limits.max)
        && min > max
    {
        row.wrong(errors, "price_max", "is less than `price_min`");
    }
    if gift_card {
        check_gift(row, errors);
    }
    let halves = match row.get("halves") {
        "" => None,
        "sum" => Some(HalvesRule::Sum),
        "dearer" => Some(HalvesRule::Dearer),
        other => {
            let why = format!("`{other}` is not `sum` or `dearer`");
            row.wrong(errors, "halves", why);
            None
        }
    };
    let combo = row.words(errors, "combo");
    let kinds = [
        weighed.is_some(),
        is_open,
        halves.is_some(),
        !combo.is_empty(),
    ];
    if kinds.into_iter().filter(|kind| *kind).count() > 1 {
        let why = "only one of: weighed, open price, halves, combo";
        row.wrong(errors, "sold_by", why);
    }
    Sale {
        weighed,
        tare_milli: tare(row, weighed, errors),
        open: is_open.then_some(limits),
        halves,
        combo,
        gift_card,
    }
}

/// A card is no dish: no kitchen makes it, and nothing is chosen with it.
fn check_gift(row: &Row, errors: &mut Errors) {
    if !["", "none"].contains(&row.get("station")) {
        row.wrong(errors, "station", "a gift card is made at none");
    }
    for column in ["modifier_groups", "allergens", "track_stock"] {
        if !["", "no"].contains(&row.get(column)) {
            row.wrong(errors, column, "a gift card has none");
        }
    }
}

/// `0.012` as thousandths.
fn tare(row: &Row, weighed: Option<WeightUnit>, errors: &mut Errors) -> u32 {
    let text = row.get("tare");
    if text.is_empty() {
        return 0;
    }
    let milli = milli(text).filter(|milli| *milli <= TARE_MILLI_MAX);
    if milli.is_none() || weighed.is_none() {
        let why = format!("`{text}` is no weight such as `0.012` of something that is weighed");
        row.wrong(errors, "tare", why);
    }
    milli.unwrap_or(0)
}

fn milli(text: &str) -> Option<u32> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || part.len() > 3 || !digits(whole) || !digits(part) {
        return None;
    }
    format!("{whole}{part:0<3}").parse().ok()
}

/// What a modifier can do.
pub(super) fn detail(row: &Row, facts: &SiteFactsNeeded, errors: &mut Errors) -> ModifierDetail {
    let mut prefixes = Vec::new();
    for word in row.words(errors, "prefixes") {
        if let Some(prefix) = Prefix::from_word(&word) {
            prefixes.push(prefix);
        } else {
            let why = format!("`{word}` is none of no, extra, light, side");
            row.wrong(errors, "prefixes", why);
        }
    }
    prefixes.sort_by_key(|prefix| Prefix::ALL.iter().position(|one| one == prefix));
    ModifierDetail {
        prefixes,
        extra: optional_price(row, facts, "extra_price", true, errors),
        without: optional_price(row, facts, "no_price", true, errors),
        opens: row.words(errors, "opens"),
    }
}

fn optional_price(
    row: &Row,
    facts: &SiteFactsNeeded,
    column: &str,
    may_be_negative: bool,
    errors: &mut Errors,
) -> Option<Money> {
    if row.get(column).is_empty() {
        return None;
    }
    facts.price(errors, row, column, may_be_negative)
}

/// Options that open a group that is not there, or that lead back to themselves.
pub(super) fn check_opens(groups: &[ModifierGroup], errors: &mut Errors) {
    let find = |name: &str| groups.iter().find(|group| group.name == name);
    let opens = |group: &ModifierGroup| -> Vec<String> {
        let options = group.options.iter();
        options.flat_map(|one| one.detail.opens.clone()).collect()
    };
    for group in groups {
        let mut next = opens(group);
        let mut seen: Vec<String> = Vec::new();
        while let Some(name) = next.pop() {
            if name == group.name {
                let why = format!("`{name}` opens itself");
                errors.push(MODIFIERS, 0, "opens", why);
                break;
            }
            if seen.contains(&name) {
                continue;
            }
            if let Some(inner) = find(&name) {
                next.extend(opens(inner));
            } else {
                let why = format!("there is no group `{name}` in modifiers.csv");
                errors.push(MODIFIERS, 0, "opens", why);
            }
            seen.push(name);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weight_is_read_in_thousandths() {
        let read = ["0.012", "1", "1.5", "1.2345", ".5", "-1", "x"].map(milli);
        let some = [Some(12), Some(1_000), Some(1_500), None, None, None, None];
        assert_eq!(read, some);
    }
}
