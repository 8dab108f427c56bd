//! X and Z: what a shift sold and what must be in its drawer.

use serde::{Deserialize, Serialize};
use shared::{
    deposit::Deposits,
    money::{Currency, Money},
};

use super::{SiteHead, Words, receipt::site_head};
use crate::doc::{Align, Block, Cell, Doc, DocKind, Style};

/// Columns that an amount has at least.
const AMOUNT_COLUMNS: u16 = 11;

/// A shift in figures; each amount comes computed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShiftReport {
    /// Who sells.
    pub site: SiteHead,
    /// In what every amount is.
    pub currency: Currency,
    /// X or Z.
    pub kind: ReportKind,
    /// The name of the till.
    pub till: String,
    /// The local date and time at which the shift opened.
    pub opened_at: String,
    /// Who opened it.
    pub opened_by: String,
    /// The local date and time at which it closed; none on an X.
    pub closed_at: Option<String>,
    /// Who closed it.
    pub closed_by: Option<String>,
    /// The local date and time of printing.
    pub printed_at: String,
    /// How many checks were paid.
    pub checks: u64,
    /// How many guests were served, where somebody counted.
    pub guests: Option<u64>,
    /// What was sold before discounts.
    pub gross_sales: Money,
    /// Taken off; below nothing.
    pub discounts: Money,
    /// Service charges.
    #[serde(default)]
    pub charges: Money,
    /// What it cost to bring orders.
    #[serde(default)]
    pub delivery_fees: Money,
    /// What went onto gift cards: no sale, and a debt of the house.
    #[serde(default)]
    pub gift_cards: Money,
    /// How many lines were struck off after they were sent, and their worth.
    pub voids: (u64, Money),
    /// What of it was thrown away.
    #[serde(default)]
    pub wasted: Money,
    /// How many refunds, and their worth; below nothing.
    pub refunds: (u64, Money),
    /// What was sold in the end.
    pub net_sales: Money,
    /// Given on top.
    pub tips: Money,
    /// What happened to money taken ahead.
    #[serde(default, skip_serializing_if = "Deposits::is_nothing")]
    pub deposits: Deposits,
    /// A row for each rate.
    pub taxes: Vec<ReportTax>,
    /// A row for each way to pay.
    pub tenders: Vec<ReportTender>,
    /// The drawer.
    pub drawer: DrawerCount,
    /// It was printed before.
    pub copy: Option<u32>,
    /// Nothing was sold.
    pub training: bool,
}

/// Which report it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportKind {
    /// The state at this moment: changes nothing.
    X {
        /// Without gaps.
        number: u64,
    },
    /// The end of a shift, with its number.
    Z {
        /// Without gaps.
        number: u64,
    },
}

/// The taxes of one rate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportTax {
    /// Such as `IVA 10 %`.
    pub label: String,
    /// What was taxed.
    pub net: Money,
    /// The tax.
    pub tax: Money,
}

/// What was taken in one way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportTender {
    /// Such as `Cash`.
    pub name: String,
    /// How often.
    pub count: u64,
    /// How much.
    pub amount: Money,
}

/// Cash put into the drawer or taken out, with its reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Movement {
    /// Why.
    pub reason: String,
    /// How much; above nothing.
    pub amount: Money,
}

/// What must be in the drawer and what is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DrawerCount {
    /// At the start.
    pub float: Money,
    /// Cash that guests gave, less change and cash refunds.
    pub cash_sales: Money,
    /// What the smallest coin made of them, with its sign.
    #[serde(default)]
    pub rounding: Money,
    /// Change in cash for other tenders; below nothing.
    #[serde(default)]
    pub change_given: Money,
    /// Put in.
    pub paid_in: Vec<Movement>,
    /// Taken out.
    pub paid_out: Vec<Movement>,
    /// Put into the safe.
    #[serde(default)]
    pub dropped: Vec<Movement>,
    /// What must be there.
    pub expected: Money,
    /// What is there; none while nobody has counted.
    pub counted: Option<Money>,
    /// Counted less expected.
    pub difference: Option<Money>,
    /// Who signed for a difference that was too large for whoever counted.
    #[serde(default)]
    pub signed_by: Option<String>,
    /// Notes and coins that were counted: how many, and what one is worth.
    #[serde(default)]
    pub pieces: Vec<(i64, Money)>,
    /// Counts that were refused before.
    #[serde(default)]
    pub counts_refused: u64,
    /// Records of a later version of the program, of which nothing is counted.
    #[serde(default)]
    pub unread: u64,
    /// How often it was opened without a sale.
    pub openings_without_sale: u64,
}

