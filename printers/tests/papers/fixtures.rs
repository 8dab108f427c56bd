//! One evening's papers in three restaurants.

use printers::layouts::{
    ClosurePaper, Copy, DrawerCount, KitchenTicket, Modifier, Movement, Receipt, ReceiptLine,
    ReportKind, ReportTax, ReportTender, Service, ShiftReport, SiteHead, TaxRow, Tender,
    TicketItem, TicketKind, TicketModifier,
};
use shared::{
    closure::{Closure, Period, RateSum, Sums, TenderSum},
    menu::TaxRate,
    money::{Currency, Money},
};

fn owned(lines: &[&str]) -> Vec<String> {
    lines.iter().map(|line| (*line).to_owned()).collect()
}

fn minor(minor: i64) -> Money {
    Money::from_minor(minor)
}

fn line(
    (quantity, name): (i64, &str),
    modifiers: &[(&str, Option<i64>)],
    (amount, mark): (i64, &str),
) -> ReceiptLine {
    let modifier = |(name, amount): &(&str, Option<i64>)| Modifier {
        name: (*name).to_owned(),
        amount: amount.map(minor),
        without: false,
    };
    ReceiptLine {
        quantity,
        name: name.to_owned(),
        details: Vec::new(),
        modifiers: modifiers.iter().map(modifier).collect(),
        amount: minor(amount),
        mark: mark.to_owned(),
        discounts: Vec::new(),
    }
}

fn tax((mark, label): (&str, &str), net: i64, tax: i64) -> TaxRow {
    TaxRow {
        mark: mark.to_owned(),
        label: label.to_owned(),
        net: minor(net),
        tax: minor(tax),
    }
}

/// Italian, prices with tax, a discount, two tenders.
pub(crate) fn trattoria_receipt() -> Receipt {
    let mut pizza = line(
        (2, "Pizza metà Margherita metà Quattro formaggi"),
        &[],
        (2_100, "A"),
    );
    let friends = "Sconto amici 10 %".to_owned();
    pizza.discounts = vec![(friends, minor(-210))];
    let tender = |name: &str, paid| Tender {
        name: name.to_owned(),
        amount: minor(paid),
    };
    Receipt {
        site: SiteHead {
            name: "Trattoria da Zoë".to_owned(),
            address: owned(&["Via dell'Università 12", "40126 Bologna"]),
            tax_number: Some("01234567890".to_owned()),
        },
        currency: Currency::from_code("EUR").unwrap(),
        order_number: "A-042".to_owned(),
        receipt_number: Some("A-000317".to_owned()),
        service: Service::DineIn,
        table: Some("12".to_owned()),
        deliver_to: Vec::new(),
        guests: Some(3),
        server: Some("Niccolò".to_owned()),
        at: "2026-11-21 21:47".to_owned(),
        lines: vec![
            pizza,
            line(
                (1, "Tagliatelle al ragù"),
                &[("senza glutine", Some(150)), ("ben cotte", None)],
                (1_350, "A"),
            ),
            line((1, "Crème brûlée"), &[], (610, "A")),
            line((1, "Barolo, calice"), &[], (600, "B")),
        ],
        subtotal: Some(minor(4_450)),
        // 0.43 of it go with the food, 0.07 with the wine.
        adjustments: vec![("Servizio".to_owned(), minor(50))],
        adjustment_marks: owned(&["A/B"]),
        taxes: vec![
            tax(("A", "IVA 10 %"), 3_539, 354),
            tax(("B", "IVA 22 %"), 498, 109),
        ],
        taxes_included: true,
        taxes_on_top: Vec::new(),
        total: minor(4_500),
        rounding: None,
        tip: Some(minor(300)),
        deposit: None,
        deposit_left: None,
        is_deposit: false,
        tenders: vec![tender("Carta ...4242", 2_000), tender("Contanti", 5_000)],
        due: None,
        change: Some(minor(2_200)),
        cards_left: Vec::new(),
        codes: Vec::new(),
        footer: owned(&["Grazie e arrivederci!"]),
        qr: None,
        refund: false,
        copy: None,
        training: false,
    }
}

