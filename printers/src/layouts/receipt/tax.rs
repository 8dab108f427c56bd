//! The tax tables at the foot of a receipt.

use super::{Receipt, TaxRow, Words, columns_of, widest};
use crate::doc::{Align, Block, Cell, Doc};

/// What prices hold, and what is added to them, where marks name the rows of it.
pub(super) fn tables(doc: &mut Doc, receipt: &Receipt, words: &Words, has_marks: bool) {
    if receipt.taxes_included {
        table(doc, receipt, (words.tax_included, &receipt.taxes), words);
    }
    if has_marks {
        table(doc, receipt, (words.tax_added, on_top(receipt)), words);
    }
}

/// The taxes that are added to the lines.
pub(super) fn on_top(receipt: &Receipt) -> &[TaxRow] {
    if receipt.taxes_included {
        &receipt.taxes_on_top
    } else {
        &receipt.taxes
    }
}

fn table(doc: &mut Doc, receipt: &Receipt, (said, rows): (&str, &[TaxRow]), words: &Words) {
    if rows.is_empty() {
        return;
    }
    doc.push(Block::Rule);
    let currency = receipt.currency;
    let widths = [
        widest(currency, rows.iter().map(|row| row.net)),
        widest(currency, rows.iter().map(|row| row.tax)),
    ];
    let [net, tax] = widths;
    doc.row([
        Cell::name(said),
        Cell::whole(words.net, net),
        Cell::whole(words.tax, tax),
    ]);
    let marks = rows.iter().map(|row| columns_of(&row.mark)).max();
    for row in rows {
        let mark = Some(row.mark.as_str()).filter(|mark| !mark.is_empty());
        let mark = mark.map(|mark| Cell::fixed(mark, marks.unwrap_or(0), Align::Left));
        let cells = mark.into_iter().chain([
            Cell::name(&row.label),
            Cell::whole(currency.digits(row.net), net),
            Cell::whole(currency.digits(row.tax), tax),
        ]);
        doc.row(cells.collect::<Vec<Cell>>());
    }
}
