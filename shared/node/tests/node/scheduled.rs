//! Orders for later: the kitchen hears of them in time, and not before.

use shared::{
    api::{
        Problem,
        till::{Command, MoveTo, Reply, ScheduleAsked, UnitsOf},
    },
    ids::OrderId,
    menu::Service,
    order::Tender,
    refund::RefundLine,
    serving::Portion,
    time::{DAY_MS, MINUTE_MS},
};

use crate::{
    courses::{kitchen, shown},
    kitchen::carry,
    restaurant::{SIX_IN_THE_EVENING_MS, Till, catalogue},
};

/// The pizza takes five minutes and the site five more: the kitchen hears at ten past seven.
const TWENTY_PAST_SEVEN_MS: i64 = SIX_IN_THE_EVENING_MS + 80 * MINUTE_MS;

fn schedule(order: OrderId, ready_at_ms: impl Into<Option<i64>>) -> Command {
    let ready_at_ms = ready_at_ms.into();
    Command::Schedule(ScheduleAsked { order, ready_at_ms })
}

/// Two pizzas to take away.
fn pizzas(till: &mut Till) -> OrderId {
    let open = Command::OpenOrder {
        service: Service::Takeaway,
        table: None,
        tab: "Anna".to_owned(),
        guests: 1,
    };
    let order = till.order(open).order.id;
    till.add(order, "T129", 2);
    order
}

fn pass_to(till: &Till, at_ms: i64) {
    let now_ms = till.time.source().now_ms();
    till.time.pass(at_ms - now_ms);
}

#[test]
fn the_kitchen_hears_of_it_ten_minutes_before_and_sees_for_when_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(&folder.path().join("till"), "3333");
    let mut cook = kitchen(&folder.path().join("kitchen"));
    let order = pizzas(&mut till);
    let view = till.order(schedule(order, TWENTY_PAST_SEVEN_MS));
    let fire_at_ms = TWENTY_PAST_SEVEN_MS - 10 * MINUTE_MS;
    assert_eq!((view.unsent, view.fire_at_ms), (0, Some(fire_at_ms)));
    // What comes later waits too, and «send» carries nothing of it.
    till.add(order, "T165", 1);
    let sent = till.ask(Command::Send { order }).unwrap();
    assert_eq!(
        sent,
        Reply::Sent {
            count: 0,
            stations: Vec::new()
        }
    );
    pass_to(&till, fire_at_ms - MINUTE_MS);
    assert_eq!(till.engine.send_due(), 0);
    let at = carry(&till.engine, &mut cook, 0);
    assert!(shown(&mut cook).open.is_empty());

    pass_to(&till, fire_at_ms);
    assert_eq!(till.engine.send_due(), 1);
    assert_eq!(till.engine.send_due(), 0);
    carry(&till.engine, &mut cook, at);
    let open = shown(&mut cook).open;
    let said: Vec<_> = open
        .iter()
        .map(|one| {
            (
                one.station.as_str(),
                one.lines[0].quantity,
                one.ready_at.as_deref(),
            )
        })
        .collect();
    let ready = Some("20:20");
    assert_eq!(said, [("bar", 1, ready), ("pizza", 2, ready)]);
    // One more goes like any other.
    till.sign_in("3333");
    till.add(order, "T165", 1);
    assert_eq!(till.show(order).unsent, 1);
}

#[test]
fn paid_ahead_it_waits_all_the_same_and_outlives_days_and_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "2222");
    let order = pizzas(&mut till);
    let in_five_days = SIX_IN_THE_EVENING_MS + 5 * DAY_MS;
    till.order(schedule(order, in_five_days));
    till.pay(order, Tender::Card, 1_600);
    let view = till.show(order);
    assert!(view.order.closed_at_ms.is_some() && view.order.tickets.is_empty());
    // It stands among the open ones until the kitchen has it.
    let numbers = |till: &Till| {
        let loose = till.engine.floor().loose;
        loose.into_iter().map(|one| one.id).collect::<Vec<_>>()
    };
    assert_eq!(numbers(&till), [order]);
    pass_to(&till, in_five_days - DAY_MS);
    till.engine.tidy().unwrap();
    let time = till.time.clone();
    drop(till);
    let mut till = Till::at(folder.path(), time);
    assert_eq!((till.engine.send_due(), numbers(&till)), (0, vec![order]));
    pass_to(&till, in_five_days - 10 * MINUTE_MS);
    assert_eq!(till.engine.send_due(), 1);
    till.sign_in("2222");
    assert_eq!(till.show(order).order.tickets.len(), 1);
    assert!(numbers(&till).is_empty());
}

