//! Tenders that the restaurant names itself: on the check, in the drawer, on papers and reports.

use std::path::Path;

use shared::{
    api::{
        Problem,
        till::{Command, DepositAsked, HistoryRow, OrderView, RefundAsked, Reply, SplitBy},
    },
    ids::{LineId, OrderId},
    journal::Fact,
    menu::{Catalogue, Name},
    money::Money,
    order::Tender,
    refund::RefundLine,
    shift::TenderRow,
    tender::{SiteTender, TenderId, TenderMay},
};

use crate::{
    deposits::{ahead, close_shift, report},
    restaurant::{Till, catalogue, pay},
};

fn money(minor: i64) -> Money {
    Money::from_minor(minor)
}

pub(crate) fn own(id: &str) -> Tender {
    Tender::Other(TenderId::new(id).unwrap())
}

fn site_tender(id: &str, first: &str, may: &[TenderMay]) -> SiteTender {
    SiteTender {
        id: TenderId::new(id).unwrap(),
        name: Name {
            first: first.to_owned(),
            second: format!("{first} (en)"),
        },
        may: may.to_vec(),
    }
}

/// Vouchers that give no change and do not go back, a room that does and holds a tip, a city's bonus
/// that gives change; coins of five cents, and a printer at whose address nothing answers.
pub(crate) fn menu() -> Catalogue {
    let mut menu = catalogue(Some("127.0.0.1:1".to_owned()));
    menu.version = 2;
    menu.site.cash_rounding_minor = 5;
    menu.site.tenders = vec![
        site_tender("ticket", "Buono Mensa", &[TenderMay::Drawer]),
        site_tender("room", "Camera", &[TenderMay::Refund, TenderMay::Tip]),
        site_tender("bonus", "Bonus", &[TenderMay::Change]),
    ];
    menu
}

fn till(folder: &Path) -> Till {
    let mut till = Till::with(folder, "1111");
    till.take(&menu());
    till
}

/// A pizza and a cover: 10.50; and the pizza.
fn pizza(till: &mut Till) -> (OrderId, LineId) {
    let order = till.seat("7");
    let line = till.add(order, "T129", 1).order.lines[0].id;
    till.add(order, "T170", 1);
    (order, line)
}

fn paid(till: &mut Till, command: Command) -> OrderView {
    match till.ask(command).unwrap() {
        Reply::Paid { order, .. } => *order,
        other => panic!("not paid but {other:?}"),
    }
}

fn back(order: OrderId, line: LineId, tender: Tender) -> Command {
    let what = RefundAsked::Lines {
        lines: vec![RefundLine { line, quantity: 1 }],
        tender,
        reason: "cold".to_owned(),
    };
    Command::Refund { order, what }
}

fn facts(till: &Till) -> Vec<Fact> {
    let records = till.engine.store().facts_from(1).unwrap();
    records
        .iter()
        .map(|record| record.fact().unwrap())
        .collect()
}

fn drawer_openings(till: &Till) -> usize {
    let opened = |fact: &&Fact| matches!(fact, Fact::DrawerOpened { .. });
    facts(till).iter().filter(opened).count()
}

fn rows(till: &Till) -> Vec<(String, Option<String>, u32, i64)> {
    let row = |row: TenderRow| {
        let word = row.tender.word();
        (word, row.named, row.count, row.amount.minor())
    };
    report(till).tenders.into_iter().map(row).collect()
}

fn refused(till: &mut Till, command: Command) -> Problem {
    let (facts_before, papers) = (facts(till).len(), till.papers());
    let problem = till.ask(command).unwrap_err();
    assert_eq!(facts(till).len(), facts_before, "bad input changes nothing");
    assert_eq!(till.papers(), papers);
    problem
}

fn is_invalid(problem: &Problem, place: &str) -> bool {
    matches!(problem, Problem::Invalid { field, .. } if field == place)
}

