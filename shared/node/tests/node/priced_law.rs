//! What one of a line costs, computed a second time from the menu's own parts and `docs/money.md`:
//! modifiers under modifiers with their prefixes and counts, weights, halves, combos, lists and happy
//! hours.

use std::cell::RefCell;

use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};
use shared::{
    api::till::{Chosen, Command, DishAsked, HalfAsked, NewLine, Reply},
    menu::ListedPrice,
    menu::{
        Catalogue, ComboDish, ComboGroup, Course, HalvesRule, Item, Modifier, ModifierGroup,
        Prefix, PriceList, Service, WeightUnit,
    },
    money::Money,
    price::{HappyHour, Rounding},
};

use crate::restaurant::{Till, catalogue, item, option, plain};

/// Groups of each floor; an option opens all those of the floor above its own.
const FLOORS: usize = 5;
/// Options of a group.
const OPTIONS: usize = 3;

/// What an option costs: plain, with «extra», with «no».
type Prices = (i64, Option<i64>, Option<i64>);

/// Somebody's wish for a group: which option, how many, with which prefix, and what is under it.
#[derive(Clone, Debug)]
struct Wish {
    option: usize,
    count: u32,
    prefix: Option<Prefix>,
    under: Vec<Self>,
}

fn any_wish() -> impl Strategy<Value = Wish> {
    let one = || {
        let prefix = prop_oneof![
            3 => Just(None),
            2 => prop::sample::select(Prefix::ALL.to_vec()).prop_map(Some),
        ];
        (0..OPTIONS, 0_u32..4, prefix)
    };
    let leaf = one().prop_map(|(option, count, prefix)| Wish {
        option,
        count,
        prefix,
        under: Vec::new(),
    });
    leaf.prop_recursive(4, 24, 3, move |inner| {
        (one(), prop::collection::vec(inner, 0..3)).prop_map(|((option, count, prefix), under)| {
            Wish {
                option,
                count,
                prefix,
                under,
            }
        })
    })
}

fn any_wishes() -> impl Strategy<Value = Vec<Wish>> {
    prop::collection::vec(any_wish(), 0..4)
}

/// A menu by its numbers.
#[derive(Clone, Debug)]
struct Menu {
    /// Prices of the options of each floor.
    options: Vec<Vec<Prices>>,
    /// A dish, another one, and the price of what is made of both.
    prices: [i64; 3],
    upcharges: [i64; 2],
    dearer: bool,
    even: bool,
    happy_ppm: Option<u32>,
    listed: Option<i64>,
}

fn any_menu() -> impl Strategy<Value = Menu> {
    let option = (
        -300_i64..400,
        prop::option::of(-100_i64..700),
        prop::option::of(-200_i64..100),
    );
    let options = prop::collection::vec(prop::collection::vec(option, OPTIONS), FLOORS);
    let happy = prop::option::of(prop_oneof![Just(333_333_u32), 0_u32..=1_000_000]);
    (
        options,
        (0_i64..1_500, 0_i64..1_500, 0_i64..2_500),
        (-300_i64..400, -300_i64..400),
        any::<[bool; 2]>(),
        happy,
        prop::option::of(0_i64..2_000),
    )
        .prop_map(
            |(options, prices, up, [dearer, even], happy_ppm, listed)| Menu {
                options,
                prices: prices.into(),
                upcharges: up.into(),
                dearer,
                even,
                happy_ppm,
                listed,
            },
        )
}

/// What of the menu it is.
#[derive(Clone, Copy, Debug)]
enum Kind {
    Dish,
    Weighed(u32),
    Halves,
    Combo,
}

fn any_kind() -> impl Strategy<Value = Kind> {
    prop_oneof![
        2 => Just(Kind::Dish),
        1 => (1_u32..99_999).prop_map(Kind::Weighed),
        2 => Just(Kind::Halves),
        2 => Just(Kind::Combo),
    ]
}

fn minor(amount: i64) -> Money {
    Money::from_minor(amount)
}

impl Menu {
    fn groups(&self) -> Vec<ModifierGroup> {
        let floors = (0..).zip(&self.options);
        let group = |(floor, prices): (usize, &Vec<Prices>)| {
            let option = |(price, extra, without): &Prices| {
                let mut one: Modifier = option("Something");
                one.price = minor(*price);
                one.detail.extra = extra.map(minor);
                one.detail.without = without.map(minor);
                one.detail.prefixes = Prefix::ALL.to_vec();
                one.detail.opens = opened(floor + 1);
                one
            };
            ModifierGroup {
                name: floor.to_string(),
                min: 0,
                max: 99,
                options: prices.iter().map(option).collect(),
            }
        };
        floors.map(group).collect()
    }

