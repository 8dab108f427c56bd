//! The words on paper: a language is a value of [`Words`], so a missing word does not compile.

use serde::{Deserialize, Serialize};

use super::{DepositWords, words_en::ENGLISH, words_it::ITALIAN, words_ja::JAPANESE};

/// Every word that Comanda itself puts on paper, in one language.
#[derive(Debug, PartialEq, Eq)]
pub struct Words {
    /// Before a tax number.
    pub tax_number: &'static str,
    /// Before the name of a table.
    pub table: &'static str,
    /// Before the number of a seat.
    pub seat: &'static str,
    /// Before the number of a course.
    pub course: &'static str,
    /// Before the number of an order.
    pub order: &'static str,
    /// Before the number of guests.
    pub guests: &'static str,
    /// Before the name of the person who served.
    pub server: &'static str,
    /// Before the time at which an order should be ready.
    pub ready_at: &'static str,
    /// Before the number of a receipt.
    pub receipt_number: &'static str,
    /// The sum before discounts, taxes that are added, and tip.
    pub subtotal: &'static str,
    /// What is to be paid.
    pub total: &'static str,
    /// Heads the column of amounts without tax.
    pub net: &'static str,
    /// Heads the column of taxes.
    pub tax: &'static str,
    /// Beside a dish that others had: what this guest pays of it.
    pub share: &'static str,
    /// Says that prices hold the tax.
    pub tax_included: &'static str,
    /// Says that taxes come on top.
    pub tax_added: &'static str,
    /// Given on top.
    pub tip: &'static str,
    /// Given back.
    pub change: &'static str,
    /// A second paper of the same.
    pub copy: &'static str,
    /// Beside the number of a copy.
    pub reprint: &'static str,
    /// Nothing here was sold.
    pub training: &'static str,
    /// A receipt of a refund.
    pub refund: &'static str,
    /// What is still to be paid.
    pub due: &'static str,
    /// A bill that is not paid yet.
    pub proforma: &'static str,
    /// The kitchen: more for an order that was sent before.
    pub add_on: &'static str,
    /// The kitchen: something sent before is different now.
    pub change_ticket: &'static str,
    /// The kitchen: stop.
    pub cancel: &'static str,
    /// The kitchen: before the name of the printer that is down.
    pub backup_from: &'static str,
    /// The kitchen: perhaps it is there twice.
    pub possible_duplicate: &'static str,
    /// The kitchen: before what was asked for earlier.
    pub was: &'static str,
    /// The kitchen: before what is left after a cancel.
    pub now: &'static str,
    /// Before what a dish is made instead of.
    pub instead_of: &'static str,
    /// The kitchen: before the stations that cook the rest.
    pub also_at: &'static str,
    /// The kitchen: before allergens.
    pub allergens: &'static str,
    /// Closes a ticket.
    pub end: &'static str,
    /// A half paper above it is worth nothing.
    pub incomplete: &'static str,
    /// Eaten at a table.
    pub dine_in: &'static str,
    /// Taken away.
    pub takeaway: &'static str,
    /// Eaten at the counter.
    pub counter: &'static str,
    /// Brought home.
    pub delivery: &'static str,
    /// Under a name.
    pub tab: &'static str,
    /// An X report.
    pub x_report: &'static str,
    /// A Z report.
    pub z_report: &'static str,
    /// Before the name of a till.
    pub till: &'static str,
    /// Before the moment at which a shift opened.
    pub opened: &'static str,
    /// Before the moment at which a shift closed.
    pub closed: &'static str,
    /// Before the name of a person who did it.
    pub by: &'static str,
    /// Before the moment of printing.
    pub printed: &'static str,
    /// How many checks were paid.
    pub checks: &'static str,
    /// What was sold before discounts.
    pub gross_sales: &'static str,
    /// Taken off.
    pub discounts: &'static str,
    /// Before what was taken off.
    pub discount: &'static str,
    /// Something that the house pays.
    pub comp: &'static str,
    /// A service charge.
    pub service_charge: &'static str,
    /// What the smallest coin made of cash.
    pub rounding: &'static str,
    /// Struck off before payment.
    pub voids: &'static str,
    /// What of it was thrown away.
    pub wasted: &'static str,
    /// Given back after payment.
    pub refunds: &'static str,
    /// What was sold in the end.
    pub net_sales: &'static str,
    /// Given on top, all together.
    pub tips: &'static str,
    /// Heads the tenders.
    pub tenders: &'static str,
    /// Heads the drawer.
    pub drawer: &'static str,
    /// In the drawer at the start.
    pub float: &'static str,
    /// Cash that guests gave.
    pub cash_sales: &'static str,
    /// Cash given back where another tender was worth more than was due.
    pub change_given: &'static str,
    /// Put into the drawer.
    pub paid_in: &'static str,
    /// Taken out of the drawer.
    pub paid_out: &'static str,
    /// Put into the safe.
    pub dropped: &'static str,
    /// What it cost to bring orders.
    pub delivery_fees: &'static str,
    /// Before the code of a card that a guest bought.
    pub gift_card: &'static str,
    /// What is still on a card that paid.
    pub left_on_card: &'static str,
    /// What went onto cards: no sale.
    pub gift_cards_sold: &'static str,
    /// Before the name of whoever signed for a difference.
    pub signed_by: &'static str,
    /// Before the number of counts that were refused.
    pub counts_refused: &'static str,
    /// Before the number of records of a later version, of which nothing is counted.
    pub unread: &'static str,
    /// What must be in the drawer.
    pub expected: &'static str,
    /// What is in the drawer.
    pub counted: &'static str,
    /// Counted less expected.
    pub difference: &'static str,
    /// How often the drawer was opened without a sale.
    pub drawer_openings: &'static str,
    /// The end of a day, a month or a year.
    pub closure: &'static str,
    /// Since the till began.
    pub perpetual: &'static str,
    /// Before the numbers of the journal's records.
    pub records: &'static str,
    /// Heads a page that shows that a printer works.
    pub test_page: &'static str,
    /// Money taken ahead.
    pub deposit: DepositWords,
}

/// How an order is eaten.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Service {
    /// At a table.
    DineIn,
    /// Taken away.
    Takeaway,
    /// At the counter.
    Counter,
    /// Brought home.
    Delivery,
    /// Under a name.
    Tab,
}

impl Words {
    /// The words of a language by its code, such as `it` or `ja-JP`; English where there are none.
    pub fn of(code: &str) -> &'static Self {
        match code.split(['-', '_']).next() {
            Some("it") => &ITALIAN,
            Some("ja") => &JAPANESE,
            _ => &ENGLISH,
        }
    }

    /// The word for how an order is eaten.
    pub fn service(&self, service: Service) -> &'static str {
        match service {
            Service::DineIn => self.dine_in,
            Service::Takeaway => self.takeaway,
            Service::Counter => self.counter,
            Service::Delivery => self.delivery,
            Service::Tab => self.tab,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_language_is_english() {
        assert_eq!(Words::of("ja-JP").total, JAPANESE.total);
        assert_eq!(Words::of("it").total, ITALIAN.total);
        assert_eq!(Words::of("tlh").total, ENGLISH.total);
    }
}