#[test]
fn two_vouchers_and_then_the_rest_in_cash_pay_a_check_and_only_the_cash_is_rounded() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = till(folder.path());
    let order = till.seat("7");
    till.add(order, "T129", 2);
    let drawer = till.engine.shift_report().unwrap().unwrap().expected_cash;
    let view = paid(&mut till, pay(order, own("ticket"), 798));
    assert_eq!(
        (view.totals.due, view.order.closed_at_ms),
        (money(802), None)
    );
    let view = paid(&mut till, pay(order, own("ticket"), 500));
    assert_eq!(view.totals.due, money(302));
    assert_eq!(report(&till).expected_cash, drawer, "a voucher is no cash");
    assert_eq!(drawer_openings(&till), 2, "it is kept in the drawer");
    let view = paid(&mut till, pay(order, Tender::Cash, 500));
    assert!(view.order.closed_at_ms.is_some());
    let seen: Vec<_> = view
        .order
        .payments
        .iter()
        .map(|one| (one.tender, one.amount.minor(), one.rounding.minor()))
        .collect();
    assert_eq!(
        seen,
        [
            (own("ticket"), 798, 0),
            (own("ticket"), 500, 0),
            (Tender::Cash, 302, -2)
        ]
    );
    let name = view.order.payments[0].named.as_ref().unwrap();
    assert_eq!(name.first, "Buono Mensa");
    let report = report(&till);
    assert_eq!(report.expected_cash, drawer.plus(money(300)).unwrap());
    assert_eq!(report.rounding, money(-2));
    let ticket = Some("Buono Mensa".to_owned());
    assert_eq!(
        rows(&till),
        [
            ("cash".to_owned(), None, 1, 302),
            ("other:ticket".to_owned(), ticket, 2, 1_298)
        ]
    );
    let Reply::Paper { html } = till.ask(Command::ShowReceipt { order }).unwrap() else {
        panic!("no paper")
    };
    for said in ["Buono Mensa", "7,98", "Contanti"] {
        assert!(html.contains(said), "{said}: {html}");
    }
    // The journal says it in words that need no catalogue.
    let records = till.engine.store().facts_from(1).unwrap();
    let said = records
        .iter()
        .filter(|record| {
            record
                .body
                .contains(r#""tender":"other:ticket","named":"Buono Mensa""#)
        })
        .count();
    assert_eq!(said, 2);
}

#[test]
fn a_tender_without_change_never_pays_more_than_is_due_and_an_unknown_one_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = till(folder.path());
    let (order, _) = pizza(&mut till);
    let too_much = refused(&mut till, pay(order, own("ticket"), 1_051));
    assert!(is_invalid(&too_much, "tendered"), "{too_much:?}");
    let nothing = refused(&mut till, pay(order, own("ticket"), 0));
    assert!(is_invalid(&nothing, "tendered"), "{nothing:?}");
    let unknown = refused(&mut till, pay(order, own("crypto"), 1_050));
    assert!(matches!(unknown, Problem::NotFound { .. }), "{unknown:?}");
    let later: Tender = serde_json::from_str("\"of_a_later_version\"").unwrap();
    let unknown = refused(&mut till, pay(order, later, 1_050));
    assert!(matches!(unknown, Problem::NotFound { .. }), "{unknown:?}");
    let with_tip = |tender| Command::Pay {
        order,
        tender,
        tendered: money(1_050),
        tip: money(100),
        part: None,
        seen_due: None,
    };
    let tip = refused(&mut till, with_tip(own("ticket")));
    assert!(is_invalid(&tip, "tip"), "{tip:?}");
    let view = paid(&mut till, with_tip(own("room")));
    assert!(view.order.closed_at_ms.is_some());
    assert_eq!(report(&till).tenders[0].tips, money(100));
    assert_eq!(drawer_openings(&till), 0, "a room is kept in no drawer");
    let payment = view.order.payments[0].fact;
    let anew = Command::ChangeTip(shared::api::till::TipAsked {
        order,
        payment,
        tip: money(200),
    });
    assert!(is_invalid(&refused(&mut till, anew), "payment"));
}