/// The document of an X or a Z.
pub fn shift_report(report: &ShiftReport, words: &Words) -> Doc {
    let mut doc = Doc::new(DocKind::Report);
    if report.training {
        doc.push(Block::Banner {
            text: words.training.to_owned(),
        });
    }
    if let Some(copy) = report.copy {
        doc.push(Block::Banner {
            text: format!("{} {copy} / {}", words.copy, words.reprint),
        });
    }
    site_head(&mut doc, &report.site, words);
    head(&mut doc, report, words);
    doc.push(Block::Rule);
    sales(&mut doc, report, words);
    taxes(&mut doc, report, words);
    tenders(&mut doc, report, words);
    drawer(&mut doc, report, words);
    doc.push(Block::Rule);
    doc.text(format!("{} {}", words.printed, report.printed_at));
    doc.push(Block::Feed { lines: 1 });
    doc.push(Block::Cut);
    doc
}

fn head(doc: &mut Doc, report: &ShiftReport, words: &Words) {
    let title = match report.kind {
        ReportKind::X { number } => format!("{} {number:04}", words.x_report),
        ReportKind::Z { number } => format!("{} {number:04}", words.z_report),
    };
    doc.styled(title, Style::DOUBLE, Align::Center);
    doc.text(format!("{}: {}", words.till, report.till));
    doc.text(format!(
        "{}: {} {}",
        words.opened, report.opened_at, report.opened_by
    ));
    if let Some(closed_at) = &report.closed_at {
        let by = report.closed_by.as_deref().unwrap_or_default();
        doc.text(format!("{}: {closed_at} {by}", words.closed));
    }
}

fn sales(doc: &mut Doc, report: &ShiftReport, words: &Words) {
    let mut count = |name: &str, count: u64| {
        doc.row([
            Cell::name(name),
            Cell::whole(count.to_string(), AMOUNT_COLUMNS),
        ]);
    };
    count(words.checks, report.checks);
    if let Some(guests) = report.guests {
        count(words.guests, guests);
    }
    let mut sum = |name: String, amount: Money| push_sum(doc, report, name, amount);
    sum(words.gross_sales.to_owned(), report.gross_sales);
    sum(words.discounts.to_owned(), report.discounts);
    if !report.charges.is_zero() {
        sum(words.service_charge.to_owned(), report.charges);
    }
    if !report.delivery_fees.is_zero() {
        sum(words.delivery_fees.to_owned(), report.delivery_fees);
    }
    sum(
        counted_name(words.refunds, report.refunds.0),
        report.refunds.1,
    );
    doc.pair(
        words.net_sales,
        report.currency.format(report.net_sales),
        Style::BOLD,
    );
    let mut sum = |name: String, amount: Money| push_sum(doc, report, name, amount);
    if !report.gift_cards.is_zero() {
        sum(words.gift_cards_sold.to_owned(), report.gift_cards);
    }
    sum(words.tips.to_owned(), report.tips);
    for (word, amount) in words.deposit.rows(&report.deposits) {
        sum(word.to_owned(), amount);
    }
    sum(counted_name(words.voids, report.voids.0), report.voids.1);
    if !report.wasted.is_zero() {
        sum(words.wasted.to_owned(), report.wasted);
    }
}

