//! The receipt that a guest is given, and the bill before payment.

mod tax;

use serde::{Deserialize, Serialize};
use shared::money::{Currency, Money};

use super::{Service, Words};
use crate::doc::{Align, Block, Cell, Doc, DocKind, Style};

/// Columns of the quantity before a name.
const QUANTITY_COLUMNS: u16 = 3;
/// Columns that an amount has at least, so that they stand under each other.
const AMOUNT_COLUMNS: u16 = 9;
/// The same beside a mark and in the tax table, where names need the room.
const NARROW_COLUMNS: u16 = 7;

/// The restaurant as it stands at the head of a paper.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteHead {
    /// The name.
    pub name: String,
    /// Street, town, telephone: a line each.
    pub address: Vec<String>,
    /// The number that the tax office knows it by.
    pub tax_number: Option<String>,
}

/// Everything on a receipt; each amount comes computed.
#[expect(
    clippy::struct_excessive_bools,
    reason = "papers are kept as they are, and each of these is yes or no"
)]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Who sells.
    pub site: SiteHead,
    /// In what every amount is.
    pub currency: Currency,
    /// The number of the order, such as `A-042`.
    pub order_number: String,
    /// The number of the receipt; none on a bill that is not paid yet, which then says so.
    pub receipt_number: Option<String>,
    /// How it is eaten.
    pub service: Service,
    /// The table, or the name of a tab.
    pub table: Option<String>,
    /// Whom it is brought to: name, telephone, address, a line each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deliver_to: Vec<String>,
    /// How many guests.
    pub guests: Option<u32>,
    /// Who served.
    pub server: Option<String>,
    /// The local date and time.
    pub at: String,
    /// What was bought.
    pub lines: Vec<ReceiptLine>,
    /// The sum of the lines, where it differs from the total.
    pub subtotal: Option<Money>,
    /// Discounts and surcharges of the whole check, in words and with their sign.
    pub adjustments: Vec<(String, Money)>,
    /// Their tax marks, one for each in the same order; none on papers of older versions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub adjustment_marks: Vec<String>,
    /// A row for each rate.
    pub taxes: Vec<TaxRow>,
    /// The prices hold the taxes; otherwise they are added to the subtotal.
    pub taxes_included: bool,
    /// Rows of what is added all the same, where the prices of some lines hold their taxes and those of
    /// others do not.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub taxes_on_top: Vec<TaxRow>,
    /// What is to be paid, without the tip.
    pub total: Money,
    /// What the smallest coin made of it in cash, with its sign.
    #[serde(default)]
    pub rounding: Option<Money>,
    /// Given on top.
    pub tip: Option<Money>,
    /// What of money taken ahead pays it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deposit: Option<Money>,
    /// What of that money it does not need.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deposit_left: Option<Money>,
    /// It is the paper of money taken ahead.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_deposit: bool,
    /// How it was paid.
    pub tenders: Vec<Tender>,
    /// What is still to be paid, on a bill.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Money>,
    /// Given back.
    pub change: Option<Money>,
    /// What is left on gift cards that paid: the end of the code, and how much.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cards_left: Vec<(String, Money)>,
    /// Codes of gift cards that the till made, in groups. They stand on the first paper alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<String>,
    /// Thanks, opening hours: a line each.
    pub footer: Vec<String>,
    /// What a phone reads, such as an address of this receipt.
    pub qr: Option<String>,
    /// Money went back to the guest.
    pub refund: bool,
    /// It was printed before.
    pub copy: Option<Copy>,
    /// Nothing was sold.
    pub training: bool,
}

/// Which copy, when and by whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Copy {
    /// 1 for the first paper after the original.
    pub number: u32,
    /// The local date and time of the copy.
    pub at: String,
    /// Who asked for it.
    pub by: Option<String>,
}

