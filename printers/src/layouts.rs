//! The papers of a restaurant: what is given in, and the document that comes out.

mod closure;
mod deposit;
mod receipt;
mod report;
mod test_page;
mod ticket;
mod trade;
mod words;
mod words_en;
mod words_it;
mod words_ja;

pub use closure::{ClosurePaper, closure_report};
pub use deposit::DepositWords;
pub use receipt::{Copy, Modifier, Receipt, ReceiptLine, SiteHead, TaxRow, Tender, receipt};
pub use report::{
    DrawerCount, Movement, ReportKind, ReportTax, ReportTender, ShiftReport, shift_report,
};
pub use test_page::test_page;
pub use ticket::{KitchenTicket, TicketItem, TicketKind, TicketModifier, kitchen_ticket};
pub use trade::{approved_line, course_word, delivery_fee_word, tax_word, tender_word};
pub use words::{Service, Words};
