//! What may go back, and with which tender: what was paid with vouchers is never turned into money.

use printers::doc::{Block, Doc};
use shared::{
    api::{
        Problem,
        till::{Command, RefundAsked, RefundPreview, Reply, SeveralBack},
    },
    flags::Flag,
    gift::{CardCode, CardProblem},
    ids::{LineId, OrderId},
    journal::Fact,
    money::Money,
    order::Tender,
    refund::{BackBy, Refund, RefundLine, Refunded},
    tender::TenderMay,
};

use crate::{
    deposits::{ahead, money, report},
    gift_cards::ask_card,
    kitchen::carry,
    restaurant::Till,
    tenders::{menu, own},
};

/// Vouchers that do not go back, a room that does; no printer, so papers are kept whole.
pub(crate) fn till_of(folder: &std::path::Path) -> Till {
    let mut till = Till::with(folder, "1111");
    let mut menu = menu();
    menu.printers.clear();
    till.take(&menu);
    till
}

fn one(line: LineId) -> Vec<RefundLine> {
    vec![RefundLine { line, quantity: 1 }]
}

fn lines_back(order: OrderId, line: LineId, tender: Tender) -> Command {
    let what = RefundAsked::Lines {
        lines: one(line),
        tender,
        reason: "cold".to_owned(),
    };
    Command::Refund { order, what }
}

pub(crate) fn preview(till: &mut Till, order: OrderId, lines: Vec<RefundLine>) -> RefundPreview {
    match till.ask(Command::PreviewRefund { order, lines }).unwrap() {
        Reply::Refund(preview) => *preview,
        other => panic!("no preview but {other:?}"),
    }
}

/// The ways of a preview: tender and minor units of each part.
fn ways(preview: &RefundPreview) -> Vec<Vec<(Tender, i64)>> {
    let part = |by: &BackBy| (by.tender, by.amount.minor());
    let way = |way: &shared::api::till::WayBack| way.by.iter().map(part).collect();
    preview.ways.iter().map(way).collect()
}

fn refunds(till: &Till) -> Vec<Refunded> {
    let records = till.engine.store().facts_from(1).unwrap();
    let facts = records.iter().filter_map(|record| record.fact().ok());
    let refunds = facts.filter_map(|fact| match fact {
        Fact::Refunded(refunded) => Some(refunded),
        _ => None,
    });
    refunds.collect()
}

fn only_card(most: i64) -> Problem {
    Problem::OnlyOntoCard {
        name: "Buono Mensa".to_owned(),
        most: money(most),
    }
}

/// A pizza of 8.00 and a beer of 5.50, paid with these.
fn paid_with(till: &mut Till, by: &[(Tender, i64)]) -> (OrderId, LineId, LineId) {
    let order = till.seat("7");
    let pizza = till.add(order, "T129", 1).order.lines[0].id;
    let beer = till.add(order, "T165", 1).order.lines[1].id;
    for (tender, minor) in by {
        till.pay(order, *tender, *minor);
    }
    (order, pizza, beer)
}

#[test]
fn what_vouchers_paid_never_goes_back_in_cash_by_card_or_with_a_room() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = till_of(folder.path());
    let paid = [(own("ticket"), 900), (Tender::Cash, 450)];
    let (order, pizza, beer) = paid_with(&mut till, &paid);
    let before = till.show(order).order;
    for tender in [Tender::Cash, Tender::Card] {
        let refused = till.ask(lines_back(order, pizza, tender));
        assert_eq!(refused, Err(only_card(450)));
    }
    assert_eq!(till.show(order).order, before, "bad input changes nothing");
    assert_eq!(refunds(&till), []);
    // All of it onto a card of the house: first what can go nowhere else.
    let view = till.order(lines_back(order, pizza, Tender::GiftCard));
    assert_eq!(view.order.refunds[0].amount, money(800));
    // One euro of the vouchers is left: of 5.50 at most 4.50 are money.
    assert_eq!(
        till.ask(lines_back(order, beer, Tender::Cash)),
        Err(only_card(450))
    );
    let seen = preview(&mut till, order, one(beer));
    assert_eq!(
        seen.only_card.as_ref().map(|only| only.most),
        Some(money(450))
    );
    let card = Tender::GiftCard;
    assert_eq!(
        ways(&seen),
        [
            vec![(Tender::Cash, 450), (card, 100)],
            vec![(Tender::Card, 450), (card, 100)],
            vec![(card, 550)],
        ]
    );
}

