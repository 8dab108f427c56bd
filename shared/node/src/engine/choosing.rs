//! The modifiers that a guest chose, with those that hang under them.

use shared::{
    api::{Problem, till::Chosen},
    menu::{Catalogue, ModifierGroup, Name, Prefix},
    order::LineModifier,
};

use super::{invalid, not_found};

/// No option opens groups deeper than this.
const DEPTH_MAX: usize = 8;
/// No dish has more.
const MODIFIERS_MAX: usize = 200;
/// Nobody wants more of one thing on one dish.
const COUNT_MAX: u32 = 999;

/// The modifiers chosen, after making sure that each group has as many as it asks for. What hangs
/// under another one comes right after it.
pub(super) fn choose(
    menu: &Catalogue,
    groups: &[String],
    chosen: &[Chosen],
) -> Result<Vec<LineModifier>, Problem> {
    let mut choosing = Choosing {
        menu,
        under: Vec::new(),
        modifiers: Vec::new(),
    };
    choosing.groups(groups, chosen, 1)?;
    Ok(choosing.modifiers)
}

struct Choosing<'a> {
    menu: &'a Catalogue,
    under: Vec<Name>,
    modifiers: Vec<LineModifier>,
}

impl Choosing<'_> {
    /// `times`: how many of the option there are that opened these groups.
    fn groups(&mut self, groups: &[String], chosen: &[Chosen], times: u32) -> Result<(), Problem> {
        let menu = self.menu;
        if let Some(stray) = chosen.iter().find(|one| !groups.contains(&one.group)) {
            let why = format!("`{}` is not asked for here", stray.group);
            return Err(invalid("modifiers", why));
        }
        for name in groups {
            let group = menu.group(name).ok_or_else(|| not_found("group"))?;
            let mut count = 0_u32;
            let of_group = chosen.iter().filter(|one| one.group == *name);
            for one in of_group.filter(|one| one.count > 0) {
                if one.prefix != Some(Prefix::No) {
                    count = count.saturating_add(one.count);
                }
                self.one(group, one, times)?;
            }
            if count < group.min || count > group.max {
                let (min, max) = (group.min, group.max);
                return Err(Problem::Modifiers {
                    group: name.clone(),
                    min,
                    max,
                });
            }
        }
        Ok(())
    }

    fn one(&mut self, group: &ModifierGroup, one: &Chosen, times: u32) -> Result<(), Problem> {
        let place = usize::try_from(one.option).map_err(|_| not_found("modifier"))?;
        let option = group.options.get(place);
        let option = option.ok_or_else(|| not_found("modifier"))?;
        let detail = &option.detail;
        if one
            .prefix
            .is_some_and(|prefix| !detail.prefixes.contains(&prefix))
        {
            let why = format!("`{}` has no such prefix", option.name.first);
            return Err(invalid("modifiers", why));
        }
        let count = one.count.saturating_mul(times);
        if count > COUNT_MAX || self.modifiers.len() >= MODIFIERS_MAX {
            return Err(invalid("modifiers", "there are too many"));
        }
        self.modifiers.push(LineModifier {
            group: group.name.clone(),
            name: option.name.clone(),
            count,
            price: detail.price(option.price, one.prefix),
            allergens: option.allergens.clone(),
            prefix: one.prefix,
            under: self.under.clone(),
        });
        if one.prefix == Some(Prefix::No) {
            // What is left off has no flavour.
            return Ok(());
        }
        if self.under.len() >= DEPTH_MAX {
            return Err(invalid("modifiers", "they are too deep"));
        }
        self.under.push(option.name.clone());
        self.groups(&detail.opens, &one.inner, count)?;
        self.under.pop();
        Ok(())
    }
}