fn counted_name(name: &str, count: u64) -> String {
    format!("{name} ({count})")
}

fn push_sum(doc: &mut Doc, report: &ShiftReport, name: String, amount: Money) {
    let digits = report.currency.digits(amount);
    doc.row([Cell::name(name), Cell::whole(digits, AMOUNT_COLUMNS)]);
}

fn taxes(doc: &mut Doc, report: &ShiftReport, words: &Words) {
    if report.taxes.is_empty() {
        return;
    }
    doc.push(Block::Rule);
    doc.row([
        Cell::name("").in_style(Style::BOLD),
        Cell::whole(words.net, AMOUNT_COLUMNS).in_style(Style::BOLD),
        Cell::whole(words.tax, AMOUNT_COLUMNS).in_style(Style::BOLD),
    ]);
    for row in &report.taxes {
        doc.row([
            Cell::name(&row.label),
            Cell::whole(report.currency.digits(row.net), AMOUNT_COLUMNS),
            Cell::whole(report.currency.digits(row.tax), AMOUNT_COLUMNS),
        ]);
    }
}

fn tenders(doc: &mut Doc, report: &ShiftReport, words: &Words) {
    doc.push(Block::Rule);
    doc.styled(words.tenders, Style::BOLD, Align::Left);
    for tender in &report.tenders {
        push_sum(
            doc,
            report,
            counted_name(&tender.name, tender.count),
            tender.amount,
        );
    }
}

fn drawer(doc: &mut Doc, report: &ShiftReport, words: &Words) {
    let drawer = &report.drawer;
    doc.push(Block::Rule);
    doc.styled(words.drawer, Style::BOLD, Align::Left);
    let mut sum = |name: String, amount: Money| push_sum(doc, report, name, amount);
    sum(words.float.to_owned(), drawer.float);
    sum(words.cash_sales.to_owned(), drawer.cash_sales);
    if !drawer.change_given.is_zero() {
        sum(words.change_given.to_owned(), drawer.change_given);
    }
    if !drawer.rounding.is_zero() {
        sum(words.rounding.to_owned(), drawer.rounding);
    }
    for (word, sign, movements) in [
        (words.paid_in, 1, &drawer.paid_in),
        (words.paid_out, -1, &drawer.paid_out),
        (words.dropped, -1, &drawer.dropped),
    ] {
        for movement in movements {
            let amount = Money::from_minor(movement.amount.minor().saturating_mul(sign));
            let name = match movement.reason.as_str() {
                "" => word.to_owned(),
                reason => format!("{word}: {reason}"),
            };
            sum(name, amount);
        }
    }
    doc.pair(
        words.expected,
        report.currency.format(drawer.expected),
        Style::BOLD,
    );
    for (count, worth) in &drawer.pieces {
        let sum = Money::from_minor(worth.minor().saturating_mul(*count));
        let name = format!("{count} x {}", report.currency.digits(*worth));
        push_sum(doc, report, name, sum);
    }
    if let Some(counted) = drawer.counted {
        doc.pair(words.counted, report.currency.format(counted), Style::BOLD);
    }
    if let Some(difference) = drawer.difference {
        doc.pair(
            words.difference,
            report.currency.format(difference),
            Style::TALL,
        );
    }
    if let Some(name) = &drawer.signed_by {
        doc.text(format!("{}: {name}", words.signed_by));
    }
    if drawer.counts_refused > 0 {
        let refused = Cell::whole(drawer.counts_refused.to_string(), AMOUNT_COLUMNS);
        doc.row([Cell::name(words.counts_refused), refused]);
    }
    if drawer.unread > 0 {
        let unread = Cell::whole(drawer.unread.to_string(), AMOUNT_COLUMNS);
        doc.row([Cell::name(words.unread), unread]);
    }
    let openings = Cell::whole(drawer.openings_without_sale.to_string(), AMOUNT_COLUMNS);
    doc.row([Cell::name(words.drawer_openings), openings]);
}
