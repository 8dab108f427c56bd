//! `modifiers.csv`: choices that belong together.

use shared::menu::{Modifier, ModifierGroup, Name};

use super::{
    ModifierIngredient,
    items::allergens,
    sale,
    sheet::{Errors, Row, Sheet},
    site::SiteFactsNeeded,
};

pub(super) const COLUMNS: &[&str] = &[
    "group",
    "min",
    "max",
    "name",
    "name_2",
    "price",
    "ingredient",
    "allergens",
    "prefixes?",
    "extra_price?",
    "no_price?",
    "opens?",
];
const CHOICES_MAX: u32 = 100;

/// What `modifiers.csv` says.
#[derive(Debug, Default)]
pub(super) struct GroupsSheet {
    /// The groups whose rows make sense.
    pub(super) groups: Vec<ModifierGroup>,
    /// Names of all groups, right or wrong.
    pub(super) names: Vec<String>,
    /// What modifiers take from the stock.
    pub(super) ingredients: Vec<ModifierIngredient>,
}

/// Reads the sheet.
pub(super) fn read(sheet: &Sheet, facts: &SiteFactsNeeded, errors: &mut Errors) -> GroupsSheet {
    let mut read = GroupsSheet::default();
    for row in &sheet.rows {
        let Some(name) = row.name(errors, "group") else {
            continue;
        };
        if !read.names.contains(&name) {
            read.names.push(name.clone());
        }
        let min = row.whole(errors, "min", 0..=CHOICES_MAX);
        let max = row.whole(errors, "max", 1..=CHOICES_MAX);
        let option = option(row, facts, errors);
        if let (Some(min), Some(max), Some(option)) = (min, max, option) {
            read.add(row, (name, min, max), option, errors);
        }
    }
    if errors.is_empty() {
        sale::check_opens(&read.groups, errors);
    }
    read
}

fn option(row: &Row, facts: &SiteFactsNeeded, errors: &mut Errors) -> Option<Modifier> {
    let first = row.name(errors, "name");
    let second = row.optional_name(errors, "name_2");
    let price = facts.price(errors, row, "price", true);
    let allergens = allergens(row, errors);
    Some(Modifier {
        name: Name {
            first: first?,
            second: second?,
        },
        price: price?,
        allergens,
        detail: sale::detail(row, facts, errors),
    })
}

impl GroupsSheet {
    fn add(
        &mut self,
        row: &Row,
        (name, min, max): (String, u32, u32),
        option: Modifier,
        errors: &mut Errors,
    ) {
        if min > max {
            row.wrong(errors, "min", format!("{min} is more than the most, {max}"));
        }
        if let Some(ingredient) = row.optional_name(errors, "ingredient")
            && !ingredient.is_empty()
        {
            self.ingredients.push(ModifierIngredient {
                group: name.clone(),
                modifier: option.name.first.clone(),
                ingredient,
            });
        }
        let Some(group) = self.groups.iter_mut().find(|group| group.name == name) else {
            self.groups.push(ModifierGroup {
                name,
                min,
                max,
                options: vec![option],
            });
            return;
        };
        for (column, here, above) in [("min", min, group.min), ("max", max, group.max)] {
            if here != above {
                let why = format!("{here} here, {above} in the rows of `{name}` above");
                row.wrong(errors, column, why);
            }
        }
        let first = &option.name.first;
        if group.options.iter().any(|known| known.name.first == *first) {
            row.wrong(errors, "name", format!("`{first}` is in `{name}` already"));
        }
        group.options.push(option);
    }
}
