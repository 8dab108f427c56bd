//! The papers of a check with two taxes that goes back, in part onto the card and in part in cash.

use shared::{
    api::till::{Command, RefundAsked, Reply},
    ids::{LineId, OrderId},
    menu::{TaxClass, TaxRate},
    money::Money,
    order::Tender,
    refund::{RefundHint, RefundLine},
};

use crate::restaurant::{Till, catalogue};

/// Pizza with 10 % and beer with 22 %, with a site in this language.
fn two_taxes(language: &str) -> shared::menu::Catalogue {
    // A printer that writes all three languages; nothing answers at its address.
    let mut menu = catalogue(Some("127.0.0.1:1".to_owned()));
    "epson-80-jp".clone_into(&mut menu.printers[0].profile);
    menu.version = 2;
    language.clone_into(&mut menu.site.language);
    menu.taxes.push(TaxClass {
        name: "alcohol".to_owned(),
        eat_in: vec![TaxRate::from_percent("22").unwrap()],
        takeaway: None,
        delivery: None,
        compound: Vec::new(),
    });
    let beer = menu.items.iter_mut().find(|item| item.sku == "T165");
    "alcohol".clone_into(&mut beer.unwrap().tax);
    menu
}

fn back(order: OrderId, lines: [(LineId, u32); 2], tender: Tender) -> Command {
    let line = |(line, quantity)| RefundLine { line, quantity };
    let what = RefundAsked::Lines {
        lines: lines.map(line).to_vec(),
        tender,
        reason: "cold".to_owned(),
    };
    Command::Refund { order, what }
}

/// The words of the paper.
fn paper(till: &mut Till, order: OrderId, refund: &RefundHint) -> String {
    let refund = refund.fact;
    match till.ask(Command::ShowRefund { order, refund }).unwrap() {
        Reply::Paper { html } => {
            let tags = html.split('<').skip(1);
            tags.filter_map(|tag| tag.split('>').nth(1)).collect()
        }
        other => panic!("no paper but {other:?}"),
    }
}

#[test]
fn the_taxes_on_the_papers_of_a_refund_make_what_goes_back_by_card_and_cash() {
    for (language, said) in [
        (
            "it",
            ["Autorizzato da Giulia", "Carta", "Contanti", "IVA 22 %"],
        ),
        ("en", ["Approved by Giulia", "Card", "Cash", "Tax 22 %"]),
        ("ja", ["承認者 Giulia", "カード", "現金", "消費税 22 %"]),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let mut till = Till::with(folder.path(), "2222");
        let menu = two_taxes(language);
        let currency = menu.site.currency;
        till.take(&menu);
        let order = till.seat("7");
        let pizza = till.add(order, "T129", 3).order.lines[0].id;
        let beer = till.add(order, "T165", 3).order.lines[1].id;
        till.pay(order, Tender::Card, 1_800);
        till.pay(order, Tender::Cash, 2_250);
        let papers = [
            (
                back(order, [(pizza, 1), (beer, 2)], Tender::Card),
                said[1],
                1_900,
            ),
            (
                back(order, [(pizza, 2), (beer, 1)], Tender::Cash),
                said[2],
                2_150,
            ),
        ];
        let mut all = Vec::new();
        for (place, (refund, tender, minor)) in papers.into_iter().enumerate() {
            till.ask_with("1111", refund).unwrap();
            let given = till.show(order).order.refunds[place].clone();
            assert_eq!(given.amount, Money::from_minor(minor));
            let rows = given.taxes.iter().flat_map(|row| [row.net, row.tax]);
            assert_eq!(Money::sum(rows), Ok(given.amount));
            let text = paper(&mut till, order, &given);
            for word in [said[0], tender, said[3], "Marco", "cold"] {
                assert!(text.contains(word), "no {word} in {text}");
            }
            for below in given.taxes.iter().flat_map(|row| [row.net, row.tax]) {
                let digits = currency.digits(Money::ZERO.minus(below).unwrap());
                assert!(text.contains(&digits), "no {digits} in {text}");
            }
            all.extend(given.taxes);
        }
        // Both together are the taxes of the check.
        let sold = till.show(order).totals.taxes;
        for row in sold {
            let of_rate = all.iter().filter(|one| one.rate == row.rate);
            let nets = Money::sum(of_rate.clone().map(|one| one.net));
            assert_eq!(
                (nets, Money::sum(of_rate.map(|one| one.tax))),
                (Ok(row.net), Ok(row.tax))
            );
        }
    }
}

#[test]
fn who_may_give_back_needs_nobody_on_the_paper() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "1111");
    till.take(&two_taxes("en"));
    let order = till.seat("7");
    let pizza = till.add(order, "T129", 1).order.lines[0].id;
    let beer = till.add(order, "T165", 1).order.lines[1].id;
    till.pay(order, Tender::Card, 1_350);
    till.ask(back(order, [(pizza, 1), (beer, 1)], Tender::Card))
        .unwrap();
    let given = till.show(order).order.refunds[0].clone();
    let text = paper(&mut till, order, &given);
    assert!(!text.contains("Approved"), "{text}");
}