#[test]
fn what_gives_change_gives_coins_that_exist_out_of_the_drawer() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = till(folder.path());
    let order = till.seat("7");
    till.add(order, "T129", 1);
    till.pay(order, Tender::Card, 98);
    // 7.02 are due; the bonus is worth 10.00, and 2.98 are 3.00 in coins.
    let view = paid(&mut till, pay(order, own("bonus"), 1_000));
    let last = view.order.payments.last().unwrap();
    assert_eq!(
        (last.amount, last.change, last.rounding),
        (money(702), money(300), money(-2))
    );
    assert_eq!(drawer_openings(&till), 1);
    let seen = report(&till);
    assert_eq!(seen.expected_cash, money(10_000 - 300));
    let bonus = seen.tenders.last().unwrap();
    assert_eq!((bonus.amount, bonus.over), (money(702), money(298)));
    assert_eq!(seen.rounding, money(-2));
    let Reply::Paper { html } = till.ask(Command::ShowReceipt { order }).unwrap() else {
        panic!("no paper")
    };
    for said in ["Bonus", "10,00", "Resto", "3,00"] {
        assert!(html.contains(said), "{said}: {html}");
    }
    // The drawer's rows make what must be there: 100.00 - 2.98 - 0.02.
    close_shift(&mut till);
    let z_paper = till.papers().pop().unwrap();
    for said in ["Resto per altri pagamenti", "-2,98", "-0,02", "97,00"] {
        assert!(z_paper.contains(said), "{said}: {z_paper}");
    }
}

#[test]
fn dishes_go_back_onto_a_tender_that_may_and_no_more_than_it_paid() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = till(folder.path());
    let order = till.seat("7");
    let first = till.add(order, "T129", 1).order.lines[0].id;
    let view = till.add(order, "T165", 1);
    let second = view.order.lines[1].id;
    till.pay(order, own("room"), 900);
    till.pay(order, own("ticket"), 450);
    // A voucher does not go back, and neither does what paid nothing.
    for tender in [own("ticket"), own("bonus")] {
        let problem = refused(&mut till, back(order, first, tender));
        assert!(is_invalid(&problem, "tender"), "{problem:?}");
    }
    let lines = Vec::new();
    let Reply::Refund(preview) = till.ask(Command::PreviewRefund { order, lines }).unwrap() else {
        panic!("no preview")
    };
    let offered: Vec<_> = preview
        .others
        .iter()
        .map(|one| (one.tender, one.name.first.as_str(), one.most.minor()))
        .collect();
    assert_eq!(offered, [(own("room"), "Camera", 900)]);
    // The manager calls it otherwise meanwhile: what paid goes back under its old name.
    let mut renamed = menu();
    renamed.version = 3;
    "Hotel".clone_into(&mut renamed.site.tenders[1].name.first);
    till.take(&renamed);
    let view = till.order(back(order, first, own("room")));
    let refund = &view.order.refunds[0];
    assert_eq!(refund.tender, own("room"));
    assert_eq!(refund.named.as_ref().unwrap().first, "Camera");
    let paper = {
        let refund = refund.fact;
        match till.ask(Command::ShowRefund { order, refund }).unwrap() {
            Reply::Paper { html } => html,
            other => panic!("no paper but {other:?}"),
        }
    };
    assert!(
        paper.contains("Camera") && !paper.contains("Hotel"),
        "{paper}"
    );
    // One euro is left of what the room paid, and what a voucher paid is never cash.
    let too_much = refused(&mut till, back(order, second, own("room")));
    let less = Problem::TenderGivesLess {
        name: "Camera".to_owned(),
        most: money(100),
    };
    assert_eq!(too_much, less);
    let no_cash = refused(&mut till, back(order, second, Tender::Cash));
    let only = Problem::OnlyOntoCard {
        name: "Buono Mensa".to_owned(),
        most: money(100),
    };
    assert_eq!(no_cash, only);
    till.order(back(order, second, Tender::GiftCard));
    assert_eq!(report(&till).expected_cash, money(10_000));
    let camera = Some("Camera".to_owned());
    assert!(rows(&till).contains(&("other:room".to_owned(), camera, 1, 100)));
    let Reply::History(told) = till.ask(Command::History { order }).unwrap() else {
        panic!("no history")
    };
    let said = |what: &str, text: &str| {
        let is = |row: &HistoryRow| row.what == what && row.detail.contains(text);
        assert!(told.iter().any(is), "{what} {text}: {told:?}");
    };
    said("paid", "Camera");
    said("paid", "Buono Mensa");
    said("refunded", "Camera: cold");
    said("refunded", "Carta regalo: ");
}

