//! `recipes.csv`: what goes into an item; checked and kept until stock is counted.

use std::collections::BTreeMap;

use super::{
    Recipe,
    items::Seen,
    sheet::{Errors, Sheet},
};

pub(super) const COLUMNS: &[&str] = &["sku", "variant", "ingredient", "quantity", "unit"];

/// Reads the sheet. `items` are the codes of `items.csv`, where that file is there.
pub(super) fn read(
    sheet: &Sheet,
    items: Option<&BTreeMap<String, Seen>>,
    errors: &mut Errors,
) -> Vec<Recipe> {
    let mut recipes = Vec::with_capacity(sheet.rows.len());
    for row in &sheet.rows {
        let sku = row.name(errors, "sku");
        let variant = row.optional_name(errors, "variant");
        let ingredient = row.name(errors, "ingredient");
        let unit = row.name(errors, "unit");
        let quantity = row.get("quantity");
        if !is_quantity(quantity) {
            row.wrong(
                errors,
                "quantity",
                format!("`{quantity}` is not an amount above zero"),
            );
        }
        let (Some(sku), Some(variant), Some(ingredient), Some(unit)) =
            (sku, variant, ingredient, unit)
        else {
            continue;
        };
        let item = items.map(|items| items.get(&sku));
        if item == Some(None) {
            row.wrong(errors, "sku", format!("there is no item `{sku}`"));
        }
        if let Some(Some(item)) = item
            && !variant.is_empty()
            && !item.sizes.contains(&variant)
        {
            let why = format!("`{sku}` has no size `{variant}`");
            row.wrong(errors, "variant", why);
        }
        recipes.push(Recipe {
            sku,
            variant,
            ingredient,
            quantity: quantity.to_owned(),
            unit,
        });
    }
    recipes
}

fn is_quantity(text: &str) -> bool {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |part: &str| {
        (1..=9).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    digits(whole) && digits(fraction) && text.contains(|c: char| matches!(c, '1'..='9'))
}
