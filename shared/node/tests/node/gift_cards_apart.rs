//! Gift cards without the hub, spent twice, and what goes back.

use order_doc::{Actor, CardEntry, Edit, OrderDoc, Stamp};
use shared::{
    api::{
        Problem,
        till::{Command, OrderView, RefundAsked, Reply},
    },
    flags::Flag,
    gift::CardProblem,
    ids::{DeviceId, EntryId, OrderId, StaffId},
    journal::Fact,
    money::Money,
    order::{Leftover, Tender},
    refund::{RefundLine, Refunded},
    time::Hlc,
};
use sync_protocol::{Change, Item};

use crate::{
    gift_cards::{CODE, add, ask_card, balance, beers, by_card, code, menu, sell, till, x_report},
    items::publish,
    restaurant::Till,
    transfers::Apart,
};

const fn refused(problem: CardProblem) -> Problem {
    Problem::GiftCard(problem)
}

fn alone(minor: i64) -> Problem {
    let left = Money::from_minor(minor);
    refused(CardProblem::Alone { left })
}

/// The hub has everything that this till wrote.
fn hub_has_all(till: &mut Till) {
    let rows = till.engine.store().outbox(0, 10_000).unwrap();
    till.engine.acked(rows.last().unwrap().n, &[]).unwrap();
}

#[test]
fn without_the_hub_a_till_takes_so_much_off_one_card_and_no_more() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = till(folder.path());
    sell(&mut till, 10_000);
    // 55.00: more than the 50.00 that count where nobody said anything.
    let large = beers(&mut till, 10);
    assert_eq!(till.ask(by_card(large)), Err(alone(5_000)));
    assert_eq!(balance(&mut till), 10_000, "nothing changed");
    assert_eq!(ask_card(&mut till, CODE).unwrap().spendable.minor(), 5_000);
    let small = beers(&mut till, 8);
    till.ask(by_card(small)).unwrap();
    let next = beers(&mut till, 2);
    assert_eq!(till.ask(by_card(next)), Err(alone(600)));
    // A restart forgets nothing of it.
    let time = till.time.clone();
    drop(till);
    let mut till = Till::at(folder.path(), time);
    till.sign_in("2222");
    assert_eq!(till.ask(by_card(next)), Err(alone(600)));
    // What the hub has, the others know; the next absence begins anew.
    hub_has_all(&mut till);
    till.ask(by_card(next)).unwrap();
    hub_has_all(&mut till);
    till.engine.set_together(true);
    let rest = beers(&mut till, 8);
    till.ask(by_card(rest)).unwrap();
    assert_eq!(balance(&mut till), 10_000 - 4_400 - 1_100 - 4_400);
}

#[test]
fn a_site_says_how_much_and_with_the_hub_all_of_it_counts() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = till(folder.path());
    let mut said = menu(None);
    said.version = 3;
    said.site.prices.gift_cards_offline_max = Some(Money::from_minor(1_000));
    publish(&mut till, &said);
    sell(&mut till, 10_000);
    let order = beers(&mut till, 10);
    assert_eq!(till.ask(by_card(order)), Err(alone(1_000)));
    till.engine.set_together(true);
    till.ask(by_card(order)).unwrap();
    assert_eq!(balance(&mut till), 4_500);
}

/// Two tills with a card of so much.
fn apart_with(minor: i64) -> Apart {
    let mut apart = Apart::begin();
    publish(&mut apart.one, &menu(None));
    publish(&mut apart.two, &menu(None));
    sell(&mut apart.one, minor);
    apart.meet();
    apart
}

fn overdrawn(view: &OrderView) -> Option<i64> {
    view.flags.iter().find_map(|flag| match flag {
        Flag::CardOverdrawn { amount, card } => {
            assert_eq!(card, "...2345");
            Some(amount.minor())
        }
        _ => None,
    })
}

