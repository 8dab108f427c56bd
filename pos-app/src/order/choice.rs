//! What a guest chose of a dish: its variant, its modifiers, how many.
//!
//! The till asks by itself where something has to be chosen; the node checks the same once more.

use shared::{
    api::till::{Chosen, NewLine},
    menu::{Course, Item, ModifierGroup, TaxClass},
    money::Money,
    order::{Line, LineFacts, LineModifier},
};

/// How far a group of modifiers is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum GroupState {
    /// So many more have to be chosen.
    Missing(u32),
    /// More may be chosen.
    Open,
    /// No more may be chosen.
    Full,
}

/// A dish while it is put together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Choice {
    /// The dish.
    pub(crate) item: Item,
    /// Its groups, in the order asked.
    pub(crate) groups: Vec<ModifierGroup>,
    /// The chosen variant; none while it has to be chosen.
    pub(crate) variant: Option<usize>,
    /// How many dishes.
    pub(crate) quantity: u32,
    counts: Vec<Vec<u32>>,
}

impl Choice {
    /// A dish of which nothing is chosen yet, with the groups of the whole menu.
    pub(crate) fn new(item: &Item, menu_groups: &[ModifierGroup]) -> Self {
        let groups: Vec<ModifierGroup> = item
            .groups
            .iter()
            .filter_map(|name| menu_groups.iter().find(|group| group.name == *name))
            .cloned()
            .collect();
        Self {
            variant: (item.variants.len() == 1).then_some(0),
            counts: groups
                .iter()
                .map(|group| vec![0; group.options.len()])
                .collect(),
            item: item.clone(),
            groups,
            quantity: 1,
        }
    }

    /// The dish as an unsent line of the check holds it, for a change of mind.
    pub(crate) fn of_line(line: &Line, item: &Item, menu_groups: &[ModifierGroup]) -> Self {
        let mut choice = Self::new(item, menu_groups);
        let by_name = item
            .variants
            .iter()
            .position(|v| v.name == line.facts.variant);
        choice.variant = choice.variant.or(by_name);
        choice.quantity = u32::try_from(line.quantity).unwrap_or(1).max(1);
        for modifier in &line.facts.modifiers {
            choice.recall(modifier);
        }
        choice
    }

    fn recall(&mut self, modifier: &LineModifier) {
        let places = self.groups.iter().zip(&mut self.counts);
        let Some((group, counts)) = places
            .into_iter()
            .find(|(group, _)| group.name == modifier.group)
        else {
            return;
        };
        let place = group
            .options
            .iter()
            .position(|option| option.name == modifier.name);
        if let Some(count) = place.and_then(|place| counts.get_mut(place)) {
            *count = modifier.count;
        }
    }

    /// The till has to ask before the dish can be added.
    pub(crate) fn must_ask(&self) -> bool {
        self.item.variants.len() > 1 || self.groups.iter().any(|group| group.min > 0)
    }

    /// There is something to choose at all.
    pub(crate) fn can_ask(&self) -> bool {
        self.item.variants.len() > 1 || !self.groups.is_empty()
    }

    /// How many of an option are chosen.
    pub(crate) fn count(&self, group: usize, option: usize) -> u32 {
        self.counts
            .get(group)
            .and_then(|counts| counts.get(option))
            .copied()
            .unwrap_or(0)
    }

    /// How far a group is.
    pub(crate) fn state(&self, group: usize) -> GroupState {
        let Some(rule) = self.groups.get(group) else {
            return GroupState::Full;
        };
        match self.taken(group) {
            taken if taken < rule.min => GroupState::Missing(rule.min - taken),
            taken if taken < rule.max => GroupState::Open,
            _ => GroupState::Full,
        }
    }

    fn taken(&self, group: usize) -> u32 {
        self.counts
            .get(group)
            .map_or(0, |counts| counts.iter().sum())
    }

    /// A tap on an option: one more of it. Where only one may be chosen it takes the place of the
    /// other, and a second tap takes it away again if none is a choice too.
    pub(crate) fn tap(&mut self, group: usize, option: usize) {
        let Some((min, max)) = self.groups.get(group).map(|rule| (rule.min, rule.max)) else {
            return;
        };
        let (before, full) = (self.count(group, option), self.taken(group) >= max);
        let Some(counts) = self.counts.get_mut(group) else {
            return;
        };
        if max == 1 {
            counts.fill(0);
        }
        let Some(count) = counts.get_mut(option) else {
            return;
        };
        match (max, before) {
            (1, 0) => *count = 1,
            (1, _) => *count = u32::from(min > 0),
            _ if full => {}
            _ => *count = before.saturating_add(1),
        }
    }

    /// The minus of an option: one fewer of it.
    pub(crate) fn minus(&mut self, group: usize, option: usize) {
        if let Some(count) = self.counts.get_mut(group).and_then(|c| c.get_mut(option)) {
            *count = count.saturating_sub(1);
        }
    }

    /// Everything that has to be chosen is chosen.
    pub(crate) fn is_complete(&self) -> bool {
        let met = |group| !matches!(self.state(group), GroupState::Missing(_));
        self.variant.is_some() && (0..self.groups.len()).all(met)
    }