/// English, taxes added on top, a copy.
pub(crate) fn diner_receipt() -> Receipt {
    Receipt {
        site: SiteHead {
            name: "Blue Plate Diner".to_owned(),
            address: owned(&["410 Canal St", "New York NY"]),
            tax_number: None,
        },
        currency: Currency::from_code("USD").unwrap(),
        order_number: "B-007".to_owned(),
        receipt_number: Some("B-000101".to_owned()),
        service: Service::Counter,
        table: None,
        deliver_to: Vec::new(),
        guests: None,
        server: Some("Dot".to_owned()),
        at: "2026-11-21 12:10".to_owned(),
        lines: vec![
            line(
                (1, "Classic burger"),
                &[("Medium rare", None), ("Bacon", Some(250))],
                (1_545, "A"),
            ),
            line((2, "Root beer"), &[], (700, "A")),
        ],
        subtotal: Some(minor(2_245)),
        adjustments: vec![
            ("Regular guest 10 %".to_owned(), minor(-225)),
            ("Service charge".to_owned(), minor(364)),
        ],
        adjustment_marks: owned(&["A", "A"]),
        taxes: vec![tax(("A", "Sales tax 8.875%"), 2_384, 212)],
        taxes_included: false,
        taxes_on_top: Vec::new(),
        total: minor(2_596),
        rounding: Some(minor(-1)),
        tip: None,
        deposit: None,
        deposit_left: None,
        is_deposit: false,
        tenders: vec![Tender {
            name: "Cash".to_owned(),
            amount: minor(3_000),
        }],
        due: None,
        change: Some(minor(405)),
        cards_left: Vec::new(),
        codes: Vec::new(),
        footer: owned(&["Thank you, come again"]),
        qr: Some("https://blueplate.example/r/B-000101".to_owned()),
        refund: false,
        copy: Some(Copy {
            number: 1,
            at: "2026-11-21 12:15".to_owned(),
            by: Some("Dot".to_owned()),
        }),
        training: false,
    }
}

/// Japanese, no minor unit, not paid yet, in training.
pub(crate) fn yatai_bill() -> Receipt {
    Receipt {
        site: SiteHead {
            name: "屋台 たこ八".to_owned(),
            address: owned(&["福岡市博多区中洲1-2-3"]),
            tax_number: Some("T1234567890123".to_owned()),
        },
        currency: Currency::from_code("JPY").unwrap(),
        order_number: "C-012".to_owned(),
        receipt_number: None,
        service: Service::Delivery,
        table: None,
        deliver_to: owned(&["田中", "090-1234-5678", "中洲4-5-6 202号"]),
        guests: None,
        server: None,
        at: "2026-11-21 19:02".to_owned(),
        lines: vec![
            line(
                (2, "たこ焼き 八個入り 特製ソース"),
                &[("青のり抜き", None), ("チーズ", Some(200))],
                (1_600, "A"),
            ),
            line((1, "ラーメン (大)"), &[], (1_080, "A")),
        ],
        subtotal: None,
        adjustments: Vec::new(),
        adjustment_marks: Vec::new(),
        taxes: vec![tax(("A", "8% 軽減税率"), 2_481, 199)],
        taxes_included: true,
        taxes_on_top: Vec::new(),
        total: minor(2_680),
        rounding: None,
        tip: None,
        deposit: None,
        deposit_left: None,
        is_deposit: false,
        tenders: Vec::new(),
        due: None,
        change: None,
        cards_left: Vec::new(),
        codes: Vec::new(),
        footer: owned(&["ありがとうございました"]),
        qr: None,
        refund: false,
        copy: None,
        training: true,
    }
}

fn item(quantity: i64, name: &str) -> TicketItem {
    TicketItem {
        quantity,
        quantity_before: None,
        name: name.to_owned(),
        seat: None,
        course: None,
        modifiers: Vec::new(),
        replaces: None,
        notes: Vec::new(),
        allergens: Vec::new(),
    }
}