    fn catalogue(&self, version: u64) -> Catalogue {
        let sold = |sku: &str, price| {
            let mut one: Item = item(sku, sku, price, None, Course::None);
            one.groups = opened(0);
            one
        };
        let mut menu = catalogue(None);
        menu.version = version;
        menu.groups = self.groups();
        let mut weighed = sold("W", self.prices[2]);
        weighed.sale.weighed = Some(WeightUnit::Kg);
        let mut halves = sold("H", self.prices[2]);
        halves.sale.halves = Some(if self.dearer {
            HalvesRule::Dearer
        } else {
            HalvesRule::Sum
        });
        let mut combo = sold("C", self.prices[2]);
        combo.sale.combo = vec!["both".to_owned()];
        let dish = |place: usize| ComboDish {
            sku: ["A", "B"][place].to_owned(),
            variant: String::new(),
            upcharge: minor(self.upcharges[place]),
        };
        menu.combos = vec![ComboGroup {
            name: "both".to_owned(),
            min: 2,
            max: 2,
            dishes: vec![dish(0), dish(1)],
        }];
        let [one, other, _] = self.prices;
        menu.items = vec![sold("A", one), sold("B", other), weighed, halves, combo];
        let prices = &mut menu.site.prices;
        prices.rounding = self.rounding();
        prices.happy_hours = self.happy_ppm.map(happy_hour).into_iter().collect();
        prices.lists = self.listed.map(list).into_iter().collect();
        menu
    }

    const fn rounding(&self) -> Rounding {
        if self.even {
            Rounding::HalfEven
        } else {
            Rounding::HalfUp
        }
    }

    /// `top / bottom`, the bottom above zero and the top not below it.
    fn round(&self, top: i64, bottom: i64) -> i64 {
        let (whole, rest) = (top / bottom, top % bottom);
        let is_half = rest * 2 == bottom;
        let goes_up = rest * 2 > bottom || is_half && (!self.even || whole % 2 == 1);
        whole + i64::from(goes_up)
    }

    /// What one costs now: by the list where that names it, less the happy hour.
    fn now(&self, price: i64, is_listed: bool) -> i64 {
        let price = self.listed.filter(|_| is_listed).unwrap_or(price);
        let off = self.happy_ppm.unwrap_or(0);
        price - self.round(price * i64::from(off), 1_000_000)
    }

    /// What wishes cost for so many of what they hang under.
    fn extras(&self, floor: usize, wishes: &[Wish], times: i64) -> i64 {
        let cost = |wish: &Wish| {
            let (price, extra, without) = self.options[floor][wish.option];
            let times = times * i64::from(wish.count);
            match wish.prefix {
                Some(Prefix::No) => without.unwrap_or(0) * times,
                Some(Prefix::Extra) => {
                    extra.unwrap_or(price) * times + self.under(floor, wish, times)
                }
                None | Some(Prefix::Light | Prefix::Side) => {
                    price * times + self.under(floor, wish, times)
                }
            }
        };
        wishes.iter().map(cost).sum()
    }

    fn under(&self, floor: usize, wish: &Wish, times: i64) -> i64 {
        if floor + 1 < FLOORS {
            self.extras(floor + 1, &wish.under, times)
        } else {
            0
        }
    }

    /// What one of it costs.
    fn price(&self, kind: Kind, own: &[Wish], of_each: &[Vec<Wish>; 2]) -> i64 {
        let [one, other, both] = self.prices;
        let dishes = [self.now(one, true), self.now(other, false)];
        let extras = [0, 1].map(|n: usize| self.extras(0, &of_each[n], 1));
        let both = self.now(both, false);
        let made = match kind {
            Kind::Dish => dishes[0],
            Kind::Weighed(grams) => self.round(both * i64::from(grams), 1_000),
            Kind::Halves => {
                let [one, other] = [0, 1].map(|n: usize| (dishes[n] + extras[n]).max(0));
                let of_both = if self.dearer {
                    one.max(other)
                } else {
                    self.round(one + other, 2)
                };
                of_both + both
            }
            Kind::Combo => {
                let more: i64 = extras.iter().chain(&self.upcharges).sum();
                (both + more).max(0)
            }
        };
        (made + self.extras(0, own, 1)).max(0)
    }
}

fn happy_hour(off_ppm: u32) -> HappyHour {
    HappyHour {
        category: "All".to_owned(),
        off_ppm,
        from_min: 0,
        to_min: 0,
        days: [true; 7],
    }
}