#[test]
fn a_card_that_is_made_for_a_refund_is_told_once_and_holds_the_money() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = till_of(folder.path());
    let (order, pizza, _) = paid_with(&mut till, &[(own("ticket"), 1_350)]);
    let view = till.order(lines_back(order, pizza, Tender::GiftCard));
    let refund = &view.order.refunds[0];
    let last_four = refund.card.as_ref().unwrap().card.last_four.clone();
    let refund = refund.fact;
    let Reply::Paper { html } = till.ask(Command::ShowRefund { order, refund }).unwrap() else {
        panic!("no paper")
    };
    let end = html
        .find(&format!(" {last_four}<"))
        .or_else(|| html.find(&format!(" {last_four}")));
    let end = end.unwrap_or_else(|| panic!("no code: {html}")) + 5;
    let code = html[..end].chars().rev().take(19).collect::<String>();
    let code: String = code.chars().rev().collect();
    // Whoever finds a copy finds no money.
    let again = Command::ReprintRefund { order, refund };
    let Reply::Paper { html } = till.ask(again).unwrap() else {
        panic!("no copy")
    };
    assert!(!html.contains(&code[..14]), "{html}");
    assert_eq!(ask_card(&mut till, &code).unwrap().card.balance, money(800));
    assert_eq!(report(&till).expected_cash, money(10_000));
    // Where all of it may go back as money nobody makes a card.
    let (order, pizza, _) = paid_with(&mut till, &[(Tender::Cash, 1_350)]);
    assert_eq!(
        till.ask(lines_back(order, pizza, Tender::GiftCard)),
        Err(Problem::GiftCard(CardProblem::Unknown))
    );
}

#[test]
fn where_there_is_a_printer_its_paper_alone_says_the_code_of_a_card_made_for_a_refund() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "1111");
    till.take(&menu());
    let (order, pizza, _) = paid_with(&mut till, &[(own("ticket"), 1_350)]);
    let view = till.order(lines_back(order, pizza, Tender::GiftCard));
    let refund = view.order.refunds[0].fact;
    let paper: Doc = serde_json::from_str(till.papers().last().unwrap()).unwrap();
    let code = paper.blocks.into_iter().find_map(|block| match block {
        Block::Qr { text } => Some(CardCode(text)),
        _ => None,
    });
    let code = code.unwrap().in_groups();
    assert_eq!(ask_card(&mut till, &code).unwrap().card.balance, money(800));
    for asked in [
        Command::ShowRefund { order, refund },
        Command::ReprintRefund { order, refund },
    ] {
        let Reply::Paper { html } = till.ask(asked).unwrap() else {
            panic!("no paper")
        };
        assert!(!html.contains(&code[..14]), "{html}");
    }
}

#[test]
fn several_tenders_give_one_refund_each_and_count_the_units_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = till_of(folder.path());
    let paid = [
        (own("room"), 600),
        (own("ticket"), 500),
        (Tender::Cash, 250),
    ];
    let (order, pizza, beer) = paid_with(&mut till, &paid);
    let lines: Vec<RefundLine> = [one(pizza), one(beer)].concat();
    let seen = preview(&mut till, order, lines.clone());
    let room = vec![
        (own("room"), 600),
        (Tender::Cash, 250),
        (Tender::GiftCard, 500),
    ];
    assert_eq!(ways(&seen)[3], room);
    let whole = seen.refund.clone();
    let ask = |by: Vec<BackBy>| Command::Refund {
        order,
        what: RefundAsked::Several(SeveralBack {
            lines: lines.clone(),
            by,
            code: None,
            reason: "cold".to_owned(),
        }),
    };
    let by = seen.ways[3].by.clone();
    // Wrong sums, a tender twice, more than a tender may give: nothing happens.
    let before = till.show(order).order;
    let mut more = by.clone();
    more[0].amount = money(700);
    more[2].amount = money(400);
    let less = Problem::TenderGivesLess {
        name: "Camera".to_owned(),
        most: money(600),
    };
    assert_eq!(till.ask(ask(more)), Err(less));
    let twice = vec![by[1], by[1]];
    for wrong in [by[..2].to_vec(), twice, Vec::new()] {
        let refused = till.ask(ask(wrong));
        assert!(
            matches!(refused, Err(Problem::Invalid { .. })),
            "{refused:?}"
        );
    }
    assert_eq!(till.show(order).order, before);
    let view = till.order(ask(by));
    assert_eq!(view.order.refunds.len(), 3);
    adds_up(&refunds(&till), &whole);
    let left = preview(&mut till, order, Vec::new()).lines;
    assert!(left.iter().all(|line| line.left == 0));
    assert_eq!(till.show(order).flags, []);
    assert_eq!(report(&till).expected_cash, money(10_000));
}

