//! Sentences with a number or a name in them, in every language.
//!
//! Amounts come in as texts: only the caller knows the currency.

use super::{Language, Words};

/// The first text for one, the second for any other number.
pub(super) fn one_or_many(count: i64, one: &'static str, many: &'static str) -> &'static str {
    if count == 1 { one } else { many }
}

impl Words {
    /// «Send 3 to kitchen», on the primary button.
    pub fn send_to_kitchen(&self, count: i64) -> String {
        match self.language {
            Language::It => format!("Invia {count} in cucina"),
            Language::En => format!("Send {count} to kitchen"),
            Language::Ja => format!("厨房へ{count}点送信"),
        }
    }

    /// «Pay 42.50», on the primary button.
    pub fn pay(&self, amount: &str) -> String {
        match self.language {
            Language::It => format!("Paga {amount}"),
            Language::En => format!("Pay {amount}"),
            Language::Ja => format!("お会計 {amount}"),
        }
    }

    /// «Add · 13.00», on the button of the choices.
    pub fn add_for(&self, amount: &str) -> String {
        format!("{} · {amount}", self.common.add)
    }

    /// «12.40 paid», when a tender came in.
    pub fn amount_paid(&self, amount: &str) -> String {
        match self.language {
            Language::It => format!("{amount} pagati"),
            Language::En => format!("{amount} paid"),
            Language::Ja => format!("{amount} お預かりしました"),
        }
    }

    /// «Change is 7.50», in words beside the large number.
    pub fn change_is(&self, amount: &str) -> String {
        match self.language {
            Language::It => format!("Il resto è {amount}"),
            Language::En => format!("Change is {amount}"),
            Language::Ja => format!("お釣りは{amount}です"),
        }
    }

    /// «2 checks wait for the hub», on the pill.
    pub fn checks_wait_for_hub(&self, count: i64) -> String {
        match self.language {
            Language::It => {
                format!(
                    "{count} {} l’hub",
                    one_or_many(count, "conto aspetta", "conti aspettano")
                )
            }
            Language::En => {
                format!(
                    "{count} {} for the hub",
                    one_or_many(count, "check waits", "checks wait")
                )
            }
            Language::Ja => format!("{count}件がハブ待ち"),
        }
    }

    /// What being alone means, and how much waits.
    pub fn alone_and_waiting(&self, count: i64) -> String {
        let alone = self.common.alone_long;
        let waiting = self.checks_wait_for_hub(count);
        match self.language {
            Language::It | Language::En => format!("{alone} {waiting}."),
            Language::Ja => format!("{alone}{waiting}です。"),
        }
    }

    /// «Wait 30 seconds», while a PIN is locked.
    pub fn locked_for(&self, seconds: u32) -> String {
        let unit = i64::from(seconds);
        match self.language {
            Language::It => format!(
                "Troppi tentativi. Aspetta {seconds} {}.",
                one_or_many(unit, "secondo", "secondi")
            ),
            Language::En => format!(
                "Too many tries. Wait {seconds} {}.",
                one_or_many(unit, "second", "seconds")
            ),
            Language::Ja => format!("入力回数を超えました。{seconds}秒お待ちください。"),
        }
    }

    /// «3 left», on a tile.
    pub fn left(&self, count: i64) -> String {
        match self.language {
            Language::It => format!("{} {count}", one_or_many(count, "resta", "restano")),
            Language::En => format!("{count} left"),
            Language::Ja => format!("残り{count}"),
        }
    }

    /// «seat 2», under a line.
    pub fn seat(&self, seat: u32) -> String {
        match self.language {
            Language::It => format!("posto {seat}"),
            Language::En => format!("seat {seat}"),
            Language::Ja => format!("席{seat}"),
        }
    }

    /// «Table 7», at the head of a check.
    pub fn table(&self, name: &str) -> String {
        match self.language {
            Language::It => format!("Tavolo {name}"),
            Language::En => format!("Table {name}"),
            Language::Ja => format!("{name}卓"),
        }
    }

    /// «4 guests», at the head of a check.
    pub fn guests(&self, count: i64) -> String {
        match self.language {
            Language::It => format!("{count} {}", one_or_many(count, "coperto", "coperti")),
            Language::En => format!("{count} {}", one_or_many(count, "guest", "guests")),
            Language::Ja => format!("{count}名様"),
        }
    }

