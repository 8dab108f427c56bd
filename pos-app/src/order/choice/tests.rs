//! What the till asks by itself, and what a tap does.

use shared::menu::{ComboDish, Modifier, Name, PriceLimits, Sale, Variant, WeightUnit};

use super::*;

fn name(first: &str) -> Name {
    Name {
        first: first.to_owned(),
        second: String::new(),
    }
}

fn group(name_of: &str, min: u32, max: u32, options: usize) -> ModifierGroup {
    let option = |n| Modifier {
        name: name(&format!("{name_of} {n}")),
        price: Money::ZERO,
        allergens: Vec::new(),
        detail: shared::menu::ModifierDetail::default(),
    };
    ModifierGroup {
        name: name_of.to_owned(),
        min,
        max,
        options: (0..options).map(option).collect(),
    }
}

fn item(sku: &str, variants: usize, groups: &[&str]) -> Item {
    let variant = |n: usize| Variant {
        name: n.to_string(),
        price: Money::from_minor(800),
        barcode: None,
    };
    Item {
        sku: sku.to_owned(),
        category: "Pizze".to_owned(),
        course: Course::Main,
        station: None,
        name: name(sku),
        variants: (0..variants).map(variant).collect(),
        tax: "food".to_owned(),
        allergens: Vec::new(),
        groups: groups.iter().map(|name| (*name).to_owned()).collect(),
        prep_seconds: 300,
        sold_out: false,
        left: None,
        sale: Sale::default(),
    }
}

fn menu(items: Vec<Item>, groups: Vec<ModifierGroup>, combos: Vec<ComboGroup>) -> Arc<MenuView> {
    let site = serde_json::json!({
        "name": "", "address": "", "tax_number": "", "currency": "EUR", "language": "it",
        "second_language": null, "kitchen_language": null, "timezone": "UTC",
        "business_day_starts_min": 0, "prices_include_tax": true, "cash_rounding_minor": 0,
        "tip_choices": [], "auto_lock_min": 3, "receipt_footer": ""
    });
    Arc::new(MenuView {
        servers: Vec::new(),
        version: 1,
        site: serde_json::from_value(site).unwrap(),
        categories: Vec::new(),
        items,
        groups,
        combos,
        rooms: Vec::new(),
        stations: Vec::new(),
    })
}

/// A dish with these groups.
fn dish(variants: usize, groups: Vec<ModifierGroup>) -> Choice {
    let names: Vec<&str> = groups.iter().map(|group| group.name.as_str()).collect();
    let dish = item("T1", variants, &names);
    Choice::new(&dish, &menu(vec![dish.clone()], groups.clone(), Vec::new()))
}

fn here() -> Spot {
    Spot::root(Root::Dish)
}

fn count(choice: &Choice, group: &str, option: usize) -> u32 {
    choice
        .pick(&here(), group, option)
        .map_or(0, |pick| pick.count)
}

#[test]
fn a_plain_dish_is_added_without_a_question() {
    let plain = dish(1, Vec::new());
    assert!(!plain.must_ask() && !plain.can_ask() && plain.is_complete());
    let with_extras = dish(1, vec![group("extra", 0, 3, 1)]);
    assert!(!with_extras.must_ask() && with_extras.can_ask());
}

#[test]
fn a_dish_that_lacks_a_choice_makes_no_line() {
    let doneness = group("doneness", 1, 1, 2);
    let mut steak = dish(1, vec![doneness.clone()]);
    assert!(steak.must_ask());
    assert_eq!(steak.state(&here(), &doneness), GroupState::Missing(1));
    assert_eq!(steak.new_line(0, None), None);
    steak.tap(&here(), &doneness, 1, None);
    assert_eq!(steak.state(&here(), &doneness), GroupState::Full);
    assert_eq!(steak.new_line(2, None).unwrap().modifiers[0].option, 1);
}

#[test]
fn one_of_one_takes_the_place_of_the_other() {
    let doneness = group("doneness", 1, 1, 2);
    let mut steak = dish(1, vec![doneness.clone()]);
    steak.tap(&here(), &doneness, 0, None);
    steak.tap(&here(), &doneness, 1, None);
    let counts = [0, 1].map(|option| count(&steak, "doneness", option));
    assert_eq!(counts, [0, 1]);
    steak.tap(&here(), &doneness, 1, None);
    assert_eq!(count(&steak, "doneness", 1), 1, "one has to stay");
}

#[test]
fn taps_add_up_to_the_most_and_minus_takes_away() {
    let topping = group("topping", 0, 3, 2);
    let mut ramen = dish(1, vec![topping.clone()]);
    for _ in 0..5 {
        ramen.tap(&here(), &topping, 0, None);
    }
    assert_eq!(count(&ramen, "topping", 0), 3);
    assert_eq!(ramen.state(&here(), &topping), GroupState::Full);
    ramen.minus(&here(), "topping", 0);
    ramen.tap(&here(), &topping, 1, None);
    let counts = [0, 1].map(|option| count(&ramen, "topping", option));
    assert_eq!(counts, [2, 1]);
}

#[test]
fn what_is_left_off_takes_no_place() {
    let topping = group("topping", 0, 1, 2);
    let mut burger = dish(1, vec![topping.clone()]);
    burger.tap(&here(), &topping, 0, Some(Prefix::No));
    assert_eq!(burger.state(&here(), &topping), GroupState::Open);
    burger.tap(&here(), &topping, 1, None);
    let line = burger.new_line(0, None).unwrap();
    assert_eq!(line.modifiers.len(), 2, "no onion, and cheese");
    burger.tap(&here(), &topping, 0, Some(Prefix::No));
    assert_eq!(
        count(&burger, "topping", 0),
        0,
        "a second tap takes it back"
    );
}