#[test]
fn two_tills_apart_that_spend_one_card_both_keep_it_and_the_last_check_says_so() {
    let mut apart = apart_with(2_000);
    assert_eq!(balance(&mut apart.two), 2_000);
    let first = beers(&mut apart.one, 3);
    apart.one.ask(by_card(first)).unwrap();
    apart.two.time.pass(60_000);
    let second = beers(&mut apart.two, 2);
    apart.two.ask(by_card(second)).unwrap();
    assert_eq!(overdrawn(&apart.two.show(second)), None);
    apart.meet();
    for till in [&mut apart.one, &mut apart.two] {
        assert_eq!(balance(till), 2_000 - 1_650 - 1_100);
        assert_eq!(overdrawn(&till.show(second)), Some(750));
        assert_eq!(overdrawn(&till.show(first)), None);
        let Reply::Orders(closed) = till.ask(Command::ClosedOrders).unwrap() else {
            panic!("no list")
        };
        assert_eq!(closed[0].id, second, "what needs a look stands first");
        let third = beers(till, 1);
        assert_eq!(till.ask(by_card(third)), Err(refused(CardProblem::Empty)));
    }
    // Somebody pays it: the card is loaded again.
    sell(&mut apart.one, 1_000);
    apart.meet();
    for till in [&mut apart.one, &mut apart.two] {
        assert_eq!(balance(till), 250);
        assert_eq!(overdrawn(&till.show(second)), None);
    }
}

#[test]
fn a_check_with_a_card_that_two_tills_close_loads_it_once() {
    let mut apart = Apart::begin();
    publish(&mut apart.one, &menu(None));
    publish(&mut apart.two, &menu(None));
    let order = apart.seven;
    add(&mut apart.one, order, 5_000);
    apart.meet();
    let due = apart.one.show(order).totals.due.minor();
    apart.one.pay(order, Tender::Cash, due);
    apart.two.pay(order, Tender::Cash, due);
    for till in [&mut apart.one, &mut apart.two] {
        assert_eq!(balance(till), 5_000, "each by itself");
    }
    apart.meet();
    for till in [&mut apart.one, &mut apart.two] {
        assert_eq!(balance(till), 5_000);
        let flags = till.show(order).flags;
        let amount = Money::from_minor(due);
        assert!(flags.contains(&Flag::ClosedTwice { amount }), "{flags:?}");
    }
}

fn refund(order: OrderId, view: &OrderView, place: usize, code: Option<&str>) -> Command {
    let lines = vec![RefundLine {
        line: view.order.lines[place].id,
        quantity: 1,
    }];
    let what = RefundAsked::OntoCard {
        lines,
        code: code.map(crate::gift_cards::code),
        reason: "warm".to_owned(),
    };
    Command::Refund { order, what }
}

fn last_refund(till: &Till) -> Refunded {
    let records = till.engine.store().facts_from(1).unwrap();
    let last = records.iter().rev().find_map(|one| match one.fact() {
        Ok(Fact::Refunded(refunded)) => Some(refunded),
        _ => None,
    });
    last.unwrap()
}

#[test]
fn money_goes_back_onto_the_card_that_paid() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = till(folder.path());
    sell(&mut till, 2_000);
    let order = beers(&mut till, 2);
    till.ask(by_card(order)).unwrap();
    till.sign_in("1111");
    let view = till.show(order);
    let after = till.order(refund(order, &view, 0, None));
    assert_eq!(balance(&mut till), 2_000 - 1_100 + 550);
    let hint = &after.order.refunds[0];
    assert_eq!(hint.tender, Tender::GiftCard);
    assert_eq!(hint.card.as_ref().unwrap().left.minor(), 1_450);
    let fact = last_refund(&till);
    assert_eq!((fact.lines.len(), fact.gift_cards.len()), (1, 0));
    assert_eq!(fact.card.unwrap().last_four, "2345");
    let report = x_report(&mut till);
    let row = report
        .tenders
        .iter()
        .find(|row| row.tender == Tender::GiftCard);
    assert_eq!(row.unwrap().amount.minor(), 550);
    assert_eq!(report.refunded.minor(), 550);
    assert_eq!(report.expected_cash.minor(), 10_000 + 2_000);
    let asked = refund(order, &view, 0, Some("unknown-1"));
    assert_eq!(till.ask(asked), Err(refused(CardProblem::Unknown)));
}

