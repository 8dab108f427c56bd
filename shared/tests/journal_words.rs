//! `docs/journal.md` names every kind of record and every field of each.
//!
//! One record of each kind is made here with all its fields filled. A kind or a field that comes
//! later does not compile here until somebody fills it, and then the document must name it.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use serde_json::Value;
use shared::{
    closure::{Closure, Period, Sums},
    deposit::Deposits,
    gift::{CardLoad, CardRef},
    ids::{FactId, LineId, OrderId, ShiftId, StaffId},
    journal::{Fact, OrderClosed, Payment, Pieces, SoldLine},
    menu::{Service, TaxRate},
    money::Money,
    order::{Counted, Leftover, Tender},
    price::{
        ChargeBase, DiscountRow, Reckoned, Rounding, ServiceCharge, Takes, TaxRounding, TaxRow,
        TaxSet, TaxedPiece,
    },
    refund::{RefundKind, Refunded, RefundedLine},
    time::Hlc,
    tip::TipChanged,
};

const DOCUMENT: &str = include_str!("../../docs/journal.md");

fn money() -> Money {
    Money::from_minor(1)
}

fn text() -> String {
    "x".to_owned()
}

fn by() -> StaffId {
    StaffId::new(1, [3; 10])
}

fn order() -> OrderId {
    OrderId::new(1, [1; 10])
}

fn shift() -> ShiftId {
    ShiftId::new(1, [2; 10])
}

fn tax() -> TaxRow {
    TaxRow {
        rate: TaxRate::from_ppm(100_000).unwrap(),
        net: money(),
        tax: money(),
    }
}

fn card() -> CardRef {
    CardRef {
        document: order(),
        last_four: text(),
    }
}

fn loads() -> Vec<CardLoad> {
    vec![CardLoad {
        card: card(),
        amount: money(),
    }]
}

fn payment() -> Fact {
    Fact::Payment(Payment {
        order: order(),
        order_number: text(),
        shift: shift(),
        tender: Tender::Cash,
        named: Some(text()),
        amount: money(),
        tip: money(),
        tendered: money(),
        change: money(),
        rounding: money(),
        card: Some(card()),
        deposit: true,
        paper: text(),
        by: by(),
        approved_by: Some(by()),
    })
}

fn reckoned() -> Reckoned {
    Reckoned {
        taxes: vec![TaxSet {
            rates: vec![tax().rate],
            on_taxes: vec![tax().rate],
            added: true,
        }],
        tax_rounding: TaxRounding::Line,
        rounding: Rounding::HalfEven,
        charge: Some(ServiceCharge {
            rate_ppm: 1,
            from_guests: 1,
            taxed: true,
            base: ChargeBase::BeforeDiscounts,
        }),
        delivery: Some(1),
        added: money(),
    }
}

fn closed() -> Fact {
    Fact::OrderClosed(OrderClosed {
        order: order(),
        order_number: text(),
        shift: shift(),
        service: Service::EatIn,
        guests: 1,
        opened_at_ms: 1,
        lines: vec![SoldLine {
            sku: text(),
            name: text(),
            category: text(),
            quantity: 1,
            amount: money(),
            discount: money(),
            line: Some(LineId::new(1, [4; 10])),
            charge: money(),
            tax: Some(1),
            pieces: vec![TaxedPiece { tax: 1, weight: 1 }],
        }],
        discounts: vec![DiscountRow {
            key: text(),
            line: Some(LineId::new(1, [4; 10])),
            categories: vec![text()],
            name: text(),
            takes: Takes::Comp,
            reason: text(),
            by: by(),
            approved_by: Some(by()),
            amount: money(),
        }],
        charge: money(),
        delivery: money(),
        gift_cards: loads(),
        taxes: vec![tax()],
        reckoned: Some(reckoned()),
        total: money(),
        tips: money(),
        deposits: money(),
        counted: Some(Counted {
            closing: None,
            total: money(),
            taxes: vec![tax()],
            deposits: money(),
            gift_cards: money(),
            paper: text(),
        }),
        by: by(),
        approved_by: Some(by()),
    })
}

fn refunded() -> Fact {
    Fact::Refunded(Refunded {
        order: order(),
        order_number: text(),
        shift: shift(),
        of: RefundKind::Kept,
        number: text(),
        lines: vec![RefundedLine {
            line: LineId::new(1, [4; 10]),
            sku: text(),
            name: text(),
            category: text(),
            quantity: 1,
            listed: money(),
            amount: money(),
        }],
        taxes: vec![tax()],
        amount: money(),
        gift_cards: loads(),
        card: Some(card()),
        deposit: money(),
        forfeited: true,
        rounding: Money::ZERO,
        tender: Tender::Cash,
        named: Some(text()),
        reason: text(),
        by: by(),
        approved_by: Some(by()),
    })
}