/// A first ticket with everything on it.
pub(crate) fn new_ticket() -> KitchenTicket {
    KitchenTicket {
        station: "Grill".to_owned(),
        kind: TicketKind::New,
        number: 147,
        order_number: "A-042".to_owned(),
        service: Service::DineIn,
        table: Some("12".to_owned()),
        deliver_to: Vec::new(),
        ready_at: None,
        guests: Some(3),
        server: Some("Niccolò".to_owned()),
        at: "21:05".to_owned(),
        course: Some("Secondi".to_owned()),
        items: vec![
            TicketItem {
                seat: Some(2),
                replaces: Some("Tagliata di manzo, Media".to_owned()),
                modifiers: vec![
                    TicketModifier::With("Al sangue".to_owned()),
                    TicketModifier::Without("rosmarino".to_owned()),
                ],
                notes: vec!["salsa a parte".to_owned()],
                allergens: owned(&["latte", "sedano"]),
                ..item(2, "Tagliata di manzo con rucola e grana")
            },
            item(1, "たこ焼き"),
        ],
        note: Some("Compleanno al tavolo".to_owned()),
        also_at: owned(&["Pizza", "Bar"]),
        backup_from: None,
        possible_duplicate: false,
        copy: None,
        training: false,
    }
}

/// Fewer than before.
pub(crate) fn change_ticket() -> KitchenTicket {
    KitchenTicket {
        kind: TicketKind::Change,
        number: 148,
        course: None,
        items: vec![TicketItem {
            quantity_before: Some(2),
            ..item(1, "Tagliata di manzo")
        }],
        note: None,
        also_at: Vec::new(),
        ..new_ticket()
    }
}

/// Stop, on another station's printer, perhaps twice.
pub(crate) fn cancel_ticket() -> KitchenTicket {
    KitchenTicket {
        kind: TicketKind::Cancel,
        number: 149,
        service: Service::Takeaway,
        table: None,
        deliver_to: Vec::new(),
        ready_at: Some("20:15".to_owned()),
        guests: None,
        backup_from: Some("Grill".to_owned()),
        possible_duplicate: true,
        ..change_ticket()
    }
}

fn z_drawer() -> DrawerCount {
    DrawerCount {
        change_given: Money::ZERO,
        float: minor(20_000),
        // With 13.50 of tips in cash.
        cash_sales: minor(430_500),
        rounding: minor(-7),
        paid_in: vec![Movement {
            reason: "monete".to_owned(),
            amount: minor(5_000),
        }],
        paid_out: vec![Movement {
            reason: "fiorista".to_owned(),
            amount: minor(3_500),
        }],
        dropped: Vec::new(),
        signed_by: None,
        counts_refused: 0,
        unread: 0,
        pieces: Vec::new(),
        expected: minor(451_993),
        counted: Some(minor(451_500)),
        difference: Some(minor(-493)),
        openings_without_sale: 2,
    }
}

/// The end of a shift.
pub(crate) fn z_report() -> ShiftReport {
    ShiftReport {
        gift_cards: Money::ZERO,
        site: trattoria_receipt().site,
        currency: Currency::from_code("EUR").unwrap(),
        kind: ReportKind::Z { number: 12 },
        till: "Cassa 1".to_owned(),
        opened_at: "2026-11-21 17:30".to_owned(),
        opened_by: "Zoë".to_owned(),
        closed_at: Some("2026-11-22 00:40".to_owned()),
        closed_by: Some("Niccolò".to_owned()),
        printed_at: "2026-11-22 00:41".to_owned(),
        checks: 64,
        guests: Some(171),
        gross_sales: minor(1_234_560),
        discounts: minor(-4_210),
        charges: minor(3_600),
        delivery_fees: minor(2_450),
        voids: (3, minor(2_750)),
        wasted: minor(1_500),
        refunds: (1, minor(-1_200)),
        net_sales: minor(1_110_820),
        tips: minor(8_350),
        deposits: shared::deposit::Deposits::default(),
        taxes: vec![
            ReportTax {
                label: "IVA 10 %".to_owned(),
                net: minor(1_000_000),
                tax: minor(100_000),
            },
            ReportTax {
                label: "IVA 22 %".to_owned(),
                net: minor(110_820),
                tax: minor(24_380),
            },
        ],
        tenders: vec![
            ReportTender {
                name: "Contanti".to_owned(),
                count: 31,
                amount: minor(429_150),
            },
            ReportTender {
                name: "Carta".to_owned(),
                count: 40,
                amount: minor(806_050),
            },
        ],
        drawer: z_drawer(),
        copy: None,
        training: false,
    }
}