/// A pizza and a beer: what several tenders gave is what one would have given.
fn adds_up(given: &[Refunded], whole: &Refund) {
    let sum = |of: &dyn Fn(&Refunded) -> i64| given.iter().map(of).sum::<i64>();
    assert_eq!(sum(&|one| one.amount.minor()), whole.amount.minor());
    let units = |one: &Refunded| one.lines.iter().map(|line| line.quantity).sum();
    assert_eq!(sum(&units), 2);
    let listed = |one: &Refunded| one.lines.iter().map(|line| line.listed.minor()).sum();
    assert_eq!(sum(&listed), 1_350);
    for one in given {
        let lines = Money::sum(one.lines.iter().map(|line| line.amount)).unwrap();
        assert_eq!(lines, one.amount);
        let taxed = one.taxes.iter().flat_map(|row| [row.net, row.tax]);
        assert_eq!(Money::sum(taxed).unwrap(), one.amount);
    }
    let tax = |one: &Refunded| one.taxes.iter().map(|row| row.tax.minor()).sum();
    let whole_tax: i64 = whole.taxes.iter().map(|row| row.tax.minor()).sum();
    assert_eq!(sum(&tax), whole_tax);
}

/// Two tills that know the same check.
fn apart(one: &mut Till, folder: &std::path::Path) -> Till {
    let mut two = till_of(folder);
    carry(&one.engine, &mut two.engine, 0);
    two
}

#[test]
fn a_check_that_two_tills_took_with_vouchers_gives_nothing_back_in_money_and_no_tip() {
    let folders = [(); 2].map(|()| tempfile::tempdir().unwrap());
    let mut one = till_of(folders[0].path());
    let order = one.seat("7");
    one.add(order, "T129", 1);
    let mut two = apart(&mut one, folders[1].path());
    one.pay(order, own("ticket"), 800);
    two.pay(order, own("ticket"), 800);
    carry(&two.engine, &mut one.engine, 0);
    let surplus = |what| Command::Refund { order, what };
    for tender in [Tender::Cash, Tender::Card] {
        let refused = one.ask(surplus(RefundAsked::Surplus { tender }));
        assert_eq!(refused, Err(only_card(0)));
    }
    assert_eq!(one.ask(surplus(RefundAsked::Keep)), Err(only_card(0)));
    let seen = preview(&mut one, order, Vec::new());
    assert!(!seen.may_keep);
    assert_eq!(ways(&seen), [[(Tender::GiftCard, 800)]]);
    let onto_card = RefundAsked::OntoCard {
        lines: Vec::new(),
        code: None,
        reason: String::new(),
    };
    let view = one.order(surplus(onto_card));
    assert_eq!(view.totals.overpaid, Money::ZERO);
    assert_eq!(report(&one).expected_cash, money(10_000));
}

#[test]
fn what_one_till_took_in_cash_and_another_with_vouchers_goes_back_in_cash_or_is_its_tip() {
    let folders = [(); 2].map(|()| tempfile::tempdir().unwrap());
    let mut one = till_of(folders[0].path());
    let order = one.seat("7");
    one.add(order, "T129", 1);
    let mut two = apart(&mut one, folders[1].path());
    one.pay(order, Tender::Cash, 800);
    two.pay(order, own("ticket"), 800);
    carry(&two.engine, &mut one.engine, 0);
    assert!(preview(&mut one, order, Vec::new()).may_keep);
    let what = RefundAsked::Keep;
    let view = one.order(Command::Refund { order, what });
    // A voucher holds no tip: the cash does, and nothing of it can go back then.
    assert_eq!(view.order.refunds[0].tender, Tender::Cash);
    let line = view.order.lines[0].id;
    assert_eq!(
        one.ask(lines_back(order, line, Tender::Cash)),
        Err(only_card(0))
    );
}

