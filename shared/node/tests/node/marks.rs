//! Each amount on a paper says by a letter what it is taxed at, and the tax table names the letter.

use shared::{
    api::till::{BillAsked, Command, RefundAsked, Reply, SplitBy},
    delivery::DeliveryFee,
    ids::OrderId,
    menu::{Catalogue, Service, TaxClass, TaxRate},
    money::Money,
    order::{Leftover, Tender},
    price::{ChargeBase, Promotion, ServiceCharge, Takes},
    refund::RefundLine,
};

use crate::restaurant::{Till, catalogue};

fn class(name: &str, percents: &[&str]) -> TaxClass {
    let rate = |text: &&str| TaxRate::from_percent(text).unwrap();
    TaxClass {
        name: name.to_owned(),
        eat_in: percents.iter().map(rate).collect(),
        takeaway: None,
        delivery: None,
        compound: Vec::new(),
    }
}

/// Pizza with 10 %, beer with 22 % and 5 %, a charge of 10 % for two and more, a fee with 4 %.
fn menu() -> Catalogue {
    let mut menu = catalogue(None);
    menu.version = 2;
    menu.taxes = vec![class("food", &["10"]), class("alcohol", &["22", "5"])];
    let beer = menu.items.iter_mut().find(|item| item.sku == "T165");
    "alcohol".clone_into(&mut beer.unwrap().tax);
    menu.site.prices.charge = Some(ServiceCharge {
        rate_ppm: 100_000,
        from_guests: 3,
        taxed: true,
        base: ChargeBase::AfterDiscounts,
    });
    menu.site.prices.delivery = Some(DeliveryFee {
        amount: Money::from_minor(300),
        tax: class("transport", &["4"]),
        tax_included: true,
    });
    menu
}

fn till(folder: &std::path::Path, menu: &Catalogue) -> Till {
    let mut till = Till::with(folder, "1111");
    till.take(menu);
    till
}

/// The lines of a paper, with one space where there are more.
pub(crate) fn lines(till: &mut Till, command: Command) -> Vec<String> {
    let Reply::Paper { html } = till.ask(command).unwrap() else {
        panic!("no paper")
    };
    let lines = html.split("<div class=\"paper-line\">").skip(1);
    let text = |line: &str| {
        let tags = format!(">{line}");
        let pieces = tags.split('<').filter_map(|tag| tag.split_once('>'));
        let text: String = pieces.map(|(_, text)| text).collect();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    lines.map(text).collect()
}

fn has(paper: &[String], line: &str) {
    assert!(
        paper.iter().any(|one| one == line),
        "no `{line}`: {paper:#?}"
    );
}

/// The rows of the tax table.
fn table(paper: &[String]) -> Vec<&str> {
    let rows = paper.iter().filter(|line| {
        line.split_once(' ')
            .is_some_and(|(_, row)| row.starts_with("IVA ") && !line.starts_with("P."))
    });
    rows.map(String::as_str).collect()
}

fn open(till: &mut Till, service: Service, guests: u32) -> OrderId {
    let view = till.order(Command::OpenOrder {
        service,
        table: None,
        tab: "Anna".to_owned(),
        guests,
    });
    view.order.id
}

#[test]
fn a_receipt_marks_its_lines_its_discount_and_its_charge() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = till(folder.path(), &menu());
    let order = open(&mut till, Service::EatIn, 3);
    till.add(order, "T129", 2);
    till.add(order, "T165", 1);
    till.order(Command::Discount {
        order,
        line: None,
        takes: Takes::Amount {
            amount: Money::from_minor(215),
        },
        reason: "late".to_owned(),
    });
    let bill = lines(
        &mut till,
        Command::PrintBill(BillAsked { order, part: None }),
    );
    let due = till.show(order).totals.due;
    till.pay(order, Tender::Card, due.minor());
    let receipt = lines(&mut till, Command::ShowReceipt { order });
    for paper in [bill, receipt] {
        // The table goes by the rate: 5, 10, 22.
        for line in [
            "2 Margherita B 16,00",
            "1 Birra AC 5,50",
            "Sconto AC/B -2,15",
            "Servizio AC/B 1,94",
        ] {
            has(&paper, line);
        }
        let rows = table(&paper);
        let names: Vec<_> = rows.iter().map(|row| &row[..8]).collect();
        assert_eq!(names, ["A IVA 5 ", "B IVA 10", "C IVA 22"]);
    }
}

