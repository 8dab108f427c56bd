//! Anything that somebody may write into an order.

use order_doc::{
    Adjusted, Adjustment, Edit, KitchenMark, LineNote, Register, TabName, discount_key,
    promotion_key, send_key, waiver_key,
};
use proptest::prelude::*;
use shared::{
    kitchen::KitchenRank,
    menu::{Course, Service},
    money::Money,
    price::Takes,
    time::Hlc,
};

use super::{
    beer, beside, change, courses, entry_id, late, line_id, money, plan, seen, send, stamp,
};

pub(crate) fn any_edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        10 => of_lines_and_money(),
        3 => any_note(),
        3 => any_mark(),
        3 => any_move(),
        4 => any_adjustment(),
        2 => any_closing(),
        2 => any_register(),
        1 => seen::any_look(),
    ]
}

fn of_lines_and_money() -> impl Strategy<Value = Edit> {
    prop_oneof![
        (2_u8..20, 1_i64..5).prop_map(|(n, quantity)| beer(n, quantity)),
        (20_u8..200, 1_u8..4, -3_i64..4).prop_map(|(n, line, units)| change(n, line, units)),
        (1_u8..4, 1_i64..4, 1_u8..9)
            .prop_map(|(line, quantity, ticket)| send(line, quantity, ticket)),
        (1_u32..9).prop_map(|guests| Edit::Set(Register::Guests { guests })),
        (1_u8..9, 1_u8..9, 1_u32..9).prop_map(|(n, from, to)| late::set_guests(
            n,
            u32::from(from),
            to
        )),
        (1_u8..9, 1_u8..9).prop_map(|(n, of)| late::take_back(n, of)),
        (1_u8..9).prop_map(|n| beside::deliver(n, "Anna")),
        (1_u8..9, 1_u8..9).prop_map(|(n, of)| money::tip(n, of, 100 * i64::from(n))),
        (1_u8..9).prop_map(|n| money::deposit(n, 1_000 * i64::from(n))),
        (1_u8..9, 1_u8..4, 1_i64..4)
            .prop_map(|(n, line, quantity)| late::refund(n, line, quantity)),
        (1_u8..4, 1_i64..4, 1_u8..9).prop_map(|(line, quantity, n)| late::void(n, line, quantity)),
        courses::any_saying(),
        courses::any_change(),
        (200_u8..220, 0_u8..4, 200_u8..220).prop_map(|(n, parts, after)| plan(n, parts, &[after])),
    ]
}

fn any_note() -> impl Strategy<Value = Edit> {
    (1_u8..9, 1_u8..4, any::<bool>()).prop_map(|(n, line, allergy)| {
        let note = LineNote {
            line: line_id(line),
            text: if allergy { "no nuts" } else { "no ice" }.to_owned(),
            allergy,
            stamp: stamp(120 + i64::from(n)),
        };
        Edit::AddNote(entry_id(n), note)
    })
}

/// How far the kitchen is with something that was sent; once more after each recall.
fn any_mark() -> impl Strategy<Value = Edit> {
    let rank = (0_u8..6).prop_map(|rank| KitchenRank::from_number(rank).number());
    (1_u8..30, 1_u8..4, 0_u32..3, rank).prop_map(|(n, line, epoch, rank)| {
        let mark = KitchenMark {
            key: send_key(line_id(line), 0),
            epoch,
            rank,
            screen: String::new(),
            hlc: Hlc::default().next(130 + i64::from(n)),
        };
        Edit::Mark(entry_id(n), mark)
    })
}

fn any_move() -> impl Strategy<Value = Edit> {
    let table = prop::sample::select(vec!["5", "7", "9"]);
    let seen = prop::collection::vec(60_u8..75, 0..2);
    (60_u8..75, table, prop::option::of(60_u8..75), seen)
        .prop_map(|(n, table, after, seen)| late::moved_to(n, table, after, &seen))
}

/// Something off a line or the check, a promotion, a waived charge, or one of these taken back.
fn any_adjustment() -> impl Strategy<Value = Edit> {
    let takes = prop_oneof![
        Just(Takes::Comp),
        (0_u32..500_000).prop_map(|ppm| Takes::Percent { ppm }),
        (0_i64..900).prop_map(|minor| Takes::Amount {
            amount: Money::from_minor(minor)
        }),
    ];
    let what = prop_oneof![
        4 => (takes, prop::option::of(1_u8..4)).prop_map(|(takes, line)| {
            let (categories, name) = (Vec::new(), String::new());
            Adjustment::Discount { line: line.map(line_id), categories, takes, name }
        }),
        1 => Just(Adjustment::WaiveCharge),
        2 => (0_u8..3, 1_u8..9).prop_map(|(kind, n)| Adjustment::TakeBack { takes_back: key(kind, n) }),
    ];
    let seen = prop::option::of(prop::collection::vec(1_u8..9, 0..3));
    (1_u8..9, what, any::<bool>(), seen, any::<bool>()).prop_map(
        |(n, what, promotes, seen, undoes)| {
            let kind = match &what {
                Adjustment::Discount { .. } => u8::from(promotes),
                Adjustment::WaiveCharge => 2,
                Adjustment::TakeBack { .. } => 0,
            };
            let adjusted = Adjusted {
                what,
                reason: "regular".to_owned(),
                seen: seen.map(|all| all.into_iter().map(|n| key(0, n)).collect()),
                undoes,
                stamp: stamp(140 + i64::from(n)),
            };
            Edit::Adjust(key(kind, n), adjusted)
        },
    )
}

/// Of a discount by hand, a promotion, a waived charge.
fn key(kind: u8, n: u8) -> String {
    match kind {
        0 => discount_key(entry_id(n)),
        1 => promotion_key(&format!("lunch {n}")),
        _ => waiver_key(entry_id(n)),
    }
}

fn any_closing() -> impl Strategy<Value = Edit> {
    let after = prop::collection::vec(10_u8..18, 0..3);
    (10_u8..18, 300_i64..400, 0_i64..9_000, after)
        .prop_map(|(n, at, total, after)| money::closing(n, at, total, &after))
}

fn any_register() -> impl Strategy<Value = Edit> {
    let service = prop::sample::select(vec![Service::EatIn, Service::Takeaway, Service::Delivery]);
    let course = prop::sample::select(vec![Course::Drink, Course::Starter, Course::Main]);
    prop_oneof![
        service.prop_map(|service| Edit::Set(Register::Service { service })),
        (1_u8..4, 0_u32..4).prop_map(|(line, seat)| {
            let line = line_id(line);
            Edit::Set(Register::Seat { line, seat })
        }),
        (1_u8..4, course).prop_map(|(line, course)| {
            let line = line_id(line);
            Edit::Set(Register::Course { line, course })
        }),
        (1_u8..9).prop_map(|n| {
            let named = TabName {
                name: format!("Tab {}", n % 3),
                undoes: None,
                stamp: stamp(150 + i64::from(n)),
            };
            Edit::NameTab(entry_id(n), named)
        }),
    ]
}
