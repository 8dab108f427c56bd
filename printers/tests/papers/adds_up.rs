//! What must hold between the rows of an X or a Z, for whoever adds them up with a pencil.

use printers::layouts::{Movement, ShiftReport};
use shared::money::Money;

fn sum(amounts: impl IntoIterator<Item = Money>) -> i64 {
    amounts.into_iter().map(Money::minor).sum()
}

fn moved(movements: &[Movement]) -> i64 {
    sum(movements.iter().map(|one| one.amount))
}

/// Which rows of the report contradict each other. `open_parts` is what was paid for checks that are
/// not settled, or paid too much, less what that was when the shift began.
pub(crate) fn contradictions(report: &ShiftReport, open_parts: i64) -> Vec<String> {
    let mut found = Vec::new();
    let mut same = |what: &str, says: i64, is: i64| {
        if says != is {
            found.push(format!("{what} is {says}, and its rows make {is}"));
        }
    };
    let sold = sum([
        report.gross_sales,
        report.discounts,
        report.charges,
        report.delivery_fees,
        report.refunds.1,
    ]);
    let taxes = sum(report.taxes.iter().map(|row| row.tax));
    same("net sales", report.net_sales.minor(), sold - taxes);
    let tenders = sum(report.tenders.iter().map(|row| row.amount));
    let ahead = &report.deposits;
    let ahead = sum([ahead.taken]) - sum([ahead.used, ahead.returned, ahead.tipped]);
    let gift_cards = report.gift_cards.minor();
    same("tenders", tenders, sold + gift_cards + ahead + open_parts);
    let drawer = &report.drawer;
    let cash = [
        drawer.float,
        drawer.cash_sales,
        drawer.rounding,
        drawer.change_given,
    ];
    let inside = sum(cash) + moved(&drawer.paid_in);
    let out = moved(&drawer.paid_out) + moved(&drawer.dropped);
    same("expected cash", drawer.expected.minor(), inside - out);
    if let (Some(counted), Some(difference)) = (drawer.counted, drawer.difference) {
        let off = counted.minor() - drawer.expected.minor();
        same("difference", difference.minor(), off);
        if !drawer.pieces.is_empty() {
            let pieces = drawer.pieces.iter();
            let pieces = pieces.map(|(count, worth)| count * worth.minor()).sum();
            same("count", counted.minor(), pieces);
        }
    }
    found
}