#[test]
fn a_check_without_a_card_needs_a_code_to_go_back_onto_one() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = till(folder.path());
    sell(&mut till, 2_000);
    let order = beers(&mut till, 1);
    till.pay(order, Tender::Cash, 550);
    till.sign_in("1111");
    let view = till.show(order);
    let none = till.ask(refund(order, &view, 0, None));
    assert_eq!(none, Err(refused(CardProblem::Unknown)));
    assert_eq!(till.show(order).order.refunds, []);
    till.order(refund(order, &view, 0, Some(CODE)));
    assert_eq!(balance(&mut till), 2_550);
}

fn cash_back(order: OrderId, view: &OrderView) -> Command {
    let lines = vec![RefundLine {
        line: view.order.lines[0].id,
        quantity: 1,
    }];
    let what = RefundAsked::Lines {
        lines,
        tender: Tender::Cash,
        reason: "changed their mind".to_owned(),
    };
    Command::Refund { order, what }
}

#[test]
fn money_for_a_card_goes_back_only_while_the_card_holds_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = till(folder.path());
    let sold = sell(&mut till, 2_000);
    let view = till.show(sold);
    let order = beers(&mut till, 1);
    till.ask(by_card(order)).unwrap();
    till.sign_in("1111");
    let left = Money::from_minor(1_450);
    let refusal = till.ask(cash_back(sold, &view));
    assert_eq!(refusal, Err(refused(CardProblem::TooLittle { left })));
    assert_eq!(till.show(sold).order.refunds, []);
    sell(&mut till, 550);
    till.order(cash_back(sold, &view));
    assert_eq!(balance(&mut till), 0);
    let fact = last_refund(&till);
    assert!(fact.lines.is_empty(), "it was never sold");
    assert_eq!(fact.gift_cards[0].amount.minor(), 2_000);
    let report = x_report(&mut till);
    assert_eq!(
        (report.gift_cards.minor(), report.refunded.minor()),
        (550, 0)
    );
    assert_eq!(report.sales.minor(), 550);
    assert_eq!(report.expected_cash.minor(), 10_000 + 2_550 - 2_000);
    // It went back whole.
    let again = till.ask(cash_back(sold, &view));
    assert!(matches!(
        again,
        Err(Problem::RefundedAlready { left: 0, .. })
    ));
}

/// Two tills take the same check of two beers; the second one by the card.
fn taken_twice(first: Tender) -> Apart {
    let mut apart = apart_with(5_000);
    let order = apart.seven;
    if first == Tender::GiftCard {
        apart.one.ask(by_card(order)).unwrap();
    } else {
        apart.one.pay(order, first, 1_100);
    }
    apart.two.time.pass(60_000);
    apart.two.ask(by_card(order)).unwrap();
    apart.meet();
    apart.one.sign_in("1111");
    apart
}

#[test]
fn what_was_taken_twice_is_a_tip_of_the_last_tender_that_is_no_gift_card() {
    let mut apart = taken_twice(Tender::Card);
    let order = apart.seven;
    let what = RefundAsked::Keep;
    let view = apart.one.order(Command::Refund { order, what });
    assert_eq!(view.totals.tips.minor(), 1_100);
    assert_eq!(last_refund(&apart.one).tender, Tender::Card);
}

#[test]
fn what_gift_cards_alone_paid_twice_is_nobodys_tip() {
    let mut apart = taken_twice(Tender::GiftCard);
    let order = apart.seven;
    let what = RefundAsked::Keep;
    let answer = apart.one.ask(Command::Refund { order, what });
    assert!(
        matches!(&answer, Err(Problem::Invalid { field, .. }) if field == "tender"),
        "{answer:?}"
    );
    assert_eq!(apart.one.show(order).order.refunds, []);
}

