//! What a guest chose of a dish: its variant, its modifiers and what hangs under them, its weight,
//! its halves, the dishes of a combo, how many.
//!
//! The till asks by itself where something has to be chosen; the node checks the same once more,
//! and says what it costs.

mod recall;
mod spot;

use std::sync::Arc;

use shared::{
    api::till::{Chosen, DishAsked, HalfAsked, LineMore, MenuView, NewLine},
    gift::CardCode,
    menu::{ComboGroup, Course, Item, ModifierGroup, Prefix, PriceLimits},
    money::Money,
};

pub(crate) use spot::{Root, Spot};

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

impl GroupState {
    const fn of(taken: u32, min: u32, max: u32) -> Self {
        if taken < min {
            Self::Missing(min - taken)
        } else if taken < max {
            Self::Open
        } else {
            Self::Full
        }
    }
}

/// A dish while it is put together.
#[derive(Clone, Debug)]
pub(crate) struct Choice {
    /// The dish.
    pub(crate) item: Item,
    /// The chosen variant; none while it has to be chosen.
    pub(crate) variant: Option<usize>,
    /// How many dishes.
    pub(crate) quantity: u32,
    /// What was typed: a weight in thousandths, or a price in minor units.
    pub(crate) typed: i64,
    /// What the box weighs, where somebody typed it; none for the box that the menu knows.
    pub(crate) tare: Option<u32>,
    /// The code of a gift card; empty where the till makes one.
    pub(crate) code: String,
    menu: Arc<MenuView>,
    picks: Vec<Chosen>,
    halves: [Option<HalfAsked>; 2],
    dishes: Vec<DishAsked>,
}

impl Choice {
    /// A dish of which nothing is chosen yet.
    pub(crate) fn new(item: &Item, menu: &Arc<MenuView>) -> Self {
        Self {
            variant: (item.variants.len() == 1).then_some(0),
            item: item.clone(),
            quantity: 1,
            typed: 0,
            tare: None,
            code: String::new(),
            menu: Arc::clone(menu),
            picks: Vec::new(),
            halves: [None, None],
            dishes: Vec::new(),
        }
    }

    /// The till has to ask before the dish can be added.
    pub(crate) fn must_ask(&self) -> bool {
        let groups = self.groups(&Spot::root(Root::Dish));
        !self.item.sale.is_plain()
            || self.item.variants.len() > 1
            || groups.iter().any(|group| group.min > 0)
    }

    /// There is something to choose at all.
    pub(crate) fn can_ask(&self) -> bool {
        !self.item.sale.is_plain() || self.item.variants.len() > 1 || !self.item.groups.is_empty()
    }

    /// Something has to be typed: a weight or a price.
    pub(crate) const fn is_typed(&self) -> bool {
        self.item.sale.weighed.is_some() || self.item.sale.open.is_some()
    }

    /// What the box weighs, in thousandths.
    pub(crate) fn tare(&self) -> u32 {
        self.tare.unwrap_or(self.item.sale.tare_milli)
    }

    /// What is left without the box; none while that is nothing.
    pub(crate) fn net(&self) -> Option<u32> {
        let gross = u32::try_from(self.typed).ok()?;
        gross.checked_sub(self.tare()).filter(|net| *net > 0)
    }

    /// The groups that are asked at a spot.
    pub(crate) fn groups(&self, spot: &Spot) -> Vec<ModifierGroup> {
        let names = match spot.path.split_last() {
            None => self.groups_of_root(spot.root),
            Some(((group, option), _)) => {
                let option = self
                    .group(group)
                    .and_then(|group| group.options.get(*option));
                option.map_or(Vec::new(), |option| option.detail.opens.clone())
            }
        };
        names
            .iter()
            .filter_map(|name| self.group(name))
            .cloned()
            .collect()
    }

    fn groups_of_root(&self, root: Root) -> Vec<String> {
        let sku = match root {
            Root::Dish => return self.item.groups.clone(),
            Root::Half(place) => self.half(place).map(|half| half.sku.clone()),
            Root::Part(place) => self.dishes.get(place).and_then(|dish| {
                let group = self.combo(&dish.group)?;
                let place = usize::try_from(dish.dish).ok()?;
                group.dishes.get(place).map(|dish| dish.sku.clone())
            }),
        };
        let item = sku.and_then(|sku| self.item_of(&sku));
        item.map_or(Vec::new(), |item| item.groups.clone())
    }

    fn group(&self, name: &str) -> Option<&ModifierGroup> {
        self.menu.groups.iter().find(|group| group.name == name)
    }