#[test]
fn what_was_paid_back_before_is_not_cooked() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "1111");
    let order = pizzas(&mut till);
    let beer = till.add(order, "T165", 1).order.lines[1].id;
    till.order(schedule(order, TWENTY_PAST_SEVEN_MS));
    till.pay(order, Tender::Card, 2_150);
    let pizza = till.show(order).order.lines[0].id;
    let lines = [(pizza, 1), (beer, 1)].map(|(line, quantity)| RefundLine { line, quantity });
    till.order(Command::Refund {
        order,
        what: shared::api::till::RefundAsked::Lines {
            lines: lines.to_vec(),
            tender: Tender::Card,
            reason: "comes alone".to_owned(),
        },
    });
    pass_to(&till, TWENTY_PAST_SEVEN_MS);
    assert_eq!(till.engine.send_due(), 1);
    till.sign_in("1111");
    let tickets = till.show(order).order.tickets;
    let sent: Vec<_> = tickets.iter().flat_map(|one| &one.lines).collect();
    assert_eq!(sent.len(), 1);
    assert_eq!((sent[0].line, sent[0].quantity), (pizza, 1));
}

#[test]
fn another_till_sends_it_when_its_own_is_off_and_it_is_cooked_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut one = Till::with(&folder.path().join("one"), "3333");
    let mut two = Till::open(&folder.path().join("two"));
    let mut cook = kitchen(&folder.path().join("kitchen"));
    let order = pizzas(&mut one);
    one.order(schedule(order, TWENTY_PAST_SEVEN_MS));
    carry(&one.engine, &mut two.engine, 0);
    let fire_at_ms = TWENTY_PAST_SEVEN_MS - 10 * MINUTE_MS;
    pass_to(&two, fire_at_ms + MINUTE_MS);
    assert_eq!(two.engine.send_due(), 0);
    pass_to(&two, fire_at_ms + 3 * MINUTE_MS);
    assert_eq!(two.engine.send_due(), 1);
    // The other one was only cut off, and sends it as well.
    pass_to(&one, fire_at_ms);
    assert_eq!(one.engine.send_due(), 1);
    carry(&one.engine, &mut cook, 0);
    carry(&two.engine, &mut cook, 0);
    carry(&two.engine, &mut one.engine, 0);
    carry(&one.engine, &mut two.engine, 0);
    let open = shown(&mut cook).open;
    assert_eq!((open.len(), open[0].lines[0].quantity), (1, 2));
    one.sign_in("3333");
    two.sign_in("3333");
    assert_eq!(one.show(order).order, two.show(order).order);
}

#[test]
fn two_tills_that_say_different_times_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let mut one = Till::with(&folder.path().join("one"), "3333");
    let mut two = Till::open(&folder.path().join("two"));
    let order = pizzas(&mut one);
    let at = carry(&one.engine, &mut two.engine, 0);
    two.sign_in("3333");
    one.order(schedule(order, TWENTY_PAST_SEVEN_MS));
    two.time.pass(MINUTE_MS);
    let later = TWENTY_PAST_SEVEN_MS + 30 * MINUTE_MS;
    two.order(schedule(order, later));
    carry(&one.engine, &mut two.engine, at);
    carry(&two.engine, &mut one.engine, 0);
    let ready = one.show(order).order.serving.ready.unwrap();
    assert_eq!(
        (ready.at_ms, ready.waits, ready.contested),
        (later, true, true)
    );
    assert_eq!(one.show(order).order, two.show(order).order);
    // The same time again is a decision.
    let view = one.order(schedule(order, later));
    assert!(!view.order.serving.ready.unwrap().contested);
}

#[test]
fn it_goes_now_when_somebody_says_so_and_undo_brings_only_the_time_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "3333");
    let order = pizzas(&mut till);
    till.order(schedule(order, TWENTY_PAST_SEVEN_MS));
    let view = till.order(schedule(order, None));
    assert_eq!((view.unsent, view.fire_at_ms), (2, None));
    assert_eq!(view.undo_what.as_deref(), Some("unscheduled"));
    let view = till.order(Command::UndoLast { order });
    assert_eq!((view.unsent, view.fire_at_ms.is_some()), (0, true));
    assert_eq!(view.undo_what.as_deref(), Some("scheduled"));
    assert_eq!(view.undo.as_deref(), Some("2026-11-21 20:20"));
    let now = Command::Fire {
        order,
        portion: Portion::Scheduled,
    };
    let sent = till.ask(now.clone()).unwrap();
    assert_eq!(
        sent,
        Reply::Sent {
            count: 2,
            stations: vec!["pizza".to_owned()]
        }
    );
    let view = till.show(order);
    assert_eq!(view.fire_at_ms, None);
    assert!(view.undo_what.is_none_or(|what| what != "scheduled"));
    // A new time tells the kitchen when, and nothing waits any more.
    let view = till.order(schedule(order, TWENTY_PAST_SEVEN_MS + MINUTE_MS));
    assert!(!view.order.is_waiting());
    assert_eq!(
        till.ask(now).unwrap(),
        Reply::Sent {
            count: 0,
            stations: Vec::new()
        }
    );
}