    /// What all of it costs, as the menu writes it; nothing while the variant is open.
    pub(crate) fn price(&self) -> Option<Money> {
        let variant = self.item.variants.get(self.variant?)?;
        let facts = LineFacts {
            sku: self.item.sku.clone(),
            name: self.item.name.clone(),
            variant: variant.name.clone(),
            category: self.item.category.clone(),
            unit_price: variant.price,
            tax: TaxClass {
                name: self.item.tax.clone(),
                eat_in: Vec::new(),
                takeaway: None,
                delivery: None,
                compound: Vec::new(),
            },
            tax_included: true,
            station: self.item.station.clone(),
            allergens: self.item.allergens.clone(),
            prep_seconds: self.item.prep_seconds,
            modifiers: self.modifiers(),
            menu_version: 0,
        };
        facts
            .price_of_one()
            .ok()?
            .times(i64::from(self.quantity))
            .ok()
    }

    fn modifiers(&self) -> Vec<LineModifier> {
        let of_group = |(group, counts): (&ModifierGroup, &Vec<u32>)| {
            let taken = group
                .options
                .iter()
                .zip(counts)
                .filter(|(_, count)| **count > 0);
            taken
                .map(|(option, count)| LineModifier {
                    group: group.name.clone(),
                    name: option.name.clone(),
                    count: *count,
                    price: option.price,
                    allergens: option.allergens.clone(),
                })
                .collect::<Vec<_>>()
        };
        self.groups
            .iter()
            .zip(&self.counts)
            .flat_map(of_group)
            .collect()
    }

    /// The line to ask for; nothing while something has to be chosen.
    pub(crate) fn new_line(&self, seat: u32, course: Option<Course>) -> Option<NewLine> {
        if !self.is_complete() {
            return None;
        }
        let mut modifiers = Vec::new();
        for (group, counts) in self.groups.iter().zip(&self.counts) {
            for (option, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
                let group = group.name.clone();
                modifiers.push(Chosen {
                    group,
                    option: u32::try_from(option).ok()?,
                    count: *count,
                });
            }
        }
        Some(NewLine {
            sku: self.item.sku.clone(),
            variant: u32::try_from(self.variant?).ok()?,
            quantity: self.quantity,
            modifiers,
            seat,
            course,
            note: String::new(),
        })
    }
}

#[cfg(test)]
mod tests {
    use shared::menu::{Modifier, Name, Variant};

    use super::*;

    fn name(first: &str) -> Name {
        Name {
            first: first.to_owned(),
            second: String::new(),
        }
    }

    fn group(name_of: &str, min: u32, max: u32, prices: &[i64]) -> ModifierGroup {
        let option = |(n, price): (usize, &i64)| Modifier {
            name: name(&format!("{name_of} {n}")),
            price: Money::from_minor(*price),
            allergens: Vec::new(),
        };
        let options = prices.iter().enumerate().map(option).collect();
        ModifierGroup {
            name: name_of.to_owned(),
            min,
            max,
            options,
        }
    }

    fn dish(prices: &[i64], groups: &[ModifierGroup]) -> Choice {
        let variant = |price: &i64| Variant {
            name: price.to_string(),
            price: Money::from_minor(*price),
            barcode: None,
        };
        let item = Item {
            sku: "T1".to_owned(),
            category: "Pizze".to_owned(),
            course: Course::Main,
            station: None,
            name: name("Margherita"),
            variants: prices.iter().map(variant).collect(),
            tax: "food".to_owned(),
            allergens: Vec::new(),
            groups: groups.iter().map(|group| group.name.clone()).collect(),
            prep_seconds: 300,
            sold_out: false,
            left: None,
        };
        Choice::new(&item, groups)
    }

    #[test]
    fn a_plain_dish_is_added_without_a_question() {
        let plain = dish(&[800], &[]);
        assert!(!plain.must_ask() && !plain.can_ask() && plain.is_complete());
        let with_extras = dish(&[800], &[group("extra", 0, 3, &[150])]);
        assert!(!with_extras.must_ask() && with_extras.can_ask());
    }

    #[test]
    fn a_dish_that_lacks_a_choice_makes_no_line() {
        let mut steak = dish(&[2_400], &[group("doneness", 1, 1, &[0, 0])]);
        assert!(steak.must_ask());
        assert_eq!(steak.state(0), GroupState::Missing(1));
        assert_eq!(steak.new_line(0, None), None);
        steak.tap(0, 1);
        assert_eq!(steak.state(0), GroupState::Full);
        assert_eq!(steak.new_line(2, None).unwrap().modifiers[0].option, 1);
    }

    #[test]
    fn one_of_one_takes_the_place_of_the_other() {
        let mut steak = dish(&[2_400], &[group("doneness", 1, 1, &[0, 0])]);
        steak.tap(0, 0);
        steak.tap(0, 1);
        assert_eq!((steak.count(0, 0), steak.count(0, 1)), (0, 1));
        steak.tap(0, 1);
        assert_eq!(steak.count(0, 1), 1, "one has to stay");
    }

    #[test]
    fn taps_add_up_to_the_most_and_minus_takes_away() {
        let mut ramen = dish(&[900], &[group("topping", 0, 3, &[120, 250])]);
        for _ in 0..5 {
            ramen.tap(0, 0);
        }
        assert_eq!((ramen.count(0, 0), ramen.state(0)), (3, GroupState::Full));
        ramen.minus(0, 0);
        ramen.tap(0, 1);
        assert_eq!(ramen.price().unwrap().minor(), 900 + 2 * 120 + 250);
    }

    #[test]
    fn the_price_waits_for_the_variant_and_counts_all_dishes() {
        let mut wine = dish(&[500, 1_800], &[group("ice", 0, 1, &[-50])]);
        assert_eq!(wine.price(), None);
        wine.variant = Some(1);
        wine.tap(0, 0);
        wine.quantity = 2;
        assert_eq!(wine.price().unwrap().minor(), 3_500);
    }
}