/// A thing that was bought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptLine {
    /// How many.
    pub quantity: i64,
    /// The name with its size.
    pub name: String,
    /// Weight, halves, dishes of a combo: rows under the name.
    #[serde(default)]
    pub details: Vec<String>,
    /// What was chosen with it.
    pub modifiers: Vec<Modifier>,
    /// The price of all, modifiers included, before the discounts under it.
    pub amount: Money,
    /// The marks of its taxes in the tax table: `A`, or `AB` for two at once, or `A/B` where it is
    /// spread over both; `A+` on top of the price, where other prices hold their taxes. Its discounts
    /// carry the same.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub mark: String,
    /// Discounts of this line, in words and with their sign.
    pub discounts: Vec<(String, Money)>,
}

/// Something chosen with an item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Modifier {
    /// The name.
    pub name: String,
    /// What it costs, where that is to be shown.
    pub amount: Option<Money>,
    /// It was left off.
    #[serde(default)]
    pub without: bool,
}

/// The taxes of one rate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxRow {
    /// The letter by which amounts on the paper name it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub mark: String,
    /// Such as `IVA 10 %`.
    pub label: String,
    /// What was taxed.
    pub net: Money,
    /// The tax.
    pub tax: Money,
}

/// Money given for a check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tender {
    /// Such as `Cash` or `Card ...4242`.
    pub name: String,
    /// How much.
    pub amount: Money,
}

/// The document of a receipt.
pub fn receipt(receipt: &Receipt, words: &Words) -> Doc {
    let mut doc = Doc::new(DocKind::Receipt);
    banners(&mut doc, receipt, words);
    site_head(&mut doc, &receipt.site, words);
    head(&mut doc, receipt, words);
    doc.push(Block::Rule);
    let columns = Columns::of(receipt);
    for line in &receipt.lines {
        push_line(&mut doc, line, &columns);
    }
    doc.push(Block::Rule);
    sums(&mut doc, receipt, words, &columns);
    tenders(&mut doc, receipt, words);
    tax::tables(&mut doc, receipt, words, columns.mark > 0);
    codes(&mut doc, receipt, words);
    foot(&mut doc, receipt, words);
    doc
}

/// The restaurant's name and address in the middle.
pub(super) fn site_head(doc: &mut Doc, site: &SiteHead, words: &Words) {
    doc.styled(&site.name, Style::DOUBLE, Align::Center);
    for line in &site.address {
        doc.styled(line, Style::PLAIN, Align::Center);
    }
    if let Some(number) = &site.tax_number {
        doc.styled(
            format!("{} {number}", words.tax_number),
            Style::PLAIN,
            Align::Center,
        );
    }
    doc.push(Block::Feed { lines: 1 });
}

fn banners(doc: &mut Doc, receipt: &Receipt, words: &Words) {
    let mut banner = |text: String| doc.push(Block::Banner { text });
    if receipt.training {
        banner(words.training.to_owned());
    }
    if let Some(copy) = &receipt.copy {
        banner(format!(
            "{} {} / {}",
            words.copy, copy.number, words.reprint
        ));
    }
    if receipt.refund {
        banner(words.refund.to_owned());
    }
    if receipt.is_deposit {
        banner(words.deposit.deposit.to_owned());
    }
    // A training has no numbers, paid or not.
    if receipt.receipt_number.is_none() && !receipt.training {
        banner(words.proforma.to_owned());
    }
}

fn head(doc: &mut Doc, receipt: &Receipt, words: &Words) {
    let order = format!("{} {}", words.order, receipt.order_number);
    let place = match &receipt.table {
        Some(table) if receipt.service == Service::DineIn => format!("{} {table}", words.table),
        Some(name) => format!("{} {name}", words.service(receipt.service)),
        None => words.service(receipt.service).to_owned(),
    };
    doc.pair(order, place, Style::BOLD);
    for line in &receipt.deliver_to {
        doc.styled(line, Style::BOLD, Align::Left);
    }
    if let Some(number) = &receipt.receipt_number {
        doc.pair(
            format!("{} {number}", words.receipt_number),
            &receipt.at,
            Style::PLAIN,
        );
    } else {
        doc.text(&receipt.at);
    }
    let server = receipt
        .server
        .as_ref()
        .map(|name| format!("{}: {name}", words.server));
    let guests = receipt
        .guests
        .map(|count| format!("{}: {count}", words.guests));
    match (server, guests) {
        (Some(server), Some(guests)) => doc.pair(server, guests, Style::PLAIN),
        (Some(only), None) | (None, Some(only)) => doc.text(only),
        (None, None) => {}
    }
}

