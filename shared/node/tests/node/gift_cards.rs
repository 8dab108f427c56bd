//! Gift cards: sold, spent, and what two tills apart make of one.

use std::path::Path;

use shared::{
    api::{
        Problem,
        till::{
            Command, GiftCardView, LineMore, NewLine, OrderView, PayByGiftCard, Reply, ShowGiftCard,
        },
    },
    gift::{CardCode, CardProblem},
    ids::OrderId,
    journal::{Fact, OrderClosed, Payment},
    menu::{Catalogue, Course, PriceLimits},
    money::Money,
    order::Tender,
    shift::ShiftReport,
};

use crate::{
    items::publish,
    restaurant::{Till, catalogue, item, plain},
};

pub(crate) const CODE: &str = "abcd-efgh 2345";

pub(crate) fn code(text: &str) -> CardCode {
    CardCode(text.to_owned())
}

/// The small restaurant with gift cards from 5.00 to 100.00.
pub(crate) fn menu(printer: Option<String>) -> Catalogue {
    let mut menu = catalogue(printer);
    menu.version = 2;
    let mut card = item("G1", "Carta regalo", 0, Some("bar"), Course::None);
    card.sale.gift_card = true;
    card.sale.open = Some(PriceLimits {
        min: Some(Money::from_minor(500)),
        max: Some(Money::from_minor(10_000)),
    });
    menu.items.push(card);
    menu
}

pub(crate) fn till(folder: &Path) -> Till {
    let mut till = Till::with(folder, "2222");
    publish(&mut till, &menu(None));
    till
}

pub(crate) fn gift(minor: i64, on: Option<&str>) -> NewLine {
    NewLine {
        more: LineMore {
            price: Some(Money::from_minor(minor)),
            card: on.map(code),
            ..LineMore::default()
        },
        ..plain("G1", 1)
    }
}

pub(crate) fn add(till: &mut Till, order: OrderId, minor: i64) -> OrderView {
    let line = gift(minor, Some(CODE));
    till.order(Command::AddLine { order, line })
}

/// Sells a card for cash.
pub(crate) fn sell(till: &mut Till, minor: i64) -> OrderId {
    let order = till.seat("7");
    add(till, order, minor);
    till.pay(order, Tender::Cash, minor);
    order
}

pub(crate) fn by_card(order: OrderId) -> Command {
    Command::PayByGiftCard(PayByGiftCard {
        order,
        code: code(CODE),
        at_most: None,
        part: None,
    })
}

/// A check of so many beers, 5.50 each.
pub(crate) fn beers(till: &mut Till, count: u32) -> OrderId {
    let order = till.seat("8");
    till.add(order, "T165", count);
    order
}

pub(crate) fn ask_card(till: &mut Till, text: &str) -> Result<GiftCardView, Problem> {
    let asked = ShowGiftCard {
        code: code(text),
        order: None,
        part: None,
    };
    match till.ask(Command::ShowGiftCard(asked))? {
        Reply::GiftCard(view) => Ok(*view),
        other => panic!("no card but {other:?}"),
    }
}

pub(crate) fn balance(till: &mut Till) -> i64 {
    ask_card(till, CODE).unwrap().card.balance.minor()
}

pub(crate) fn x_report(till: &mut Till) -> ShiftReport {
    match till.ask(Command::XReport { print: false }).unwrap() {
        Reply::Shift(report) => *report,
        other => panic!("no report but {other:?}"),
    }
}

fn facts(till: &Till) -> Vec<Fact> {
    let records = till.engine.store().facts_from(1).unwrap();
    records.iter().map(|one| one.fact().unwrap()).collect()
}

fn closed(till: &Till) -> OrderClosed {
    let last = facts(till).into_iter().rev().find_map(|fact| match fact {
        Fact::OrderClosed(closed) => Some(closed),
        _ => None,
    });
    last.unwrap()
}

fn paid(till: &Till) -> Payment {
    let last = facts(till).into_iter().rev().find_map(|fact| match fact {
        Fact::Payment(payment) => Some(payment),
        _ => None,
    });
    last.unwrap()
}

const fn refused(problem: CardProblem) -> Problem {
    Problem::GiftCard(problem)
}

