//! Money taken ahead, as papers say it.

use shared::{deposit::Deposits, money::Money};

/// The words about deposits, in one language.
#[derive(Debug, PartialEq, Eq)]
pub struct DepositWords {
    /// Money taken ahead.
    pub deposit: &'static str,
    /// What of it the check did not use.
    pub left: &'static str,
    /// Under the paper of a deposit.
    pub no_receipt: &'static str,
    /// On a report: taken.
    pub taken: &'static str,
    /// On a report: used by checks.
    pub used: &'static str,
    /// On a report: given back.
    pub returned: &'static str,
    /// On a report: left as tips.
    pub tipped: &'static str,
    /// On a report: kept by the house.
    pub kept: &'static str,
}

impl DepositWords {
    /// What happened to deposits, row by row; what did not happen has none.
    pub fn rows(&self, deposits: &Deposits) -> Vec<(&'static str, Money)> {
        let rows = [
            (self.taken, deposits.taken),
            (self.used, deposits.used),
            (self.returned, deposits.returned),
            (self.tipped, deposits.tipped),
            (self.kept, deposits.kept),
        ];
        let happened = rows.into_iter().filter(|(_, amount)| !amount.is_zero());
        happened.collect()
    }
}