#[test]
fn a_time_that_is_past_or_far_away_is_none() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "3333");
    let order = pizzas(&mut till);
    for at_ms in [
        0,
        SIX_IN_THE_EVENING_MS,
        SIX_IN_THE_EVENING_MS + 93 * DAY_MS,
        i64::MAX,
    ] {
        let said = till.ask(schedule(order, at_ms)).unwrap_err();
        assert!(
            matches!(&said, Problem::Invalid { field, .. } if field == "ready_at_ms"),
            "{said:?}"
        );
    }
    assert_eq!(till.show(order).order.serving.ready, None);
}

#[test]
fn the_ticket_says_for_when_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "3333");
    let mut menu = catalogue(Some("127.0.0.1:9".to_owned()));
    menu.version = 2;
    till.take(&menu);
    let order = pizzas(&mut till);
    till.order(schedule(order, TWENTY_PAST_SEVEN_MS));
    assert!(till.papers().is_empty());
    pass_to(&till, TWENTY_PAST_SEVEN_MS - 9 * MINUTE_MS);
    till.engine.send_due();
    let papers = till.papers();
    assert_eq!(papers.len(), 1);
    assert!(papers[0].contains("Pronto per le 20:20"), "{}", papers[0]);
}

fn tickets(till: &mut Till, order: OrderId) -> Vec<i64> {
    let tickets = till.show(order).order.tickets;
    let lines = tickets.iter().flat_map(|one| &one.lines);
    lines.map(|line| line.quantity).collect()
}

#[test]
fn two_orders_for_later_that_become_one_go_together_at_their_time() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "3333");
    let (one, two) = (pizzas(&mut till), pizzas(&mut till));
    till.order(schedule(one, TWENTY_PAST_SEVEN_MS));
    till.order(schedule(two, TWENTY_PAST_SEVEN_MS));
    till.order(Command::JoinOrders {
        order: one,
        with: two,
    });
    pass_to(&till, TWENTY_PAST_SEVEN_MS);
    till.engine.send_due();
    till.sign_in("3333");
    assert_eq!(tickets(&mut till, one), [2, 2]);
}

#[test]
fn what_is_split_off_an_order_for_later_is_for_the_same_time() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "2222");
    let order = pizzas(&mut till);
    till.order(schedule(order, TWENTY_PAST_SEVEN_MS));
    let line = till.show(order).order.lines[0].id;
    let table = Some("7".to_owned());
    till.order(Command::MoveLines {
        order,
        lines: vec![UnitsOf { line, units: 1 }],
        to: MoveTo::New {
            table,
            tab: String::new(),
        },
    });
    let new = till.engine.floor().rooms[0].tables[0].orders[0].id;
    till.pay(new, Tender::Card, 800);
    assert!(tickets(&mut till, new).is_empty());
    pass_to(&till, TWENTY_PAST_SEVEN_MS);
    till.engine.send_due();
    till.sign_in("2222");
    assert_eq!(
        (tickets(&mut till, new), tickets(&mut till, order)),
        (vec![1], vec![1])
    );
}

#[test]
fn paid_days_ahead_its_ticket_and_receipt_outlive_a_restart_after_it_was_sent() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "2222");
    let order = pizzas(&mut till);
    let in_five_days = SIX_IN_THE_EVENING_MS + 5 * DAY_MS;
    till.order(schedule(order, in_five_days));
    till.pay(order, Tender::Card, 1_600);
    let waiting = till.engine.store().outbox(0, 1_000).unwrap();
    pass_to(&till, in_five_days - 10 * MINUTE_MS);
    assert_eq!(till.engine.send_due(), 1);
    let all = till.engine.store().outbox(0, 1_000).unwrap();
    assert!(all.len() > waiting.len());
    till.engine.acked(all.last().unwrap().n, &[]).unwrap();
    let time = till.time.clone();
    drop(till);
    let mut till = Till::at(folder.path(), time);
    till.sign_in("2222");
    assert_eq!(tickets(&mut till, order), [2]);
}