#[test]
fn a_card_that_is_sold_holds_what_was_paid_and_is_no_sale() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = till(folder.path());
    let order = till.seat("7");
    till.add(order, "T165", 1);
    let view = add(&mut till, order, 5_000);
    assert_eq!(view.totals.total.minor(), 5_550);
    assert_eq!(view.totals.taxes.len(), 1, "tax of the beer alone");
    assert_eq!(view.totals.tax.minor(), 50);
    assert_eq!(
        ask_card(&mut till, CODE),
        Err(refused(CardProblem::Unknown))
    );
    till.pay(order, Tender::Cash, 5_550);
    assert_eq!(balance(&mut till), 5_000);
    let closed = closed(&till);
    assert_eq!(closed.total.minor(), 550);
    assert_eq!(closed.lines.len(), 1);
    assert_eq!(closed.gift_cards[0].amount.minor(), 5_000);
    assert_eq!(closed.gift_cards[0].card.last_four, "2345");
    till.sign_in("1111");
    let report = x_report(&mut till);
    assert_eq!(
        (report.sales.minor(), report.gift_cards.minor()),
        (550, 5_000)
    );
    assert_eq!(report.expected_cash.minor(), 10_000 + 5_550);
}

#[test]
fn a_card_pays_as_much_as_is_on_it_and_says_what_is_left() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = till(folder.path());
    sell(&mut till, 1_000);
    let first = beers(&mut till, 1);
    let Reply::Paid { preview, order } = till.ask(by_card(first)).unwrap() else {
        panic!("not paid")
    };
    assert_eq!((preview.amount.minor(), preview.change.minor()), (550, 0));
    let hint = &order.order.payments[0];
    assert_eq!(hint.tender, Tender::GiftCard);
    assert_eq!(hint.card.as_ref().unwrap().left.minor(), 450);
    assert_eq!(balance(&mut till), 450);
    let fact = paid(&till);
    assert_eq!(fact.card.unwrap().last_four, "2345");
    let second = beers(&mut till, 1);
    till.ask(by_card(second)).unwrap();
    assert_eq!(balance(&mut till), 0);
    let view = till.show(second);
    assert_eq!(
        (view.totals.due.minor(), view.order.closed_at_ms),
        (100, None)
    );
    assert_eq!(till.ask(by_card(second)), Err(refused(CardProblem::Empty)));
    till.pay(second, Tender::Cash, 100);
    till.sign_in("1111");
    let report = x_report(&mut till);
    let row = |tender| {
        let row = report.tenders.iter().find(|row| row.tender == tender);
        row.map(|row| (row.count, row.amount.minor()))
    };
    assert_eq!(row(Tender::GiftCard), Some((2, 1_000)));
    assert_eq!(report.expected_cash.minor(), 10_000 + 1_000 + 100);
    let shown = ask_card(&mut till, CODE).unwrap();
    let moves: Vec<i64> = shown
        .card
        .moves
        .iter()
        .map(|one| one.amount.minor())
        .collect();
    assert_eq!(moves, [-450, -550, 1_000], "the latest first");
}

#[test]
fn a_guest_may_keep_some_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = till(folder.path());
    sell(&mut till, 1_000);
    let order = beers(&mut till, 1);
    let most = |minor| {
        Command::PayByGiftCard(PayByGiftCard {
            order,
            code: code(CODE),
            at_most: Some(Money::from_minor(minor)),
            part: None,
        })
    };
    for nothing in [0, -100] {
        assert_eq!(till.ask(most(nothing)), Err(refused(CardProblem::Empty)));
    }
    till.ask(most(200)).unwrap();
    assert_eq!(balance(&mut till), 800);
    assert_eq!(till.show(order).totals.due.minor(), 350);
}

#[test]
fn a_card_that_nobody_knows_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = till(folder.path());
    let order = beers(&mut till, 1);
    let before = facts(&till).len();
    assert_eq!(till.ask(by_card(order)), Err(refused(CardProblem::Unknown)));
    let short = Command::PayByGiftCard(PayByGiftCard {
        order,
        code: code("123"),
        at_most: None,
        part: None,
    });
    assert_eq!(till.ask(short), Err(refused(CardProblem::NoCode)));
    let without = till.ask(crate::restaurant::pay(order, Tender::GiftCard, 550));
    assert!(matches!(without, Err(Problem::Invalid { field, .. }) if field == "tender"));
    assert_eq!(facts(&till).len(), before);
    assert_eq!(till.show(order).order.payments, []);
}