fn period_closed() -> Fact {
    let mut sums = Sums::default();
    sums.add_check(money(), &[tax()]).unwrap();
    sums.deposits = Deposits {
        taken: money(),
        used: money(),
        returned: money(),
        tipped: money(),
        kept: money(),
    };
    Fact::PeriodClosed(Closure {
        period: Period::Day,
        of: text(),
        number: 1,
        from_number: 1,
        to_number: 1,
        perpetual: sums.clone(),
        sums,
        tenders: Some(vec![shared::closure::TenderSum {
            tender: Tender::Cash,
            named: Some(text()),
            payments: 1,
            paid: money(),
            returned: money(),
            tips: money(),
            rounding: money(),
            change: money(),
        }]),
    })
}

fn drawer() -> Vec<Fact> {
    vec![
        Fact::ShiftOpened {
            shift: shift(),
            by: by(),
            float: money(),
        },
        Fact::CashMoved {
            shift: shift(),
            by: by(),
            amount: money(),
            reason: text(),
            to_safe: true,
        },
        Fact::DrawerOpened {
            shift: Some(shift()),
            by: by(),
            reason: text(),
            approved_by: Some(by()),
        },
        Fact::ShiftRead {
            shift: shift(),
            by: by(),
            x_number: 1,
        },
        Fact::CountRefused {
            shift: shift(),
            by: by(),
            expected: money(),
            counted: money(),
        },
        Fact::ShiftClosed {
            shift: shift(),
            by: by(),
            z_number: 1,
            expected: money(),
            counted: money(),
            pieces: vec![Pieces {
                worth: money(),
                count: 1,
            }],
            approved_by: Some(by()),
        },
    ]
}

fn others() -> Vec<Fact> {
    vec![
        Fact::LineVoided {
            order: order(),
            line: LineId::new(1, [4; 10]),
            name: text(),
            quantity: 1,
            amount: money(),
            reason: text(),
            leftover: Leftover::Restocked,
            by: by(),
            approved_by: Some(by()),
        },
        Fact::TipChanged(TipChanged {
            order: order(),
            order_number: text(),
            payment: FactId::new(1, [5; 10]),
            shift: shift(),
            tender: Tender::Card,
            was: money(),
            tip: money(),
            hlc: Hlc::default(),
            by: by(),
            approved_by: Some(by()),
        }),
        Fact::ReceiptReprinted {
            order: order(),
            copy: 1,
            number: text(),
            by: by(),
            approved_by: Some(by()),
        },
        Fact::TrainingSwitched {
            on: true,
            by: by(),
            approved_by: Some(by()),
        },
        Fact::Training {
            fact: Box::new(payment()),
        },
    ]
}

/// A kind that is missing here does not compile, and one that is not made is noticed below.
const fn is_made(fact: &Fact) -> bool {
    match fact {
        Fact::ShiftOpened { .. }
        | Fact::CashMoved { .. }
        | Fact::DrawerOpened { .. }
        | Fact::LineVoided { .. }
        | Fact::Payment(_)
        | Fact::OrderClosed(_)
        | Fact::Refunded(_)
        | Fact::TipChanged(_)
        | Fact::ReceiptReprinted { .. }
        | Fact::ShiftClosed { .. }
        | Fact::CountRefused { .. }
        | Fact::ShiftRead { .. }
        | Fact::PeriodClosed(_)
        | Fact::TrainingSwitched { .. }
        | Fact::Training { .. } => true,
        Fact::Unknown => false,
    }
}

/// How many kinds `is_made` names.
const KINDS: usize = 15;

fn all() -> Vec<Fact> {
    let mut all = vec![payment(), closed(), refunded(), period_closed()];
    all.extend(drawer());
    all.extend(others());
    all
}

/// Names of all fields in a record's body, at whatever depth.
fn fields(body: &Value, into: &mut Vec<String>) {
    match body {
        Value::Object(fields_of) => {
            for (name, value) in fields_of {
                into.push(name.clone());
                fields(value, into);
            }
        }
        Value::Array(all) => all.iter().for_each(|one| fields(one, into)),
        _ => {}
    }
}

#[test]
fn the_document_names_every_kind_and_every_field() {
    let all = all();
    assert_eq!(all.iter().filter(|fact| is_made(fact)).count(), KINDS);
    // What is below the table is said of all kinds.
    let (_, after) = DOCUMENT.split_once("## What is recorded").unwrap();
    let (after, _) = after.split_once("### A check that two tills").unwrap();
    let (table, below) = after.split_once("\nWhere somebody's role").unwrap();
    let mut missing = Vec::new();
    for fact in all {
        let body = serde_json::to_value(&fact).unwrap();
        let kind = body["kind"].as_str().unwrap();
        let row = table
            .lines()
            .find(|line| line.starts_with(&format!("| `{kind}` |")));
        let row = row.unwrap_or_else(|| panic!("no row of `{kind}`"));
        let mut names = Vec::new();
        // What a training holds is another record's body.
        if kind != "training" {
            fields(&body, &mut names);
        }
        for name in names {
            let said = format!("`{name}`");
            if name != "kind" && !row.contains(&said) && !below.contains(&said) {
                missing.push(format!("{kind}: {name}"));
            }
        }
    }
    assert!(
        missing.is_empty(),
        "docs/journal.md does not name {missing:?}"
    );
}