#[test]
fn a_renamed_tender_keeps_its_old_name_on_old_checks_and_one_line_on_the_report() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = till(folder.path());
    let (order, _) = pizza(&mut till);
    till.pay(order, own("ticket"), 1_050);
    let mut renamed = menu();
    renamed.version = 3;
    "Buono Nuovo".clone_into(&mut renamed.site.tenders[0].name.first);
    till.take(&renamed);
    let (again, _) = pizza(&mut till);
    till.pay(again, own("ticket"), 1_050);
    let new = Some("Buono Nuovo".to_owned());
    assert_eq!(rows(&till), [("other:ticket".to_owned(), new, 2, 2_100)]);
    let Reply::Paper { html } = till.ask(Command::ShowReceipt { order }).unwrap() else {
        panic!("no paper")
    };
    assert!(html.contains("Buono Mensa") && !html.contains("Buono Nuovo"));
    // Taken off the list: nobody pays with it any more, and what it paid stays.
    let mut without = menu();
    without.version = 4;
    without.site.tenders.clear();
    till.take(&without);
    let (third, _) = pizza(&mut till);
    let gone = refused(&mut till, pay(third, own("ticket"), 1_050));
    assert!(matches!(gone, Problem::NotFound { .. }), "{gone:?}");
    close_shift(&mut till);
    let z_paper = till.papers().pop().unwrap();
    assert!(z_paper.contains("Buono Nuovo (2)"), "{z_paper}");
}

#[test]
fn parts_of_a_check_and_deposits_are_paid_with_it_too() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = till(folder.path());
    let order = till.seat("7");
    till.add(order, "T129", 2);
    let split = Command::Split {
        order,
        by: SplitBy::Shares { ways: 2 },
    };
    let view = till.order(split);
    let parts: Vec<_> = view.parts.iter().map(|part| part.totals.id).collect();
    let pay_part = |part, tendered| Command::Pay {
        order,
        tender: own("ticket"),
        tendered: money(tendered),
        tip: Money::ZERO,
        part: Some(part),
        seen_due: None,
    };
    let too_much = refused(&mut till, pay_part(parts[0], 801));
    assert!(is_invalid(&too_much, "tendered"), "{too_much:?}");
    paid(&mut till, pay_part(parts[0], 800));
    let view = paid(&mut till, pay_part(parts[1], 800));
    assert!(view.order.closed_at_ms.is_some());

    let later = till.seat("8");
    let asked = |tender, minor| {
        Command::TakeDeposit(DepositAsked {
            order: later,
            tender,
            tendered: money(minor),
        })
    };
    let unknown = refused(&mut till, asked(own("crypto"), 2_003));
    assert!(matches!(unknown, Problem::NotFound { .. }), "{unknown:?}");
    // No coins are in it, so nothing has to be what coins can give.
    let view = till.order(ahead(later, own("room"), 2_003));
    let taken = &view.order.payments[0];
    assert_eq!((taken.tender, taken.deposit), (own("room"), true));
    till.add(later, "T129", 1);
    till.pay_nothing_more(later);
    // 12.03 are left of it, and go back where they came from.
    let surplus = |tender| {
        let what = RefundAsked::Surplus { tender };
        Command::Refund { order: later, what }
    };
    let problem = refused(&mut till, surplus(own("ticket")));
    assert!(is_invalid(&problem, "tender"), "{problem:?}");
    let view = till.order(surplus(own("room")));
    assert_eq!(view.order.refunds[0].amount, money(1_203));
    assert_eq!(report(&till).expected_cash, money(10_000));
}

impl Till {
    fn pay_nothing_more(&mut self, order: OrderId) {
        self.ask(Command::Settle { order }).unwrap();
    }
}
