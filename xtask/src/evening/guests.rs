//! What guests choose from the menu.

use shared::{
    api::till::{Chosen, MenuView, NewLine},
    menu::{Course, Item, ModifierGroup},
};

use super::{agenda::Meal, dice::Dice};

/// In percent of guests.
const STARTER_TOO: u64 = 35;
const FIRST_TOO: u64 = 40;
const DESSERT: u64 = 55;
const EXTRA_MODIFIER: u64 = 20;

/// What a party of `guests` orders of a part of the meal; each guest has a seat.
pub(super) fn choose(menu: &MenuView, dice: &mut Dice, meal: Meal, guests: u32) -> Vec<NewLine> {
    let mut lines = Vec::new();
    for seat in 1..=guests {
        for course in courses(dice, meal) {
            lines.extend(line(menu, dice, course, seat));
        }
    }
    lines
}

fn courses(dice: &mut Dice, meal: Meal) -> Vec<Course> {
    match meal {
        Meal::Drinks => vec![Course::Drink],
        Meal::Food => {
            let mut courses = vec![Course::Main];
            if dice.chance(STARTER_TOO) {
                courses.push(Course::Starter);
            }
            if dice.chance(FIRST_TOO) {
                courses.push(Course::First);
            }
            courses
        }
        Meal::Dessert if dice.chance(DESSERT) => vec![Course::Dessert],
        Meal::Dessert => Vec::new(),
    }
}

fn line(menu: &MenuView, dice: &mut Dice, course: Course, seat: u32) -> Option<NewLine> {
    let there = menu.items.iter();
    // What is weighed, asked or put together is nothing that a machine just taps.
    let there = there.filter(|item| !item.sold_out && item.sale.is_plain());
    let there: Vec<&Item> = there.collect();
    let fitting: Vec<&Item> = there
        .iter()
        .copied()
        .filter(|item| item.course == course)
        .collect();
    // Not every house has every course; a main dish then is anything that is neither drink nor dessert.
    let filling: Vec<&Item> = there
        .into_iter()
        .filter(|item| !matches!(item.course, Course::Drink | Course::Dessert))
        .collect();
    let choice = if fitting.is_empty() && course == Course::Main {
        filling
    } else {
        fitting
    };
    let item = *dice.pick(&choice)?;
    let last = u64::try_from(item.variants.len()).ok()?.checked_sub(1)?;
    Some(NewLine {
        sku: item.sku.clone(),
        variant: u32::try_from(dice.between(0, last)).ok()?,
        quantity: 1,
        modifiers: modifiers(&menu.groups, dice, &item.groups),
        seat,
        course: None,
        note: String::new(),
        more: shared::api::till::LineMore::default(),
    })
}

/// As many different options of each group as it demands, and sometimes one more; with what a chosen
/// option asks in its turn. No option leads back to itself, so this ends.
fn modifiers(all: &[ModifierGroup], dice: &mut Dice, asked: &[String]) -> Vec<Chosen> {
    let group_of = |name: &String| all.iter().find(|group| group.name == *name);
    asked
        .iter()
        .filter_map(group_of)
        .flat_map(|group| options(all, dice, group))
        .collect()
}

fn options(all: &[ModifierGroup], dice: &mut Dice, group: &ModifierGroup) -> Vec<Chosen> {
    let wanted = if group.min < group.max && dice.chance(EXTRA_MODIFIER) {
        group.min + 1
    } else {
        group.min
    };
    let mut places: Vec<u32> = (0..).take(group.options.len()).collect();
    let mut chosen = Vec::new();
    for _ in 0..wanted {
        let Some(option) = dice.pick(&places).copied() else {
            break;
        };
        places.retain(|place| *place != option);
        let place = usize::try_from(option).ok();
        let opens = place.and_then(|place| group.options.get(place));
        let opens = opens.map_or(&[][..], |one| &one.detail.opens);
        chosen.push(Chosen {
            group: group.name.clone(),
            option,
            count: 1,
            prefix: None,
            inner: modifiers(all, dice, opens),
        });
    }
    // A group may demand more than it has different options.
    let missing = wanted.saturating_sub(u32::try_from(chosen.len()).unwrap_or(wanted));
    if let Some(first) = chosen.first_mut() {
        first.count += missing;
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::menu::{Modifier, Name};

    fn group(min: u32, max: u32, options: usize) -> ModifierGroup {
        let option = Modifier {
            name: Name::default(),
            price: shared::money::Money::ZERO,
            allergens: Vec::new(),
            detail: shared::menu::ModifierDetail::default(),
        };
        ModifierGroup {
            name: "Doneness".to_owned(),
            min,
            max,
            options: vec![option; options],
        }
    }

    #[test]
    fn guests_choose_as_many_as_a_group_demands() {
        let mut dice = Dice::seeded(3);
        for (min, max, count) in [(0, 3, 4), (1, 1, 4), (2, 3, 2), (2, 2, 1)] {
            for _ in 0..100 {
                let chosen = options(&[], &mut dice, &group(min, max, count));
                let sum: u32 = chosen.iter().map(|one| one.count).sum();
                assert!((min..=max).contains(&sum), "{sum} of {min} to {max}");
            }
        }
    }

    #[test]
    fn a_salad_is_chosen_with_its_dressing() {
        let mut side = group(1, 1, 1);
        side.options[0].detail.opens = vec!["Dressing".to_owned()];
        let dressing = ModifierGroup {
            name: "Dressing".to_owned(),
            ..group(1, 1, 3)
        };
        let all = [side, dressing];
        let chosen = modifiers(&all, &mut Dice::seeded(3), &["Doneness".to_owned()]);
        assert_eq!(chosen[0].inner[0].group, "Dressing");
    }
}