#[test]
fn paid_here_while_its_time_was_taken_back_there_it_is_cooked() {
    let folder = tempfile::tempdir().unwrap();
    let mut one = Till::with(&folder.path().join("one"), "2222");
    let mut two = Till::open(&folder.path().join("two"));
    let order = pizzas(&mut one);
    one.order(schedule(order, TWENTY_PAST_SEVEN_MS));
    let at = carry(&one.engine, &mut two.engine, 0);
    two.sign_in("2222");
    one.pay(order, Tender::Card, 1_600);
    two.order(schedule(order, None));
    carry(&one.engine, &mut two.engine, at);
    carry(&two.engine, &mut one.engine, 0);
    assert_eq!(one.show(order).order.serving.ready, None);
    assert_eq!(one.engine.send_due(), 1);
    assert_eq!(tickets(&mut one, order), [2]);
    assert_eq!(one.engine.send_due(), 0);
}

#[test]
fn who_paid_ahead_may_come_later_and_not_at_no_time() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "2222");
    let order = pizzas(&mut till);
    till.order(schedule(order, TWENTY_PAST_SEVEN_MS));
    till.pay(order, Tender::Card, 1_600);
    let later = TWENTY_PAST_SEVEN_MS + 60 * MINUTE_MS;
    let view = till.order(schedule(order, later));
    assert_eq!(view.fire_at_ms, Some(later - 10 * MINUTE_MS));
    assert!(till.ask(schedule(order, None)).is_err());
    pass_to(&till, later);
    assert_eq!(till.engine.send_due(), 1);
    till.sign_in("2222");
    assert_eq!(
        till.ask(schedule(order, later + DAY_MS)),
        Err(Problem::OrderClosed)
    );
}

#[test]
fn an_order_for_later_that_came_to_nothing_leaves_the_floor() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "2222");
    let order = pizzas(&mut till);
    till.order(schedule(order, TWENTY_PAST_SEVEN_MS));
    let line = till.show(order).order.lines[0].id;
    till.order(Command::VoidLine {
        order,
        line,
        quantity: 2,
        reason: String::new(),
        leftover: shared::order::Leftover::Wasted,
    });
    till.ask(Command::Settle { order }).unwrap();
    assert!(till.engine.floor().loose.is_empty());
    pass_to(&till, TWENTY_PAST_SEVEN_MS);
    assert_eq!(till.engine.send_due(), 0);
}

#[test]
fn a_time_that_somebody_took_back_apart_and_that_is_confirmed_still_waits() {
    let folder = tempfile::tempdir().unwrap();
    let mut one = Till::with(&folder.path().join("one"), "3333");
    let mut two = Till::open(&folder.path().join("two"));
    let order = pizzas(&mut one);
    one.order(schedule(order, TWENTY_PAST_SEVEN_MS));
    let at = carry(&one.engine, &mut two.engine, 0);
    two.sign_in("3333");
    one.order(schedule(order, None));
    two.time.pass(MINUTE_MS);
    let later = TWENTY_PAST_SEVEN_MS + 30 * MINUTE_MS;
    two.order(schedule(order, later));
    carry(&one.engine, &mut two.engine, at);
    carry(&two.engine, &mut one.engine, 0);
    assert_eq!(one.show(order).unsent, 0);
    let ready = one.order(schedule(order, later)).order.serving.ready;
    let ready = ready.unwrap();
    assert_eq!(
        (ready.at_ms, ready.waits, ready.contested),
        (later, true, false)
    );
}

#[test]
fn guests_get_their_food_in_time_although_somebody_learns_at_the_till() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "1111");
    let order = pizzas(&mut till);
    till.order(schedule(order, TWENTY_PAST_SEVEN_MS));
    till.ask(Command::SetTraining { on: true }).unwrap();
    let learnt = pizzas(&mut till);
    till.order(schedule(learnt, TWENTY_PAST_SEVEN_MS));
    pass_to(&till, TWENTY_PAST_SEVEN_MS - 10 * MINUTE_MS);
    till.sign_in("1111");
    assert_eq!(till.engine.send_due(), 2);
    assert!(
        till.ask(Command::ShowOrder { order }).is_err(),
        "still learning"
    );
    till.ask(Command::SetTraining { on: false }).unwrap();
    let view = till.show(order);
    assert_eq!((view.order.tickets.len(), view.order.training), (1, false));
}