fn push_line(doc: &mut Doc, line: &ReceiptLine, columns: &Columns) {
    let currency = columns.currency;
    // Of what goes back with several tenders the units stand on the first paper.
    let units = Some(line.quantity).filter(|units| *units != 0);
    let units = units.map(|units| units.to_string()).unwrap_or_default();
    let quantity = Cell::fixed(units, QUANTITY_COLUMNS, Align::Left);
    let name = Cell::name(&line.name);
    doc.row(columns.marked(vec![quantity, name], &line.mark, line.amount));
    for detail in &line.details {
        doc.row([indent(), Cell::name(detail)]);
    }
    for modifier in &line.modifiers {
        let sign = if modifier.without { "-" } else { "+" };
        let name = format!("{sign} {}", modifier.name);
        match modifier.amount {
            Some(amount) => {
                doc.row([indent(), Cell::name(name), amount_cell_in(currency, amount)]);
            }
            None => doc.row([indent(), Cell::name(name)]),
        }
    }
    for (name, amount) in &line.discounts {
        let name = Cell::name(name);
        doc.row(columns.marked(vec![indent(), name], &line.mark, *amount));
    }
}

/// The columns of amounts that carry taxes: the mark stands before the amount, so that all amounts
/// of the paper still end at its right edge.
struct Columns {
    currency: Currency,
    /// Columns of the widest mark; 0 where nothing is marked.
    mark: u16,
    /// Columns of the widest amount, so that the marks stand under each other.
    amount: u16,
}

impl Columns {
    fn of(receipt: &Receipt) -> Self {
        let currency = receipt.currency;
        let lines = receipt.lines.iter();
        let marks = lines.clone().map(|line| &line.mark);
        let marks = marks.chain(&receipt.adjustment_marks);
        let of_lines = lines.flat_map(|line| {
            let discounts = line.discounts.iter().map(|(_, amount)| *amount);
            discounts.chain([line.amount])
        });
        let of_check = receipt.adjustments.iter().map(|(_, amount)| *amount);
        let amounts = of_lines.chain(of_check).chain(receipt.subtotal);
        Self {
            currency,
            mark: marks.map(|mark| columns_of(mark)).max().unwrap_or(0),
            amount: widest(currency, amounts),
        }
    }

    /// The cells with a mark and an amount at the right.
    fn marked(&self, mut cells: Vec<Cell>, mark: &str, amount: Money) -> Vec<Cell> {
        let columns = if self.mark == 0 {
            AMOUNT_COLUMNS
        } else {
            cells.push(Cell {
                align: Align::Left,
                ..Cell::whole(mark, self.mark)
            });
            self.amount
        };
        cells.push(Cell::whole(self.currency.digits(amount), columns));
        cells
    }
}

fn indent() -> Cell {
    Cell::fixed("", QUANTITY_COLUMNS, Align::Left)
}

fn amount_cell(currency: Currency, amount: Money) -> Cell {
    Cell::whole(currency.digits(amount), AMOUNT_COLUMNS)
}

/// An amount that the line's amount already holds: in brackets, so that nobody adds it twice.
fn amount_cell_in(currency: Currency, amount: Money) -> Cell {
    Cell::whole(format!("({})", currency.digits(amount)), AMOUNT_COLUMNS)
}

