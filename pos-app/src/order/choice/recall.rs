//! A dish as an unsent line of the check holds it, for a change of mind.

use std::sync::Arc;

use shared::{
    api::till::{Chosen, DishAsked, HalfAsked, MenuView},
    menu::Item,
    order::{ComboPart, Line, LineModifier},
};

use super::{Choice, Root, Spot};

impl Choice {
    /// The dish of a line. What the menu does not have any more is left out.
    pub(crate) fn of_line(line: &Line, item: &Item, menu: &Arc<MenuView>) -> Self {
        let mut choice = Self::new(item, menu);
        let facts = &line.facts;
        let by_name = item.variants.iter().position(|v| v.name == facts.variant);
        choice.variant = choice.variant.or(by_name);
        choice.quantity = u32::try_from(line.quantity).unwrap_or(1).max(1);
        if let Some(weighed) = &facts.special.weighed {
            choice.typed = i64::from(weighed.net_milli.saturating_add(weighed.tare_milli));
            // What a scale printed has no box, whatever the menu knows.
            let is_other = weighed.tare_milli != item.sale.tare_milli;
            choice.tare = is_other.then_some(weighed.tare_milli);
        } else if facts.special.asked {
            choice.typed = facts.unit_price.minor();
        }
        choice.recall(Root::Dish, &facts.modifiers);
        for (place, half) in facts.special.halves().iter().enumerate() {
            if let Some(slot) = choice.halves.get_mut(place) {
                *slot = Some(HalfAsked {
                    sku: half.sku.clone(),
                    modifiers: Vec::new(),
                });
            }
            choice.recall(Root::Half(place), &half.modifiers);
        }
        for part in facts.special.parts() {
            choice.recall_part(part);
        }
        choice
    }

    fn recall_part(&mut self, part: &ComboPart) {
        let dishes = self.combo(&part.group).map(|group| &group.dishes);
        let place = dishes.and_then(|dishes| {
            let is_it = |dish: &shared::menu::ComboDish| {
                dish.sku == part.sku && (dish.variant.is_empty() || dish.variant == part.variant)
            };
            dishes.iter().position(is_it)
        });
        let Some(dish) = place.and_then(|place| u32::try_from(place).ok()) else {
            return;
        };
        self.dishes.push(DishAsked {
            group: part.group.clone(),
            dish,
            modifiers: Vec::new(),
        });
        self.recall(Root::Part(self.dishes.len() - 1), &part.modifiers);
    }

    fn recall(&mut self, root: Root, modifiers: &[LineModifier]) {
        // Where the last modifier of each depth is, and how many there are of it.
        let mut above: Vec<(String, usize, u32)> = Vec::new();
        for modifier in modifiers {
            above.truncate(modifier.under.len());
            let mut spot = Spot::root(root);
            spot.path = above
                .iter()
                .map(|(group, at, _)| (group.clone(), *at))
                .collect();
            let options = self.group(&modifier.group).map(|group| &group.options);
            let place = options.and_then(|options| {
                options
                    .iter()
                    .position(|option| option.name == modifier.name)
            });
            let Some(option) = place else {
                continue;
            };
            let times = above.last().map_or(1, |(.., count)| *count).max(1);
            if let Some(picks) = self.picks_mut(&spot) {
                picks.push(Chosen {
                    group: modifier.group.clone(),
                    option: u32::try_from(option).unwrap_or(u32::MAX),
                    count: modifier.count / times,
                    prefix: modifier.prefix,
                    inner: Vec::new(),
                });
            }
            above.push((modifier.group.clone(), option, modifier.count));
        }
    }
}