/// A month with a refund, after years of selling.
pub(crate) fn month_closure() -> ClosurePaper {
    let rate = |percent, net, tax, back_net, back_tax| RateSum {
        rate: TaxRate::from_percent(percent).unwrap(),
        sold_net: minor(net),
        sold_tax: minor(tax),
        refunded_net: minor(back_net),
        refunded_tax: minor(back_tax),
    };
    let sums = Sums {
        gift_cards: Money::ZERO,
        checks: 1_204,
        sold: minor(3_410_350),
        refunded: minor(-1_650),
        rates: vec![
            rate("10", 3_000_000, 300_000, -1_500, -150),
            rate("22", 90_451, 19_899, 0, 0),
        ],
        deposits: shared::deposit::Deposits::default(),
    };
    let mut perpetual = sums.clone();
    perpetual.add(&sums).unwrap();
    ClosurePaper {
        site: trattoria_receipt().site,
        currency: Currency::from_code("EUR").unwrap(),
        language: "it".to_owned(),
        till: "Cassa 1".to_owned(),
        printed_at: "01/12/2026 05:10".to_owned(),
        closure: Closure {
            period: Period::Month,
            of: "2026-11".to_owned(),
            number: 14,
            from_number: 80_112,
            to_number: 86_020,
            sums,
            perpetual,
            tenders: Some(vec![
                TenderSum {
                    tender: shared::order::Tender::Cash,
                    payments: 812,
                    paid: minor(1_204_050),
                    returned: minor(-850),
                    rounding: minor(-12),
                    ..TenderSum::default()
                },
                TenderSum {
                    tender: shared::order::Tender::Card,
                    payments: 390,
                    paid: minor(2_105_300),
                    tips: minor(45_000),
                    ..TenderSum::default()
                },
                TenderSum {
                    tender: shared::order::Tender::from_word("other:ticket").unwrap(),
                    named: Some("Buono Mensa".to_owned()),
                    payments: 14,
                    paid: minor(101_000),
                    returned: minor(-800),
                    change: minor(300),
                    ..TenderSum::default()
                },
            ]),
        },
    }
}

/// Two taxes at once, a menu of food and beer, a discount and a charge over both, and amounts that
/// are wider than their column.
pub(crate) fn many_taxes() -> Receipt {
    let mut menu = line((2, "Menü Altstadt"), &[], (1_234_567_800, "A/BC"));
    menu.details = owned(&["Schnitzel", "Bier (+1,00)"]);
    Receipt {
        lines: vec![
            menu,
            line((1, "Espresso"), &[], (250, "BC")),
            line((1, "Zeitung"), &[], (320, "")),
        ],
        subtotal: Some(minor(1_234_568_370)),
        adjustments: vec![
            ("Rabatt 10 %".to_owned(), minor(-123_456_837)),
            ("Service".to_owned(), minor(1_000)),
        ],
        adjustment_marks: owned(&["A/BC", ""]),
        taxes: vec![
            tax(("A", "MwSt 7 %"), 623_052_908, 43_613_704),
            tax(("B", "MwSt 10 %"), 400_400_570, 40_040_057),
            tax(("C", "Abgabe 1 %"), 400_400_570, 4_004_006),
        ],
        total: minor(1_111_112_533),
        tip: None,
        tenders: Vec::new(),
        change: None,
        ..trattoria_receipt()
    }
}
