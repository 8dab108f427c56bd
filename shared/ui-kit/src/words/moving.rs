//! Words of the till about dishes and checks that go elsewhere.

use super::{Language, Words, words};

words! {
    /// Words about moving and joining.
    MovingWords {
        dishes: "Sposta piatti", "Move dishes", "料理を移す";
        which: "Che cosa si sposta?", "What moves?", "何を移しますか？";
        where_to: "Dove va?", "Where to?", "どこへ移しますか？";
        all: "Tutto", "All", "すべて";
        nothing: "Niente", "None", "選択なし";
        choose_some: "Scegli prima che cosa si sposta", "First choose what moves", "先に移す料理を選んでください";
        no_dishes: "Su questo conto non c’è niente da spostare", "There is nothing to move on this check", "この伝票には移す料理がありません";
        new_here: "Nuovo conto qui", "New check here", "ここに新しい伝票";
        done: "Spostato. La cucina non riceve niente di nuovo.", "Moved. The kitchen gets nothing new.", "移しました。厨房への再送はありません。";
        join: "Unisci conti", "Join checks", "伝票をまとめる";
        join_which: "Quale conto entra in questo?", "Which check goes into this one?", "どの伝票をまとめますか？";
        no_checks: "Nessun altro conto è aperto", "No other check is open", "ほかに開いている伝票はありません";
        joined: "Uniti: un solo conto", "Joined: one check now", "一つの伝票にまとめました";
        unjoin: "Separa di nuovo", "Take apart again", "元に戻す";
        occupied: "Al tavolo c’è già un conto. Che cosa facciamo?", "The table has a check already. What now?", "このテーブルには伝票があります。どうしますか？";
        two_checks: "Due conti sullo stesso tavolo", "Two checks on the table", "同じテーブルに別々の伝票";
        crossed: "Spostato in due posti da due dispositivi. Dove sono gli ospiti?", "Two devices moved this check to different places. Where are the guests?", "2台の端末が別々の場所へ移しました。お客様はどちらですか？";
        no_table: "Senza tavolo", "No table", "テーブルなし";
        to_tab: "Diventa conto a nome", "Make it a tab", "名前付き伝票にする";
        rename: "Cambia nome", "Rename the tab", "名前を変える";
        find: "Cerca per nome o numero", "Find by name or number", "名前・番号で探す";
        leaving: "in viaggio verso un conto non ancora arrivato", "on the way to a check that has not arrived", "移動先の伝票を待っています";
    }
}

impl Words {
    /// Under a line of which units went elsewhere: how many, and the place.
    pub fn went(&self, units: i64, place: &str) -> String {
        format!("{units} → {place}")
    }

    /// Under a line of which units were taken off: how many there were, how many there are. No
    /// arrow, for that names a place.
    pub fn recount(&self, old: i64, new: i64) -> String {
        match self.language {
            Language::It => format!("prima {old}, ora {new}"),
            Language::En => format!("was {old}, now {new}"),
            Language::Ja => format!("{old}個から{new}個に変更"),
        }
    }

    /// Under a line that came from elsewhere.
    pub fn came(&self, place: &str) -> String {
        match self.language {
            Language::It => format!("da {place}"),
            Language::En => format!("from {place}"),
            Language::Ja => format!("{place}から"),
        }
    }

    /// On the button that joins a check with the one on the chosen table.
    pub fn join_with(&self, number: &str) -> String {
        match self.language {
            Language::It => format!("Unisci con {number}"),
            Language::En => format!("Join with {number}"),
            Language::Ja => format!("{number}とまとめる"),
        }
    }

    /// Before the numbers of the other tables of a check.
    pub const fn one_check_with(&self) -> &'static str {
        self.one_of("Un solo conto con ", "One check with ", "同じ伝票：")
    }

    /// «2 checks», on a table whose guests pay apart.
    pub fn checks(&self, count: usize) -> String {
        match self.language {
            Language::It => format!("{count} conti"),
            Language::En => format!("{count} checks"),
            Language::Ja => format!("伝票{count}"),
        }
    }

    /// Some of the check was paid.
    pub const fn part_paid(&self) -> &'static str {
        match self.language {
            Language::It => "Una parte è già pagata: non si può spostare ciò che è pagato.",
            Language::En => "Part of it is paid: what was paid for cannot go elsewhere.",
            Language::Ja => "一部が支払い済みのため、移せません。",
        }
    }

    /// Two tills closed the check apart.
    pub(super) fn closed_twice(&self, amount: &str) -> String {
        match self.language {
            Language::It => format!(
                "Chiuso da due casse separate: {amount} è sulla Z di entrambe, ma venduto una volta. Conserva le due Z così come sono."
            ),
            Language::En => format!(
                "Closed by two tills that were apart: {amount} is on the Z of both and was sold once. Keep both Z as they are."
            ),
            Language::Ja => format!(
                "別々のレジで二重に締められました：{amount}が両方のZにありますが、売上は一度だけです。Zはどちらもそのまま保管してください。"
            ),
        }
    }

    /// Two devices moved the same units, or they were voided or paid meanwhile.
    pub(super) fn moved_twice(&self, name: &str, units: i64, from: &str) -> String {
        match self.language {
            Language::It => format!(
                "{name}: {units} da {from} non contano qui: spostati, stornati o pagati altrove nel frattempo."
            ),
            Language::En => format!(
                "{name}: {units} from {from} do not count here: moved, voided or paid elsewhere meanwhile."
            ),
            Language::Ja => format!(
                "{name}：{from}からの{units}点はここでは数えません（別の端末で移動・取消・会計済み）。"
            ),
        }
    }
}