#[test]
fn no_discount_no_charge_and_no_second_one_on_money_for_a_card() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = till(folder.path());
    let order = till.seat("7");
    till.add(order, "T165", 2);
    let line = add(&mut till, order, 5_000).order.lines[1].id;
    till.sign_in("1111");
    let half = |line| Command::Discount {
        order,
        line,
        takes: shared::price::Takes::Percent { ppm: 500_000 },
        reason: "late".to_owned(),
    };
    let refusal = till.ask(half(Some(line)));
    assert_eq!(refusal, Err(refused(CardProblem::NoDiscount)));
    let view = till.order(half(None));
    assert_eq!(view.totals.discount.minor(), 550);
    assert_eq!(view.totals.total.minor(), 550 + 5_000);
    let more = till.ask(Command::ChangeQuantity { order, line, by: 1 });
    assert_eq!(more, Err(refused(CardProblem::OneEach)));
    let two = NewLine {
        quantity: 2,
        ..gift(1_000, None)
    };
    let two = till.ask(Command::AddLine { order, line: two });
    assert_eq!(two, Err(refused(CardProblem::OneEach)));
    let free = till.ask(Command::AddLine {
        order,
        line: gift(0, None),
    });
    assert!(matches!(free, Err(Problem::Invalid { field, .. }) if field == "price"));
    let other = Command::ReplaceLine {
        order,
        line,
        with: gift(9_000, None),
        reason: "more".to_owned(),
        leftover: shared::order::Leftover::Wasted,
    };
    assert_eq!(till.ask(other), Err(refused(CardProblem::OneEach)));
}

#[test]
fn a_card_never_goes_to_the_kitchen() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = till(folder.path());
    let order = till.seat("7");
    let view = add(&mut till, order, 5_000);
    // Its item names a station; no card is made there.
    assert_eq!(
        (view.unsent, view.order.lines[0].facts.station.clone()),
        (0, None)
    );
    till.pay(order, Tender::Cash, 5_000);
    assert_eq!(till.show(order).order.tickets, []);
}

#[test]
fn the_paper_tells_the_code_once_and_no_copy_and_no_screen_does() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "2222");
    publish(&mut till, &menu(Some("10.0.0.9:9100".to_owned())));
    let order = till.seat("7");
    let line = gift(2_500, None);
    let view = till.order(Command::AddLine { order, line });
    let gift = view.order.lines[0].facts.special.gift.clone().unwrap();
    assert_eq!(gift.code, None, "no screen gets it");
    till.pay(order, Tender::Cash, 2_500);
    let last = gift.card.last_four;
    let papers = till.papers();
    let code = find_code(papers.last().unwrap()).unwrap();
    assert!(code.ends_with(&last));
    let shown = ask_card(&mut till, &code).unwrap();
    assert_eq!(shown.card.balance.minor(), 2_500);
    let Reply::Paper { html } = till.ask(Command::ShowReceipt { order }).unwrap() else {
        panic!("no paper")
    };
    assert!(html.contains(&last) && find_code(&html).is_none(), "{html}");
    till.ask(Command::Reprint { order }).unwrap();
    assert_eq!(find_code(till.papers().last().unwrap()), None);
    let journal = format!("{:?}", facts(&till));
    let records = till.engine.store().facts_from(1).unwrap();
    let bodies: String = records.into_iter().map(|record| record.body).collect();
    let plain = code.replace(' ', "");
    assert!(!bodies.contains(&plain) && !bodies.contains(&code) && !journal.contains(&plain));
}

/// Four groups of four letters.
fn find_code(text: &str) -> Option<String> {
    let is_group = |word: &[u8]| {
        let letters = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
        word.iter().all(|byte| letters.contains(byte))
    };
    let is_code = |part: &&[u8]| {
        part.chunks(5).all(|group| is_group(&group[..4]))
            && [4, 9, 14].iter().all(|at| part[*at] == b' ')
    };
    let found = text.as_bytes().windows(19).find(is_code)?;
    Some(String::from_utf8(found.to_vec()).unwrap())
}

#[test]
fn a_card_is_loaded_again_by_its_code() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = till(folder.path());
    sell(&mut till, 1_000);
    sell(&mut till, 2_000);
    assert_eq!(balance(&mut till), 3_000);
}

