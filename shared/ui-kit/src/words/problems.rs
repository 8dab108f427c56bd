//! Why a node did not do what it was asked, and what to do now.

use shared::{api::Problem, money::Money};

use super::{Language, Words};

impl Words {
    /// What a person reads where a node refused.
    pub fn problem(&self, problem: &Problem) -> String {
        let common = self.common;
        match problem {
            Problem::NotEnrolled => common.enrol_title.to_owned(),
            Problem::NoCatalogue => common.no_catalogue.to_owned(),
            Problem::SignedOut => common.enter_pin.to_owned(),
            Problem::WrongPin => common.wrong_pin.to_owned(),
            Problem::Locked { seconds } => self.locked_for(*seconds),
            Problem::NotAllowed { .. } => common.not_allowed.to_owned(),
            Problem::NeedsApproval { .. } => self.needs_approval().to_owned(),
            Problem::CodeUnknown | Problem::CodeExpired => common.enrol_wrong.to_owned(),
            Problem::CodeUsed => common.enrol_used.to_owned(),
            Problem::HubUnreachable { address } => self.hub_unreachable(address),
            Problem::NotFound { .. } => common.error_stale.to_owned(),
            Problem::OrderClosed => common.order_closed.to_owned(),
            Problem::SoldOut { name } => self.item_sold_out(name),
            Problem::Modifiers { group, min, max } => {
                format!("{group}: {}", self.choose(i64::from(*min), i64::from(*max)))
            }
            Problem::Invalid { field, why } => self.field_invalid(field, why),
            Problem::Refused(why) => self.refused(*why).to_owned(),
            Problem::WeighedEach => self.weighed_each().to_owned(),
            Problem::ReasonNeeded => common.reason_needed.to_owned(),
            Problem::NothingDue => common.nothing_due.to_owned(),
            Problem::DueChanged { .. } => self.money.check_grew.to_owned(),
            Problem::StillDue => common.still_due.to_owned(),
            Problem::SplitContested => common.split_contested.to_owned(),
            Problem::PartPaid => self.part_paid().to_owned(),
            Problem::HasDeposit => self.has_deposit().to_owned(),
            Problem::NotInCoins { .. } => self.not_in_coins().to_owned(),
            Problem::NotSettled => self.not_settled().to_owned(),
            Problem::RefundedAlready { name, left } => self.refunded_already(name, *left),
            Problem::GiftCard(_)
            | Problem::OnlyOntoCard { .. }
            | Problem::TenderGivesLess { .. } => {
                self.problem_of_money(problem, |amount| amount.minor().to_string())
            }
            Problem::NoShift => common.no_shift.to_owned(),
            Problem::ShiftOpen => common.shift_open.to_owned(),
            Problem::OrdersOpen { count } => self.orders_still_open(i64::from(*count)),
            Problem::InTraining => common.in_training.to_owned(),
            Problem::Disk { .. } => common.disk_refused.to_owned(),
        }
    }

    /// The same; `format` writes an amount as people read it.
    pub fn problem_of_money(&self, problem: &Problem, format: impl Fn(Money) -> String) -> String {
        match problem {
            Problem::GiftCard(card) => self.card_problem(card, format),
            Problem::OnlyOntoCard { name, most } => self.only_onto_card(name, &format(*most)),
            Problem::TenderGivesLess { name, most } => self.gives_at_most(name, &format(*most)),
            problem => self.problem(problem),
        }
    }

    fn hub_unreachable(&self, address: &str) -> String {
        format!("{address}: {}", self.common.enrol_no_hub)
    }

    /// A field holds what it cannot hold.
    ///
    /// `why` is for developers, in English; it stands behind, so that a manager can read it out.
    pub fn field_invalid(&self, field: &str, why: &str) -> String {
        match self.language {
            Language::It => format!("Questo valore non va bene ({field}: {why})."),
            Language::En => format!("This value cannot be used ({field}: {why})."),
            Language::Ja => format!("この値は使用できません（{field}: {why}）。"),
        }
    }

    fn orders_still_open(&self, count: i64) -> String {
        match (self.language, count) {
            (Language::It, 1) => "Un conto è ancora aperto.".to_owned(),
            (Language::It, _) => format!("{count} conti sono ancora aperti."),
            (Language::En, 1) => "One check is still open.".to_owned(),
            (Language::En, _) => format!("{count} checks are still open."),
            (Language::Ja, _) => format!("未会計の伝票が{count}件あります。"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_says_what_to_do_about_a_used_code() {
        for language in Language::ALL {
            let words = Words::of(language);
            assert_eq!(words.problem(&Problem::CodeUsed), words.common.enrol_used);
        }
    }

    #[test]
    fn a_hub_that_is_not_there_is_named() {
        let problem = Problem::HubUnreachable {
            address: "http://hub:7700".to_owned(),
        };
        assert!(
            Words::of(Language::En)
                .problem(&problem)
                .starts_with("http://hub:7700: ")
        );
    }
}