#[test]
fn an_option_that_opens_groups_has_to_be_answered() {
    let mut drink = group("drink", 0, 2, 1);
    drink.options[0].detail.opens = vec!["flavour".to_owned()];
    let flavour = group("flavour", 1, 1, 2);
    let burger = item("B1", 1, &["drink"]);
    let menu = menu(
        vec![burger.clone()],
        vec![drink.clone(), flavour.clone()],
        Vec::new(),
    );
    let mut choice = Choice::new(&burger, &menu);
    assert!(choice.is_complete());
    choice.tap(&here(), &drink, 0, None);
    assert!(!choice.is_complete(), "which flavour?");
    let under = here().under("drink", 0);
    choice.tap(&under, &flavour, 1, None);
    let line = choice.new_line(0, None).unwrap();
    assert_eq!(line.modifiers[0].inner[0].option, 1);
}

#[test]
fn a_combo_needs_its_dishes_and_their_choices() {
    let doneness = group("doneness", 1, 1, 2);
    let mut deal = item("C1", 1, &[]);
    deal.sale.combo = vec!["main".to_owned()];
    let burger = item("B1", 1, &["doneness"]);
    let mains = ComboGroup {
        name: "main".to_owned(),
        min: 1,
        max: 1,
        dishes: vec![ComboDish {
            sku: "B1".to_owned(),
            variant: String::new(),
            upcharge: Money::ZERO,
        }],
    };
    let items = vec![deal.clone(), burger];
    let menu = menu(items, vec![doneness.clone()], vec![mains.clone()]);
    let mut choice = Choice::new(&deal, &menu);
    assert!(choice.must_ask() && !choice.is_complete());
    choice.tap_dish(&mains, 0);
    assert!(!choice.is_complete(), "how is the burger done?");
    choice.tap(&Spot::root(Root::Part(0)), &doneness, 0, None);
    let line = choice.new_line(0, None).unwrap();
    assert_eq!(line.more.dishes[0].modifiers.len(), 1);
}

#[test]
fn a_weighed_dish_waits_for_more_than_its_box() {
    let mut steak = item("W1", 1, &[]);
    steak.sale.weighed = Some(WeightUnit::Kg);
    steak.sale.tare_milli = 20;
    let menu = menu(vec![steak.clone()], Vec::new(), Vec::new());
    let mut choice = Choice::new(&steak, &menu);
    choice.typed = 20;
    assert!(choice.must_ask() && choice.new_line(0, None).is_none());
    choice.typed = 350;
    assert_eq!(
        choice.new_line(0, None).unwrap().more.weight_milli,
        Some(350)
    );
}

#[test]
fn a_box_that_is_weighed_itself_takes_the_place_of_the_one_of_the_menu() {
    let mut steak = item("W1", 1, &[]);
    steak.sale.weighed = Some(WeightUnit::Kg);
    steak.sale.tare_milli = 20;
    let menu = menu(vec![steak.clone()], Vec::new(), Vec::new());
    let mut choice = Choice::new(&steak, &menu);
    choice.typed = 350;
    let sent = |choice: &Choice| choice.new_line(0, None).unwrap().more.tare_milli;
    assert_eq!((choice.net(), sent(&choice)), (Some(330), None));
    choice.tare = Some(100);
    assert_eq!((choice.net(), sent(&choice)), (Some(250), Some(100)));
    choice.tare = Some(0);
    assert_eq!((choice.net(), sent(&choice)), (Some(350), Some(0)));
    for all_of_it in [350, 351] {
        choice.tare = Some(all_of_it);
        assert!(choice.net().is_none() && choice.new_line(0, None).is_none());
    }
}

#[test]
fn what_is_not_weighed_has_no_box() {
    let mut plate = dish(1, Vec::new());
    plate.tare = Some(20);
    assert_eq!(plate.new_line(0, None).unwrap().more.tare_milli, None);
}

#[test]
fn a_price_beyond_the_limits_is_asked_for_and_said() {
    let mut dish = item("O1", 1, &[]);
    let money = shared::money::Money::from_minor;
    dish.sale.open = Some(PriceLimits {
        min: Some(money(500)),
        max: Some(money(6_000)),
    });
    let menu = menu(vec![dish.clone()], Vec::new(), Vec::new());
    let mut choice = Choice::new(&dish, &menu);
    let mut asked = |typed| {
        choice.typed = typed;
        (
            choice.new_line(0, None).is_some(),
            choice.beyond().is_some(),
        )
    };
    assert_eq!(
        [0, 499, 500, 6_000, 6_001].map(&mut asked),
        [
            (false, false),
            (true, true),
            (true, false),
            (true, false),
            (true, true)
        ],
        "nothing typed is no price; beyond the limits somebody who may decides"
    );
}

#[test]
fn a_price_without_limits_is_never_beyond_them() {
    let mut dish = item("O1", 1, &[]);
    dish.sale.open = Some(PriceLimits::default());
    let menu = menu(vec![dish.clone()], Vec::new(), Vec::new());
    let mut choice = Choice::new(&dish, &menu);
    choice.typed = 999_999_999;
    assert!(choice.new_line(0, None).is_some() && choice.beyond().is_none());
}
