//! The end of a day, a month or a year: what was sold in it by tax rate, and since the till began.

use shared::{
    closure::{Closure, Sums},
    menu::TaxRate,
    money::{Currency, Money},
};

use super::{SiteHead, Words, receipt::site_head, tender_word};
use crate::doc::{Align, Block, Cell, Doc, DocKind, Style};

/// Columns that an amount has at least.
const AMOUNT_COLUMNS: u16 = 11;

/// Columns before what belongs to the row above.
const INDENT_COLUMNS: u16 = 2;

/// A closure with what stands around it on paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClosurePaper {
    /// Who sells.
    pub site: SiteHead,
    /// In what every amount is.
    pub currency: Currency,
    /// The language of tenders that the restaurant did not name.
    pub language: String,
    /// The name of the till.
    pub till: String,
    /// The local date and time of printing.
    pub printed_at: String,
    /// What the journal says.
    pub closure: Closure,
}

/// The document of a closure.
pub fn closure_report(paper: &ClosurePaper, words: &Words) -> Doc {
    let mut doc = Doc::new(DocKind::Report);
    let closure = &paper.closure;
    site_head(&mut doc, &paper.site, words);
    let title = format!("{} {:04}", words.closure, closure.number);
    doc.styled(title, Style::DOUBLE, Align::Center);
    doc.styled(closure.of.as_str(), Style::DOUBLE, Align::Center);
    doc.text(format!("{}: {}", words.till, paper.till));
    let (from, to) = (closure.from_number, closure.to_number);
    doc.text(format!("{}: {from}-{to}", words.records));
    sums(&mut doc, paper.currency, &closure.sums, words);
    tenders(&mut doc, paper, words);
    doc.push(Block::Rule);
    doc.styled(words.perpetual, Style::BOLD, Align::Left);
    sums(&mut doc, paper.currency, &closure.perpetual, words);
    doc.push(Block::Rule);
    doc.text(format!("{} {}", words.printed, paper.printed_at));
    doc.push(Block::Feed { lines: 1 });
    doc.push(Block::Cut);
    doc
}

/// What was paid with each tender, and below it what went back, tips, rounding and change.
fn tenders(doc: &mut Doc, paper: &ClosurePaper, words: &Words) {
    let rows = paper.closure.tenders.as_ref();
    let Some(rows) = rows.filter(|rows| !rows.is_empty()) else {
        return;
    };
    doc.push(Block::Rule);
    doc.styled(words.tenders, Style::BOLD, Align::Left);
    let currency = paper.currency;
    for row in rows {
        let word = tender_word(&paper.language, row.tender);
        let name = row.named.as_deref().unwrap_or(word);
        let name = format!("{name} ({})", row.payments);
        doc.pair(name, currency.format(row.paid), Style::PLAIN);
        let below = [
            (words.refunds, row.returned),
            (words.tip, row.tips),
            (words.rounding, row.rounding),
            (words.change, row.change),
        ];
        for (word, amount) in below.into_iter().filter(|(_, amount)| !amount.is_zero()) {
            doc.row([
                Cell::fixed("", INDENT_COLUMNS, Align::Left),
                Cell::name(word),
                Cell::whole(currency.format(amount), AMOUNT_COLUMNS),
            ]);
        }
    }
}

fn sums(doc: &mut Doc, currency: Currency, sums: &Sums, words: &Words) {
    doc.push(Block::Rule);
    doc.row([
        Cell::name(words.checks),
        Cell::whole(sums.checks.to_string(), AMOUNT_COLUMNS),
    ]);
    doc.pair(words.gross_sales, currency.format(sums.sold), Style::BOLD);
    doc.pair(words.refunds, currency.format(sums.refunded), Style::PLAIN);
    for (word, amount) in words.deposit.rows(&sums.deposits) {
        doc.pair(word, currency.format(amount), Style::PLAIN);
    }
    if !sums.gift_cards.is_zero() {
        let amount = currency.format(sums.gift_cards);
        doc.pair(words.gift_cards_sold, amount, Style::PLAIN);
    }
    if sums.rates.is_empty() {
        return;
    }
    doc.row([
        Cell::name("").in_style(Style::BOLD),
        Cell::whole(words.net, AMOUNT_COLUMNS).in_style(Style::BOLD),
        Cell::whole(words.tax, AMOUNT_COLUMNS).in_style(Style::BOLD),
    ]);
    let mut amounts = |rate: TaxRate, net: Money, tax: Money| {
        doc.row([
            Cell::name(format!("{} %", rate.percent())),
            Cell::whole(currency.digits(net), AMOUNT_COLUMNS),
            Cell::whole(currency.digits(tax), AMOUNT_COLUMNS),
        ]);
    };
    for row in &sums.rates {
        amounts(row.rate, row.sold_net, row.sold_tax);
    }
    // What went back stands below zero, at the rates at which it was sold.
    for row in &sums.rates {
        if !row.refunded_net.is_zero() || !row.refunded_tax.is_zero() {
            amounts(row.rate, row.refunded_net, row.refunded_tax);
        }
    }
}