#[test]
fn a_tip_out_of_what_was_paid_too_much_is_money_too_and_counts_with_what_went_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = till_of(folder.path());
    let (order, pizza) = {
        let order = till.seat("7");
        let view = till.add(order, "T129", 2);
        (order, view.order.lines[0].id)
    };
    till.order(ahead(order, own("ticket"), 1_000));
    till.order(ahead(order, own("room"), 800));
    till.ask(Command::Settle { order }).unwrap();
    till.order(lines_back(order, pizza, Tender::Cash));
    // The room holds tips, and all that may be money went back in cash already.
    let what = RefundAsked::Keep;
    assert_eq!(till.ask(Command::Refund { order, what }), Err(only_card(0)));
}

#[test]
fn money_ahead_by_voucher_follows_the_same_rule() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = till_of(folder.path());
    let order = till.seat("7");
    till.order(ahead(order, own("ticket"), 1_000));
    till.order(ahead(order, Tender::Card, 300));
    till.add(order, "T165", 1);
    till.ask(Command::Settle { order }).unwrap();
    let tender = Tender::Cash;
    let what = RefundAsked::Surplus { tender };
    assert_eq!(
        till.ask(Command::Refund { order, what }),
        Err(only_card(300))
    );
    let seen = preview(&mut till, order, Vec::new());
    let both = vec![(Tender::Cash, 300), (Tender::GiftCard, 450)];
    assert_eq!(ways(&seen)[0], both);
    let what = RefundAsked::Several(SeveralBack {
        lines: Vec::new(),
        by: seen.ways[0].by.clone(),
        code: None,
        reason: String::new(),
    });
    let view = till.order(Command::Refund { order, what });
    assert_eq!(view.totals.deposits, money(550));
    assert_eq!(report(&till).deposits.returned, money(750));
    assert_eq!(report(&till).expected_cash, money(10_000 - 300));
    assert_eq!(view.flags, []);
}

#[test]
fn the_catalogue_of_today_says_what_may_go_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = till_of(folder.path());
    let (order, pizza, beer) = paid_with(&mut till, &[(own("ticket"), 1_350)]);
    let mut may = menu();
    may.printers.clear();
    may.version = 3;
    may.site.tenders[0].may.push(TenderMay::Refund);
    till.take(&may);
    till.order(lines_back(order, pizza, Tender::Cash));
    // Taken off the list: nothing of it is money any more.
    may.version = 4;
    may.site.tenders.clear();
    till.take(&may);
    assert_eq!(
        till.ask(lines_back(order, beer, Tender::Cash)),
        Err(only_card(0))
    );
}

#[test]
fn two_tills_apart_that_give_the_same_cash_back_both_keep_it_and_are_seen() {
    let folders = [(); 2].map(|()| tempfile::tempdir().unwrap());
    let mut one = till_of(folders[0].path());
    let paid = [(own("ticket"), 550), (Tender::Cash, 800)];
    let (order, pizza, beer) = paid_with(&mut one, &paid);
    let mut two = apart(&mut one, folders[1].path());
    one.order(lines_back(order, pizza, Tender::Cash));
    two.order(lines_back(order, pizza, Tender::Cash));
    carry(&two.engine, &mut one.engine, 0);
    carry(&one.engine, &mut two.engine, 0);
    for till in [&mut one, &mut two] {
        let view = till.show(order);
        assert_eq!(view.order.refunds.len(), 2);
        let twice = Flag::RefundedTwice {
            line: pizza,
            name: "Margherita".to_owned(),
            units: 1,
            amount: money(800),
        };
        assert_eq!(view.flags, [twice]);
    }
    assert_eq!(
        one.ask(lines_back(order, beer, Tender::Cash)),
        Err(only_card(0))
    );
}
