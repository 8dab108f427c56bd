//! `combos.csv`: dishes of which some belong to a combo.

use shared::menu::{ComboDish, ComboGroup, Item};

use super::{
    COMBOS, ITEMS,
    sheet::{Errors, Row, Sheet},
    site::SiteFactsNeeded,
};

pub(super) const COLUMNS: &[&str] = &["combo", "min", "max", "sku", "variant", "upcharge"];
/// Nobody eats more of one group.
const DISHES_MAX: u32 = 20;

/// Reads the sheet.
pub(super) fn read(
    sheet: &Sheet,
    facts: &SiteFactsNeeded,
    items: &[Item],
    errors: &mut Errors,
) -> Vec<ComboGroup> {
    let mut groups: Vec<ComboGroup> = Vec::new();
    for row in &sheet.rows {
        let name = row.name(errors, "combo");
        let min = row.whole(errors, "min", 0..=DISHES_MAX);
        let max = row.whole(errors, "max", 1..=DISHES_MAX);
        let dish = dish(row, facts, items, errors);
        let (Some(name), Some(min), Some(max), Some(dish)) = (name, min, max, dish) else {
            continue;
        };
        if min > max {
            row.wrong(errors, "min", format!("{min} is more than the most, {max}"));
        }
        match groups.iter_mut().find(|group| group.name == name) {
            Some(group) => {
                if (group.min, group.max) != (min, max) {
                    let why = format!("other than in the rows of `{name}` above");
                    row.wrong(errors, "min", why);
                }
                group.dishes.push(dish);
            }
            None => groups.push(ComboGroup {
                name,
                min,
                max,
                dishes: vec![dish],
            }),
        }
    }
    groups
}

fn dish(
    row: &Row,
    facts: &SiteFactsNeeded,
    items: &[Item],
    errors: &mut Errors,
) -> Option<ComboDish> {
    let sku = row.name(errors, "sku")?;
    let variant = row.optional_name(errors, "variant")?;
    let upcharge = facts.price(errors, row, "upcharge", true)?;
    let Some(item) = items.iter().find(|item| item.sku == sku) else {
        row.wrong(errors, "sku", format!("there is no `{sku}` in items.csv"));
        return None;
    };
    if !item.sale.is_plain() {
        row.wrong(errors, "sku", format!("`{sku}` cannot be part of a combo"));
    }
    if !variant.is_empty() && !item.variants.iter().any(|one| one.name == variant) {
        let why = format!("`{sku}` has no size `{variant}`");
        row.wrong(errors, "variant", why);
    }
    Some(ComboDish {
        sku,
        variant,
        upcharge,
    })
}

/// Combos whose groups are not there.
pub(super) fn check(items: &[Item], groups: &[ComboGroup], errors: &mut Errors) {
    for item in items {
        for name in &item.sale.combo {
            if !groups.iter().any(|group| group.name == *name) {
                let why = format!("`{}`: there is no `{name}` in {COMBOS}", item.sku);
                errors.push(ITEMS, 0, "combo", why);
            }
        }
    }
}