    /// «12 min», on a table.
    pub fn minutes(&self, count: i64) -> String {
        match self.language {
            Language::It | Language::En => format!("{count} min"),
            Language::Ja => format!("{count}分"),
        }
    }

    /// «Choose 1», on the badge of a group of choices.
    pub fn choose(&self, min: i64, max: i64) -> String {
        let range = if min == max {
            min.to_string()
        } else {
            format!("{min}–{max}")
        };
        match (self.language, min) {
            (Language::It, 0) => format!("fino a {max}"),
            (Language::En, 0) => format!("up to {max}"),
            (Language::Ja, 0) => format!("{max}点まで"),
            (Language::It, _) => format!("scegli {range}"),
            (Language::En, _) => format!("choose {range}"),
            (Language::Ja, _) => format!("{range}点を選択"),
        }
    }

    /// «Diavola added», beside undo.
    pub fn item_added(&self, name: &str) -> String {
        match self.language {
            Language::It => format!("{name}: aggiunto"),
            Language::En => format!("{name} added"),
            Language::Ja => format!("{name}を追加しました"),
        }
    }

    /// «Diavola removed», beside undo.
    pub fn item_removed(&self, name: &str) -> String {
        match self.language {
            Language::It => format!("{name}: tolto"),
            Language::En => format!("{name} removed"),
            Language::Ja => format!("{name}を削除しました"),
        }
    }

    /// «Diavola is sold out», when it is tapped or scanned.
    pub fn item_sold_out(&self, name: &str) -> String {
        match self.language {
            Language::It => format!("{name}: esaurito"),
            Language::En => format!("{name} is sold out"),
            Language::Ja => format!("{name}は売り切れです"),
        }
    }

    /// «also at: pizza», on a ticket.
    pub fn also_at(&self, stations: &str) -> String {
        match self.language {
            Language::It => format!("anche a: {stations}"),
            Language::En => format!("also at: {stations}"),
            Language::Ja => format!("他の担当：{stations}"),
        }
    }

    /// «Printer “Bar” has no paper. 2 tickets wait.»: who, what, and how much waits.
    pub fn printer_trouble(&self, printer: &str, what: &str, waiting: i64) -> String {
        match self.language {
            Language::It => {
                let waits = one_or_many(waiting, "foglio aspetta", "fogli aspettano");
                format!("Stampante «{printer}»: {what}. {waiting} {waits}.")
            }
            Language::En => {
                let waits = one_or_many(waiting, "slip waits", "slips wait");
                format!("Printer “{printer}”: {what}. {waiting} {waits}.")
            }
            Language::Ja => {
                format!("プリンター「{printer}」：{what}。{waiting}枚が待機中です。")
            }
        }
    }

    /// «5 minutes ago», of a device that was last seen then.
    pub fn ago(&self, seconds: i64) -> String {
        let (count, it, en, ja) = match seconds.max(0) {
            0..60 => (
                seconds.max(0),
                ("secondo", "secondi"),
                ("second", "seconds"),
                "秒",
            ),
            60..3_600 => (
                seconds / 60,
                ("minuto", "minuti"),
                ("minute", "minutes"),
                "分",
            ),
            3_600..86_400 => (seconds / 3_600, ("ora", "ore"), ("hour", "hours"), "時間"),
            _ => (
                seconds / 86_400,
                ("giorno", "giorni"),
                ("day", "days"),
                "日",
            ),
        };
        match self.language {
            Language::It => format!("{count} {} fa", one_or_many(count, it.0, it.1)),
            Language::En => format!("{count} {} ago", one_or_many(count, en.0, en.1)),
            Language::Ja => format!("{count}{ja}前"),
        }
    }

    /// «7.50 too much» or «7.50 missing», when the drawer was counted; `amount` has no sign.
    pub fn drawer_difference(&self, amount: &str, missing: bool) -> String {
        match (self.language, missing) {
            (Language::It, true) => format!("mancano {amount}"),
            (Language::It, false) => format!("{amount} in più"),
            (Language::En, true) => format!("{amount} missing"),
            (Language::En, false) => format!("{amount} too much"),
            (Language::Ja, true) => format!("{amount}不足"),
            (Language::Ja, false) => format!("{amount}過剰"),
        }
    }

    /// «Good evening, Giulia»: whose till this is now.
    pub fn hello(&self, name: &str) -> String {
        match self.language {
            Language::It => format!("Ciao {name}"),
            Language::En => format!("Hello {name}"),
            Language::Ja => format!("{name}さん"),
        }
    }