#[test]
fn the_same_touch_twice_takes_the_money_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = till(folder.path());
    sell(&mut till, 1_000);
    let order = beers(&mut till, 1);
    let first = till.ask_as(Some("touch"), by_card(order)).unwrap();
    // Also after the till fell over and came back.
    let time = till.time.clone();
    drop(till);
    let mut till = Till::at(folder.path(), time);
    till.sign_in("2222");
    let again = till.ask_as(Some("touch"), by_card(order)).unwrap();
    let what = |reply: &Reply| match reply {
        Reply::Paid { preview, .. } => *preview,
        other => panic!("not paid but {other:?}"),
    };
    assert_eq!(what(&first), what(&again));
    assert_eq!(balance(&mut till), 450);
}

#[test]
fn a_card_outlives_the_orders_that_made_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = till(folder.path());
    let order = sell(&mut till, 1_000);
    till.time.pass(92 * 86_400_000);
    // The hub has everything.
    let last = till.engine.store().outbox(0, 1_000).unwrap();
    till.engine.acked(last.last().unwrap().n, &[]).unwrap();
    till.engine.tidy().unwrap();
    assert!(till.engine.store().chunks(order).unwrap().is_empty());
    let time = till.time.clone();
    drop(till);
    let mut till = Till::at(folder.path(), time);
    till.sign_in("2222");
    assert_eq!(balance(&mut till), 1_000);
    let order = beers(&mut till, 1);
    till.ask(by_card(order)).unwrap();
    assert_eq!(balance(&mut till), 450);
}

#[test]
fn a_card_s_document_is_no_order_on_any_list() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = till(folder.path());
    sell(&mut till, 1_000);
    assert_eq!(till.engine.world().orders_waiting, 1, "the check alone");
    let floor = till.engine.floor();
    assert!(floor.loose.is_empty());
    assert!(
        floor.rooms[0]
            .tables
            .iter()
            .all(|table| table.orders.is_empty())
    );
    let Reply::Orders(closed) = till.ask(Command::ClosedOrders).unwrap() else {
        panic!("no list")
    };
    assert_eq!(closed.len(), 1);
    let card = node::card_of(&code(CODE)).unwrap().document;
    let unknown = till.ask(Command::ShowOrder { order: card });
    assert!(matches!(unknown, Err(Problem::NotFound { .. })));
    assert_eq!(till.engine.store().orders(0).unwrap().len(), 1);
}

#[test]
fn in_training_nothing_goes_onto_a_card_and_nothing_comes_off() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = till(folder.path());
    sell(&mut till, 1_000);
    till.sign_in("1111");
    till.ask(Command::SetTraining { on: true }).unwrap();
    sell(&mut till, 5_000);
    let order = beers(&mut till, 1);
    assert_eq!(till.ask(by_card(order)), Err(Problem::InTraining));
    till.ask(Command::SetTraining { on: false }).unwrap();
    assert_eq!(balance(&mut till), 1_000);
}

#[test]
fn a_part_of_a_split_check_pays_with_a_card_and_another_holds_one() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = till(folder.path());
    sell(&mut till, 1_000);
    let order = beers(&mut till, 2);
    let line = gift(700, Some("ZZZZ-9999"));
    till.order(Command::AddLine { order, line });
    let by = shared::api::till::SplitBy::Shares { ways: 2 };
    let view = till.order(Command::Split { order, by });
    assert_eq!(view.parts[0].totals.due.minor(), 900);
    for (place, pays) in [(0, true), (1, false)] {
        let part = view.parts[place].totals.id;
        let command = if pays {
            Command::PayByGiftCard(PayByGiftCard {
                order,
                code: code(CODE),
                at_most: None,
                part: Some(part),
            })
        } else {
            Command::Pay {
                order,
                tender: Tender::Cash,
                tendered: Money::from_minor(900),
                tip: Money::ZERO,
                part: Some(part),
                seen_due: None,
            }
        };
        till.ask(command).unwrap();
    }
    assert_eq!(balance(&mut till), 100);
    assert_eq!(
        ask_card(&mut till, "zzzz9999")
            .unwrap()
            .card
            .balance
            .minor(),
        700
    );
}
