//! Words of the till about money beside the lines: papers, deposits, gift cards, delivery, tips.

use super::words;

words! {
    /// Words about money beside the lines.
    MoneyWords {
        check: "Conto", "Check", "伝票";
        x_printed: "X stampati", "X reports printed", "印刷済みX点検";
    }
}
