//! Orders that are brought to somebody: to whom, and what that costs.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{menu::TaxClass, money::Money};

/// Whom an order is brought to, as somebody said it on the telephone.
///
/// It stays in the order's document; no log can say it.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliverTo {
    /// Who.
    pub name: String,
    /// Where to ring.
    pub phone: String,
    /// Where to bring it.
    pub address: String,
}

impl fmt::Debug for DeliverTo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DeliverTo(****)")
    }
}

impl DeliverTo {
    /// Nobody said anything.
    pub fn is_empty(&self) -> bool {
        self.name.is_empty() && self.phone.is_empty() && self.address.is_empty()
    }

    /// What was said, a line each.
    pub fn lines(&self) -> Vec<String> {
        let all = [&self.name, &self.phone, &self.address];
        let said = all.into_iter().filter(|text| !text.is_empty());
        said.cloned().collect()
    }
}

/// What it costs to bring an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryFee {
    /// How much for one order.
    pub amount: Money,
    /// Its taxes.
    pub tax: TaxClass,
    /// The amount holds the taxes; otherwise they are added.
    pub tax_included: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_log_says_where_somebody_lives() {
        let to = DeliverTo {
            name: "Anna".to_owned(),
            phone: "051 1234".to_owned(),
            address: "Via Roma 1".to_owned(),
        };
        let said = format!("{to:?}");
        assert!(to.lines().iter().all(|line| !said.contains(line)), "{said}");
    }
}