    /// «Table 7 is with Sofia», when somebody else works on a check.
    pub fn open_with(&self, name: &str) -> String {
        match self.language {
            Language::It => format!("ci lavora {name}"),
            Language::En => format!("open with {name}"),
            Language::Ja => format!("{name}さんが操作中"),
        }
    }

    /// The course of a name in the catalogue; the name itself where it is not one of ours.
    pub fn course(&self, name: &str) -> String {
        match name {
            "drink" => self.till.course_drink.to_owned(),
            "starter" => self.till.course_starter.to_owned(),
            "first" => self.till.course_first.to_owned(),
            "main" => self.till.course_main.to_owned(),
            "dessert" => self.till.course_dessert.to_owned(),
            "" | "none" => self.till.course_none.to_owned(),
            other => other.to_owned(),
        }
    }

    /// The role of a name in the catalogue; the name itself where it is not one of ours.
    pub fn role(&self, name: &str) -> String {
        match name {
            "manager" => self.dashboard.role_manager.to_owned(),
            "cashier" => self.dashboard.role_cashier.to_owned(),
            "waiter" => self.dashboard.role_waiter.to_owned(),
            "cook" => self.dashboard.role_cook.to_owned(),
            other => other.to_owned(),
        }
    }

    /// The allergen of a name in the catalogue, of the fourteen of the European Union.
    pub fn allergen(&self, name: &str) -> String {
        let (it, ja) = match name {
            "gluten" => ("glutine", "小麦"),
            "crustaceans" => ("crostacei", "甲殻類"),
            "eggs" => ("uova", "卵"),
            "fish" => ("pesce", "魚"),
            "peanuts" => ("arachidi", "落花生"),
            "soybeans" | "soy" => ("soia", "大豆"),
            "milk" => ("latte", "乳"),
            "nuts" => ("frutta a guscio", "ナッツ"),
            "celery" => ("sedano", "セロリ"),
            "mustard" => ("senape", "からし"),
            "sesame" => ("sesamo", "ごま"),
            "sulphites" => ("solfiti", "亜硫酸塩"),
            "lupin" => ("lupini", "ルピナス"),
            "molluscs" => ("molluschi", "貝類"),
            other => (other, other),
        };
        match self.language {
            Language::It => it.to_owned(),
            Language::En => name.to_owned(),
            Language::Ja => ja.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_all(say: impl Fn(&Words) -> String) -> [String; 3] {
        Language::ALL.map(|language| say(Words::of(language)))
    }

    #[test]
    fn one_check_waits_and_two_checks_wait() {
        assert_eq!(
            in_all(|words| words.checks_wait_for_hub(1)),
            [
                "1 conto aspetta l’hub",
                "1 check waits for the hub",
                "1件がハブ待ち"
            ]
        );
        assert_eq!(
            in_all(|words| words.checks_wait_for_hub(2)),
            [
                "2 conti aspettano l’hub",
                "2 checks wait for the hub",
                "2件がハブ待ち"
            ]
        );
    }

    #[test]
    fn a_group_of_choices_says_how_many() {
        assert_eq!(
            in_all(|words| words.choose(1, 1)),
            ["scegli 1", "choose 1", "1点を選択"]
        );
        assert_eq!(
            in_all(|words| words.choose(0, 3)),
            ["fino a 3", "up to 3", "3点まで"]
        );
        assert_eq!(
            in_all(|words| words.choose(1, 2)),
            ["scegli 1–2", "choose 1–2", "1–2点を選択"]
        );
    }

    #[test]
    fn time_ago_is_told_in_its_largest_unit() {
        let ago = |seconds| Words::of(Language::En).ago(seconds);
        assert_eq!(
            [ago(-5), ago(59), ago(60), ago(7_200), ago(86_400)],
            [
                "0 seconds ago",
                "59 seconds ago",
                "1 minute ago",
                "2 hours ago",
                "1 day ago"
            ]
        );
    }

    #[test]
    fn a_name_that_is_not_ours_is_shown_as_it_is() {
        let words = Words::of(Language::It);
        assert_eq!(words.course("main"), "Secondo");
        assert_eq!(words.course("amuse-bouche"), "amuse-bouche");
        assert_eq!(words.role("owner"), "owner");
        assert_eq!(words.allergen("nuts"), "frutta a guscio");
        assert_eq!(words.allergen("kiwi"), "kiwi");
    }
}