/// Another price of the first dish.
fn list(price: i64) -> PriceList {
    PriceList {
        name: "Terrace".to_owned(),
        service: None,
        room: None,
        hours: None,
        prices: vec![ListedPrice {
            sku: "A".to_owned(),
            variant: String::new(),
            price: minor(price),
        }],
    }
}

/// The groups of a floor, where there is one.
fn opened(floor: usize) -> Vec<String> {
    let is_there = floor < FLOORS;
    is_there.then(|| floor.to_string()).into_iter().collect()
}

/// The same wishes as a till asks for them.
fn chosen(floor: usize, wishes: &[Wish]) -> Vec<Chosen> {
    let one = |wish: &Wish| Chosen {
        group: floor.to_string(),
        option: u32::try_from(wish.option).unwrap(),
        count: wish.count,
        prefix: wish.prefix,
        inner: if floor + 1 < FLOORS {
            chosen(floor + 1, &wish.under)
        } else {
            Vec::new()
        },
    };
    wishes.iter().map(one).collect()
}

fn asked(kind: Kind, own: &[Wish], of_each: &[Vec<Wish>; 2], quantity: u32) -> NewLine {
    let (sku, quantity) = match kind {
        Kind::Dish => ("A", quantity),
        Kind::Weighed(_) => ("W", 1),
        Kind::Halves => ("H", quantity),
        Kind::Combo => ("C", quantity),
    };
    let mut line = plain(sku, quantity);
    line.modifiers = chosen(0, own);
    match kind {
        Kind::Dish => {}
        Kind::Weighed(grams) => line.more.weight_milli = Some(grams),
        Kind::Halves => {
            let half = |place: usize| HalfAsked {
                sku: ["A", "B"][place].to_owned(),
                modifiers: chosen(0, &of_each[place]),
            };
            line.more.halves = vec![half(0), half(1)];
        }
        Kind::Combo => {
            let dish = |place: usize| DishAsked {
                group: "both".to_owned(),
                dish: u32::try_from(place).unwrap(),
                modifiers: chosen(0, &of_each[place]),
            };
            line.more.dishes = vec![dish(0), dish(1)];
        }
    }
    line
}

fn depth(wishes: &[Wish]) -> usize {
    let of_one = |wish: &Wish| {
        let counts = wish.count > 0 && wish.prefix != Some(Prefix::No);
        1 + if counts { depth(&wish.under) } else { 0 }
    };
    wishes.iter().map(of_one).max().unwrap_or(0)
}

#[test]
fn the_price_of_one_is_what_the_menus_parts_make() {
    let folder = tempfile::tempdir().unwrap();
    let till = RefCell::new(Till::with(folder.path(), "1111"));
    let (version, deep) = (RefCell::new(1), RefCell::new(0));
    let cases = std::env::var("PROPTEST_CASES").ok();
    let cases = cases.and_then(|text| text.parse().ok()).unwrap_or(300);
    let mut runner = TestRunner::new(Config {
        failure_persistence: None,
        ..Config::with_cases(cases)
    });
    let both = [any_wishes(), any_wishes()];
    let any = (any_menu(), any_kind(), any_wishes(), both, 1_u32..5);
    let law = runner.run(&any, |(menu, kind, own, of_each, quantity)| {
        let mut till = till.borrow_mut();
        *version.borrow_mut() += 1;
        till.take(&menu.catalogue(*version.borrow()));
        let order = till.order(Command::OpenOrder {
            service: Service::Takeaway,
            table: None,
            tab: format!("Tab {}", version.borrow()),
            guests: 1,
        });
        let order = order.order.id;
        let line = asked(kind, &own, &of_each, quantity);
        let one = menu.price(kind, &own, &of_each);
        let all = minor(one * i64::from(line.quantity));
        let said = till.ask(Command::PriceLine {
            order,
            line: line.clone(),
        });
        prop_assert_eq!(said, Ok(Reply::Price { amount: all }));
        let view = till.order(Command::AddLine { order, line });
        let added = &view.order.lines[0];
        prop_assert_eq!(added.facts.price_of_one(), Ok(minor(one)));
        prop_assert_eq!(view.totals.lines, all);
        *deep.borrow_mut() += u32::from(depth(&own).max(depth(&of_each[0])) >= 3);
        Ok(())
    });
    law.unwrap();
    let deep = *deep.borrow();
    assert!(deep * 10 >= cases, "only {deep} of {cases} were three deep");
}