#[test]
fn a_promotion_is_marked_as_the_lines_that_it_is_for_and_a_charge_without_tax_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let mut menu = menu();
    menu.categories.push("Bar".to_owned());
    let beer = menu.items.iter_mut().find(|item| item.sku == "T165");
    "Bar".clone_into(&mut beer.unwrap().category);
    menu.site.prices.promotions = vec![Promotion {
        id: "happy".to_owned(),
        name: "Happy".to_owned(),
        takes: Takes::Percent { ppm: 500_000 },
        categories: vec!["Bar".to_owned()],
    }];
    menu.site.prices.charge = menu.site.prices.charge.map(|charge| ServiceCharge {
        taxed: false,
        ..charge
    });
    let mut till = till(folder.path(), &menu);
    let order = open(&mut till, Service::EatIn, 3);
    till.add(order, "T129", 1);
    till.add(order, "T165", 2);
    let promotion = "happy".to_owned();
    till.order(Command::Promote { order, promotion });
    let paper = lines(
        &mut till,
        Command::PrintBill(BillAsked { order, part: None }),
    );
    for line in ["Happy AC -5,50", "Servizio 1,35"] {
        has(&paper, line);
    }
}

#[test]
fn the_fee_for_bringing_it_has_a_mark_and_what_goes_back_says_what_is_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = till(folder.path(), &menu());
    let order = open(&mut till, Service::Delivery, 1);
    let pizza = till.add(order, "T129", 2).order.lines[0].id;
    // Nobody has the letter of a dish that was voided.
    let beer = till.add(order, "T165", 1).order.lines[1].id;
    till.ask(Command::Send { order }).unwrap();
    till.order(Command::VoidLine {
        order,
        line: beer,
        quantity: 1,
        reason: "dropped".to_owned(),
        leftover: Leftover::Wasted,
    });
    till.pay(order, Tender::Card, 1_900);
    let receipt = lines(&mut till, Command::ShowReceipt { order });
    for line in ["2 Margherita B 16,00", "Consegna A 3,00"] {
        has(&receipt, line);
    }
    assert_eq!(
        table(&receipt),
        ["A IVA 4 % 2,88 0,12", "B IVA 10 % 14,55 1,45"]
    );
    let what = RefundAsked::Lines {
        lines: vec![RefundLine {
            line: pizza,
            quantity: 1,
        }],
        tender: Tender::Card,
        reason: "cold".to_owned(),
    };
    till.ask(Command::Refund { order, what }).unwrap();
    let refund = till.show(order).order.refunds[0].fact;
    let back = lines(&mut till, Command::ShowRefund { order, refund });
    has(&back, "1 Margherita A/B -9,50");
}

#[test]
fn the_letters_of_a_part_are_those_of_the_check() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = till(folder.path(), &menu());
    let order = open(&mut till, Service::EatIn, 2);
    till.add(order, "T129", 1);
    till.add(order, "T165", 1);
    let by = SplitBy::Shares { ways: 2 };
    let part = till.order(Command::Split { order, by }).parts[0].totals.id;
    let asked = BillAsked {
        order,
        part: Some(part),
    };
    let bill = lines(&mut till, Command::PrintBill(asked));
    has(&bill, "1 Margherita 1/2 B 4,00");
    has(&bill, "1 Birra 1/2 AC 2,75");
    // Net and taxes make what half of each costs.
    assert_eq!(
        table(&bill),
        [
            "A IVA 5 % 2,16 0,11",
            "B IVA 10 % 3,63 0,37",
            "C IVA 22 % 2,16 0,48"
        ]
    );
}

#[test]
fn a_check_that_began_before_prices_lost_their_tax_says_both() {
    let folder = tempfile::tempdir().unwrap();
    let mut site = menu();
    let mut till = till(folder.path(), &site);
    let order = open(&mut till, Service::EatIn, 2);
    till.add(order, "T129", 1);
    site.version += 1;
    site.site.prices_include_tax = false;
    till.take(&site);
    till.add(order, "T129", 1);
    let asked = BillAsked { order, part: None };
    let bill = lines(&mut till, Command::PrintBill(asked));
    // 8.00 with its tax, and 8.00 to which 0.80 is added.
    has(&bill, "Subtotale 16,00");
    has(&bill, "1 Margherita A 8,00");
    has(&bill, "1 Margherita A+ 8,00");
    has(&bill, "IVA 10 % A+ 0,80");
    has(&bill, "TOTALE 16,80 €");
    has(&bill, "IVA inclusa Imponibile Imposta");
    has(&bill, "IVA esclusa Imponibile Imposta");
    assert_eq!(
        table(&bill),
        ["A IVA 10 % 7,27 0,73", "A+ IVA 10 % 8,00 0,80"]
    );
}
