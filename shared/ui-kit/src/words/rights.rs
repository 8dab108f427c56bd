//! What a person reads where their role is not enough.

use shared::staff::Permit;

use super::{Language, Words};

impl Words {
    /// Somebody who may must come.
    pub const fn needs_approval(&self) -> &'static str {
        match self.language {
            Language::It => "Chiedi a un responsabile",
            Language::En => "Ask a manager",
            Language::Ja => "責任者を呼んでください",
        }
    }

    /// The PIN is of somebody who may not do it either.
    pub const fn approval_refused(&self) -> &'static str {
        match self.language {
            Language::It => "Neanche questa persona può farlo. Serve il PIN di un responsabile.",
            Language::En => "This person may not do it either. A manager's PIN is needed.",
            Language::Ja => "この方にも権限がありません。責任者のPINが必要です。",
        }
    }

    /// What somebody who may is asked to approve with their PIN.
    pub fn approval_for(&self, permit: Permit) -> String {
        let what = self.permit(permit);
        match self.language {
            Language::It => format!("{what}: serve il PIN di chi può approvare."),
            Language::En => format!("{what}: needs the PIN of somebody who may approve it."),
            Language::Ja => format!("{what}：承認できる方のPINが必要です。"),
        }
    }

    /// What a permit allows.
    pub const fn permit(&self, permit: Permit) -> &'static str {
        let words = match permit {
            Permit::TakeOrders => ["Prendere ordini", "Taking orders", "注文を受ける"],
            Permit::VoidSent => [
                "Storno di piatti già inviati",
                "Voiding what was sent",
                "送信済みの取消",
            ],
            Permit::TakeMoney => ["Incassare", "Taking money", "会計"],
            Permit::RunShift => ["Turno di cassa", "Running the shift", "シフト管理"],
            Permit::OpenDrawer => [
                "Aprire il cassetto",
                "Opening the drawer",
                "ドロワーを開ける",
            ],
            Permit::Refund => ["Rimborso", "Refund", "返金"],
            Permit::Discount => ["Sconto", "Discount", "割引"],
            Permit::SwitchTraining => [
                "Modalità prova",
                "Switching training on or off",
                "練習モードの切替",
            ],
            Permit::AnyPrice => [
                "Prezzo fuori dai limiti",
                "A price outside the limits",
                "範囲外の価格",
            ],
            Permit::SeeFlags => [
                "Dire che una segnalazione è stata vista",
                "Saying that a warning was looked at",
                "警告の確認",
            ],
            Permit::SignDrawer => [
                "Cassetto con differenza, o lettura prima della conta",
                "A drawer that is off, or reading it before the count",
                "差額の大きいドロワー、または実査前の点検",
            ],
        };
        let [it, en, ja] = words;
        match self.language {
            Language::It => it,
            Language::En => en,
            Language::Ja => ja,
        }
    }

    /// What was weighed is one.
    pub const fn weighed_each(&self) -> &'static str {
        match self.language {
            Language::It => "Ciò che si pesa va aggiunto una pesata alla volta.",
            Language::En => "What is weighed is added one weighing at a time.",
            Language::Ja => "量り売りは一回ずつ追加してください。",
        }
    }

    /// Nothing can go back yet.
    pub const fn not_settled(&self) -> &'static str {
        match self.language {
            Language::It => "Il conto non è ancora chiuso e pagato: prima va incassato.",
            Language::En => "The check is not closed and paid yet: take the money first.",
            Language::Ja => "伝票がまだ会計済みではありません。先に会計してください。",
        }
    }

    /// More units than are left to go back.
    pub fn refunded_already(&self, name: &str, left: i64) -> String {
        match self.language {
            Language::It => format!("{name}: se ne possono rimborsare ancora {left}."),
            Language::En => format!("{name}: only {left} more can be refunded."),
            Language::Ja => format!("{name}：返金できるのは残り{left}個です。"),
        }
    }

    /// Under a row of the history: on which device, and who lent the right.
    pub fn done_on(&self, device: &str, approved_by: &str) -> String {
        let approved = match (self.language, approved_by) {
            (_, "") => String::new(),
            (Language::It, name) => format!("approvato da {name}"),
            (Language::En, name) => format!("approved by {name}"),
            (Language::Ja, name) => format!("承認：{name}"),
        };
        [device, &approved]
            .into_iter()
            .filter(|text| !text.is_empty())
            .collect::<Vec<_>>()
            .join(" · ")
    }

    /// On the button that takes the last thing back.
    pub fn take_back(&self, what: &str, name: &str) -> String {
        let course = what.starts_with("course_").then(|| self.course(name));
        let name = course.as_deref().unwrap_or(name);
        let what = self.happened(what);
        match self.language {
            Language::It => format!("Annulla: {what} {name}"),
            Language::En => format!("Undo: {what} {name}"),
            Language::Ja => format!("元に戻す：{what} {name}"),
        }
    }
}