fn sums(doc: &mut Doc, receipt: &Receipt, words: &Words, columns: &Columns) {
    let currency = receipt.currency;
    let mut sum = |name: &str, mark: &str, amount: Money| {
        doc.row(columns.marked(vec![Cell::name(name)], mark, amount));
    };
    if let Some(subtotal) = receipt.subtotal {
        sum(words.subtotal, "", subtotal);
    }
    for (place, (name, amount)) in receipt.adjustments.iter().enumerate() {
        let mark = receipt.adjustment_marks.get(place);
        sum(name, mark.map_or("", String::as_str), *amount);
    }
    for row in tax::on_top(receipt) {
        sum(&row.label, &row.mark, row.tax);
    }
    doc.pair(words.total, currency.format(receipt.total), Style::DOUBLE);
    if let Some(rounding) = receipt.rounding {
        doc.row([Cell::name(words.rounding), amount_cell(currency, rounding)]);
    }
    if let Some(tip) = receipt.tip.filter(|tip| !tip.is_zero()) {
        doc.row([Cell::name(words.tip), amount_cell(currency, tip)]);
    }
    if let Some(deposit) = receipt.deposit {
        let taken_off = Money::from_minor(deposit.minor().saturating_neg());
        let word = words.deposit.deposit;
        doc.row([Cell::name(word), amount_cell(currency, taken_off)]);
    }
    if let Some(left) = receipt.deposit_left {
        doc.row([Cell::name(words.deposit.left), amount_cell(currency, left)]);
    }
}

fn tenders(doc: &mut Doc, receipt: &Receipt, words: &Words) {
    let currency = receipt.currency;
    for tender in &receipt.tenders {
        doc.row([
            Cell::name(&tender.name),
            amount_cell(currency, tender.amount),
        ]);
    }
    if let Some(due) = receipt.due {
        doc.pair(words.due, currency.format(due), Style::DOUBLE);
    }
    if let Some(change) = receipt.change.filter(|change| !change.is_zero()) {
        doc.pair(words.change, currency.format(change), Style::BOLD);
    }
    for (card, left) in &receipt.cards_left {
        let name = format!("{} {card}", words.left_on_card);
        doc.row([Cell::name(name), amount_cell(currency, *left)]);
    }
}

/// Columns of the widest of these amounts.
fn widest(currency: Currency, amounts: impl Iterator<Item = Money>) -> u16 {
    let widths = amounts.map(|amount| columns_of(&currency.digits(amount)));
    widths.max().unwrap_or(0).max(NARROW_COLUMNS)
}

fn columns_of(text: &str) -> u16 {
    u16::try_from(text.chars().count()).unwrap_or(u16::MAX)
}

/// What a guest needs to spend a card that the till made.
fn codes(doc: &mut Doc, receipt: &Receipt, words: &Words) {
    for code in &receipt.codes {
        doc.push(Block::Feed { lines: 1 });
        doc.styled(words.gift_card, Style::BOLD, Align::Center);
        doc.styled(code, Style::BOLD, Align::Center);
        let text = code.replace(' ', "");
        doc.push(Block::Qr { text });
    }
}

fn foot(doc: &mut Doc, receipt: &Receipt, words: &Words) {
    doc.push(Block::Feed { lines: 1 });
    if receipt.is_deposit {
        doc.styled(words.deposit.no_receipt, Style::PLAIN, Align::Center);
    }
    for line in &receipt.footer {
        doc.styled(line, Style::PLAIN, Align::Center);
    }
    if let Some(text) = &receipt.qr {
        doc.push(Block::Qr { text: text.clone() });
    }
    if let Some(copy) = &receipt.copy {
        let by = copy
            .by
            .as_ref()
            .map(|name| format!(" {} {name}", words.by))
            .unwrap_or_default();
        let text = format!("{} {} {}{by}", words.copy, copy.number, copy.at);
        doc.styled(text, Style::PLAIN, Align::Center);
    }
    doc.push(Block::Feed { lines: 1 });
    doc.push(Block::Cut);
}