    fn combo(&self, name: &str) -> Option<&ComboGroup> {
        self.menu.combos.iter().find(|group| group.name == name)
    }

    /// The item with this code.
    pub(crate) fn item_of(&self, sku: &str) -> Option<&Item> {
        self.menu.items.iter().find(|item| item.sku == sku)
    }

    /// What was picked of an option at a spot.
    pub(crate) fn pick(&self, spot: &Spot, group: &str, option: usize) -> Option<&Chosen> {
        let mut picks = self.picks(spot)?.iter();
        picks.find(|one| one.group == group && is_at(one.option, option))
    }

    /// How far a group is.
    pub(crate) fn state(&self, spot: &Spot, group: &ModifierGroup) -> GroupState {
        let picks = self.picks(spot).unwrap_or_default().iter();
        let there = picks.filter(|one| one.group == group.name && one.prefix != Some(Prefix::No));
        GroupState::of(there.map(|one| one.count).sum(), group.min, group.max)
    }

    /// A tap on an option: one more of it, or the same with another prefix. Where only one may be
    /// chosen it takes the place of the other, and a second tap takes it away again if none is a
    /// choice too.
    pub(crate) fn tap(
        &mut self,
        spot: &Spot,
        group: &ModifierGroup,
        option: usize,
        prefix: Option<Prefix>,
    ) {
        let state = self.state(spot, group);
        let before = self.pick(spot, &group.name, option).cloned();
        let (min, max) = (group.min, group.max);
        let Some(picks) = self.picks_mut(spot) else {
            return;
        };
        let is_it = |one: &Chosen| one.group == group.name && is_at(one.option, option);
        let is_no = prefix == Some(Prefix::No);
        if max == 1 && !is_no {
            let goes = |one: &Chosen| one.group == group.name && one.prefix != Some(Prefix::No);
            picks.retain(|one| is_it(one) || !goes(one));
        }
        match before {
            Some(pick) if pick.prefix == prefix => {
                let is_last = max == 1 || is_no;
                if is_last && (is_no || min == 0) {
                    picks.retain(|one| !is_it(one));
                } else if !is_last && state != GroupState::Full {
                    change(picks, &is_it, |one| one.count += 1);
                }
            }
            Some(pick) => {
                let was_no = pick.prefix == Some(Prefix::No);
                if was_no && state == GroupState::Full && max > 1 {
                    return;
                }
                change(picks, &is_it, |one| {
                    one.prefix = prefix;
                    if is_no {
                        one.count = 1;
                        one.inner.clear();
                    }
                });
            }
            None if state == GroupState::Full && max > 1 && !is_no => {}
            None => picks.push(Chosen {
                group: group.name.clone(),
                option: u32::try_from(option).unwrap_or(u32::MAX),
                count: 1,
                prefix,
                inner: Vec::new(),
            }),
        }
    }

    /// The minus of an option: one fewer of it.
    pub(crate) fn minus(&mut self, spot: &Spot, group: &str, option: usize) {
        if let Some(picks) = self.picks_mut(spot) {
            let is_it = |one: &Chosen| one.group == group && is_at(one.option, option);
            change(picks, &is_it, |one| one.count = one.count.saturating_sub(1));
            picks.retain(|one| one.count > 0);
        }
    }

    /// Items that can be a half of it.
    pub(crate) fn half_items(&self) -> Vec<Item> {
        let fits = |item: &&Item| {
            item.category == self.item.category && item.sale.is_plain() && !item.sold_out
        };
        self.menu.items.iter().filter(fits).cloned().collect()
    }

    /// A half, where it is chosen.
    pub(crate) fn half(&self, place: usize) -> Option<&HalfAsked> {
        self.halves.get(place)?.as_ref()
    }

    /// Chooses a half; what was on the other one goes.
    pub(crate) fn set_half(&mut self, place: usize, sku: &str) {
        if let Some(half) = self.halves.get_mut(place) {
            *half = Some(HalfAsked {
                sku: sku.to_owned(),
                modifiers: Vec::new(),
            });
        }
    }

    /// The groups of the combo with their dishes.
    pub(crate) fn combos(&self) -> Vec<ComboGroup> {
        let names = self.item.sale.combo.iter();
        names.filter_map(|name| self.combo(name)).cloned().collect()
    }

    /// Places of the chosen dishes of a group, in the order in which they were chosen.
    pub(crate) fn chosen_dishes(&self, group: &str) -> Vec<(usize, DishAsked)> {
        let dishes = self.dishes.iter().cloned().enumerate();
        dishes.filter(|(_, dish)| dish.group == group).collect()
    }