/// What a hostile device could write of the card: more than any sum holds.
fn absurd_entries(till: &Till, order: OrderId) -> Vec<Item> {
    let document = node::card_of(&code(CODE)).unwrap().document;
    let actor = Actor {
        device: DeviceId::new(9, [9; 10]),
        boot: [9; 16],
    };
    let mut doc = OrderDoc::new(document, &actor).unwrap();
    let now_ms = till.time.source().now_ms();
    let entry = |n: u8| {
        let entry = CardEntry {
            last_four: "2345".to_owned(),
            amount: Money::from_minor(i64::MAX),
            order,
            order_number: "X-001".to_owned(),
            device: actor.device,
            stamp: Stamp {
                hlc: Hlc::default().next(now_ms),
                by: StaffId::new(1, [9; 10]),
                approved_by: None,
            },
        };
        Edit::MoveCard(EntryId::new(1, [n; 10]), entry)
    };
    let chunk = doc.edit(&[entry(1), entry(2)]).unwrap().unwrap();
    vec![Item::Change(Change::new(document, chunk.bytes))]
}

#[test]
fn absurd_amounts_on_a_card_hold_up_no_check_that_it_paid_and_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = till(folder.path());
    sell(&mut till, 2_000);
    let paid = beers(&mut till, 1);
    till.ask(by_card(paid)).unwrap();
    let items = absurd_entries(&till, paid);
    till.engine.take_in(items, 1).unwrap();
    assert_eq!(till.show(paid).totals.due, Money::ZERO);
    let other = beers(&mut till, 1);
    till.pay(other, Tender::Cash, 550);
    // Even one that loads the same card: what is only seen beside it stops nothing.
    let loads = sell(&mut till, 1_000);
    for order in [paid, other, loads] {
        assert!(till.show(order).order.closed_at_ms.is_some());
    }
    let third = beers(&mut till, 1);
    assert!(till.ask(by_card(third)).is_err());
}

#[test]
fn a_card_whose_loading_went_back_while_it_was_spent_is_said_on_the_check_that_loaded_it() {
    let mut apart = Apart::begin();
    publish(&mut apart.one, &menu(None));
    publish(&mut apart.two, &menu(None));
    let sold = sell(&mut apart.one, 2_000);
    apart.meet();
    let order = beers(&mut apart.two, 2);
    apart.two.ask(by_card(order)).unwrap();
    apart.one.time.pass(30_000);
    apart.one.sign_in("1111");
    let view = apart.one.show(sold);
    apart.one.order(cash_back(sold, &view));
    apart.meet();
    for till in [&mut apart.one, &mut apart.two] {
        assert_eq!(balance(till), -1_100);
        assert_eq!(overdrawn(&till.show(sold)), Some(1_100));
        assert_eq!(overdrawn(&till.show(order)), None);
    }
}

#[test]
fn money_that_is_on_its_card_leaves_a_check_that_is_open_again_by_a_refund_alone() {
    let mut apart = Apart::begin();
    publish(&mut apart.one, &menu(None));
    publish(&mut apart.two, &menu(None));
    let order = apart.seven;
    let line = add(&mut apart.one, order, 5_000).order.lines[1].id;
    let due = apart.one.show(order).totals.due.minor();
    apart.one.pay(order, Tender::Cash, due);
    apart.two.sign_in("1111");
    apart.two.add(order, "T129", 1);
    apart.meet();
    apart.one.sign_in("1111");
    assert_eq!(apart.one.show(order).totals.due.minor(), 800);
    let void = Command::VoidLine {
        order,
        line,
        quantity: 1,
        reason: "changed their mind".to_owned(),
        leftover: Leftover::Restocked,
    };
    let minus = Command::ChangeQuantity {
        order,
        line,
        by: -1,
    };
    for command in [void, minus] {
        assert_eq!(apart.one.ask(command), Err(refused(CardProblem::Loaded)));
    }
    apart.one.sign_in("2222");
    let undone = apart.one.ask(Command::UndoLast { order });
    assert_eq!(undone, Err(refused(CardProblem::Loaded)));
    let seen = apart.one.show(order).order;
    assert_eq!(seen.line(line).unwrap().quantity, 1);
    assert_eq!(balance(&mut apart.one), 5_000);
}
