//! What a person reads where something cannot be done as things are.

use shared::api::Refusal;

use super::Words;

impl Words {
    /// Why it cannot be done, and what to do first.
    pub const fn refused(&self, why: Refusal) -> &'static str {
        match why {
            Refusal::HasDiscount => self.in_three(
                "Questo piatto ha uno sconto: prima togli lo sconto, poi cambialo.",
                "This dish has a discount: take the discount off first, then change it.",
                "この品には割引があります。先に割引を外してから変更してください。",
            ),
            Refusal::AsItWas => self.in_three(
                "È uguale a prima: non c'è niente da cambiare.",
                "It is the same as before: there is nothing to change.",
                "前と同じです。変更はありません。",
            ),
            Refusal::NothingToDiscount => self.in_three(
                "Non resta niente da scontare.",
                "There is nothing left to take a discount off.",
                "割引できる金額が残っていません。",
            ),
            Refusal::TipTooHigh => self.in_three(
                "La mancia supera di dieci volte il pagamento: controlla l'importo.",
                "The tip is more than ten times the payment: check the amount.",
                "チップが支払額の10倍を超えています。金額を確認してください。",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use shared::api::Problem;

    use super::super::Language;
    use super::*;

    #[test]
    fn what_people_come_across_is_said_in_their_language_and_not_in_a_developers() {
        for why in Refusal::ALL {
            let said =
                Language::ALL.map(|language| Words::of(language).problem(&Problem::Refused(why)));
            assert!(said[0] != said[1] && said[1] != said[2], "{said:?}");
            assert!(said.iter().all(|text| *text != why.to_string()), "{said:?}");
        }
    }
}