    /// How far a group of a combo is.
    pub(crate) fn combo_state(&self, group: &ComboGroup) -> GroupState {
        let taken = self.chosen_dishes(&group.name).len();
        GroupState::of(
            u32::try_from(taken).unwrap_or(u32::MAX),
            group.min,
            group.max,
        )
    }

    /// A tap on a dish of a combo.
    pub(crate) fn tap_dish(&mut self, group: &ComboGroup, dish: usize) {
        let is_it = |one: &DishAsked| one.group == group.name && is_at(one.dish, dish);
        let was_it = self.dishes.iter().any(is_it);
        if group.max == 1 {
            self.dishes.retain(|one| one.group != group.name);
            if was_it && group.min == 0 {
                return;
            }
        } else if self.combo_state(group) == GroupState::Full {
            self.dishes.retain(|one| !is_it(one));
            return;
        }
        self.dishes.push(DishAsked {
            group: group.name.clone(),
            dish: u32::try_from(dish).unwrap_or(u32::MAX),
            modifiers: Vec::new(),
        });
    }

    /// Everything that has to be chosen is chosen.
    pub(crate) fn is_complete(&self) -> bool {
        let sale = &self.item.sale;
        let combos = self.combos();
        let met = |group: &ComboGroup| !matches!(self.combo_state(group), GroupState::Missing(_));
        self.variant.is_some()
            && (sale.weighed.is_none() || self.net().is_some())
            && (sale.open.is_none() || self.typed > 0)
            && (sale.halves.is_none() || self.halves.iter().all(Option::is_some))
            && combos.iter().all(met)
            && self
                .roots()
                .into_iter()
                .all(|root| self.is_met(&Spot::root(root)))
    }

    /// The limits that the typed price is beyond: not everybody may ask for it.
    pub(crate) fn beyond(&self) -> Option<PriceLimits> {
        let limits = self.item.sale.open?;
        let is_beyond = self.typed > 0 && !limits.hold(Money::from_minor(self.typed));
        is_beyond.then_some(limits)
    }

    fn roots(&self) -> Vec<Root> {
        let mut roots = vec![Root::Dish];
        if self.item.sale.halves.is_some() {
            roots.extend([Root::Half(0), Root::Half(1)]);
        }
        roots.extend((0..self.dishes.len()).map(Root::Part));
        roots
    }

    fn is_met(&self, spot: &Spot) -> bool {
        let groups = self.groups(spot);
        let met = |group: &ModifierGroup| {
            let opened = self.opened(spot, group);
            !matches!(self.state(spot, group), GroupState::Missing(_))
                && opened
                    .into_iter()
                    .all(|option| self.is_met(&spot.under(&group.name, option)))
        };
        groups.iter().all(met)
    }

    /// Options of a group that are chosen and open groups of their own.
    pub(crate) fn opened(&self, spot: &Spot, group: &ModifierGroup) -> Vec<usize> {
        let options = group.options.iter().enumerate();
        let opens = options.filter(|(option, modifier)| {
            let pick = self.pick(spot, &group.name, *option);
            !modifier.detail.opens.is_empty()
                && pick.is_some_and(|pick| pick.prefix != Some(Prefix::No))
        });
        opens.map(|(option, _)| option).collect()
    }

    /// The line to ask for; nothing while something has to be chosen.
    pub(crate) fn new_line(&self, seat: u32, course: Option<Course>) -> Option<NewLine> {
        if !self.is_complete() {
            return None;
        }
        let sale = &self.item.sale;
        let more = LineMore {
            weight_milli: sale.weighed.and_then(|_| u32::try_from(self.typed).ok()),
            tare_milli: sale.weighed.and(self.tare),
            price: sale.open.map(|_| Money::from_minor(self.typed)),
            halves: self.halves.iter().flatten().cloned().collect(),
            dishes: self.dishes.clone(),
            card: Some(CardCode(self.code.clone())).filter(|code| !code.0.trim().is_empty()),
        };
        Some(NewLine {
            sku: self.item.sku.clone(),
            variant: u32::try_from(self.variant?).ok()?,
            quantity: self.quantity,
            modifiers: self.picks.clone(),
            seat,
            course,
            note: String::new(),
            more,
        })
    }
}

fn is_at(place: u32, wanted: usize) -> bool {
    usize::try_from(place).is_ok_and(|place| place == wanted)
}

fn change(picks: &mut [Chosen], is_it: &impl Fn(&Chosen) -> bool, by: impl Fn(&mut Chosen)) {
    if let Some(pick) = picks.iter_mut().find(|one| is_it(one)) {
        by(pick);
    }
}

#[cfg(test)]
mod tests;
