//! Sentences of the kitchen and the dashboard, with a number or a name in them.

use super::{Language, Words, sentences::one_or_many};

impl Words {
    /// «valid for 14:59», under a one-time code.
    pub fn valid_for(&self, time: &str) -> String {
        match self.language {
            Language::It => format!("vale ancora {time}"),
            Language::En => format!("valid for {time}"),
            Language::Ja => format!("残り時間 {time}"),
        }
    }

    /// «Till 2 is connected», when a new device used its code.
    pub fn device_connected(&self, name: &str) -> String {
        match self.language {
            Language::It => format!("{name}: collegato"),
            Language::En => format!("{name} is connected"),
            Language::Ja => format!("{name}が接続されました"),
        }
    }

    /// «Remove Sofia?», before somebody or something is removed.
    pub fn remove_question(&self, name: &str) -> String {
        match self.language {
            Language::It => format!("Togliere {name}?"),
            Language::En => format!("Remove {name}?"),
            Language::Ja => format!("{name}を削除しますか？"),
        }
    }

    /// «Revoke Till 2?», before a device is sent away.
    pub fn revoke_question(&self, name: &str) -> String {
        match self.language {
            Language::It => format!("Revocare {name}?"),
            Language::En => format!("Revoke {name}?"),
            Language::Ja => format!("{name}を無効にしますか？"),
        }
    }

    /// «3 tickets are late», among what is wrong.
    pub fn tickets_late(&self, count: i64) -> String {
        match self.language {
            Language::It => {
                format!(
                    "{count} {}",
                    one_or_many(count, "comanda in ritardo", "comande in ritardo")
                )
            }
            Language::En => {
                format!(
                    "{count} {}",
                    one_or_many(count, "ticket is late", "tickets are late")
                )
            }
            Language::Ja => format!("遅れている伝票が{count}件あります"),
        }
    }

    /// «9 open, the oldest 42 min», under what is owed.
    pub fn open_and_oldest(&self, count: i64, minutes: i64) -> String {
        let oldest = self.minutes(minutes);
        match self.language {
            Language::It => {
                format!(
                    "{count} {} da {oldest}",
                    one_or_many(count, "aperto", "aperti, il primo")
                )
            }
            Language::En => match count {
                1 => format!("1 open for {oldest}"),
                _ => format!("{count} open, the oldest {oldest}"),
            },
            Language::Ja => format!("{count}件、最長{oldest}"),
        }
    }

    /// «version 7», of a menu.
    pub fn version(&self, version: u64) -> String {
        match self.language {
            Language::It => format!("versione {version}"),
            Language::En => format!("version {version}"),
            Language::Ja => format!("版 {version}"),
        }
    }

    /// «3 things wait for the hub», on the kitchen's pill.
    pub fn bumps_wait_for_hub(&self, count: i64) -> String {
        match self.language {
            Language::It => {
                format!(
                    "{count} {} l’hub",
                    one_or_many(count, "cosa aspetta", "cose aspettano")
                )
            }
            Language::En => {
                format!(
                    "{count} {} for the hub",
                    one_or_many(count, "thing waits", "things wait")
                )
            }
            Language::Ja => format!("{count}件がハブを待っています"),
        }
    }

    /// «Table 7 bumped», beside recall; says how many lines were not struck.
    pub fn ticket_bumped(&self, title: &str, unfinished: usize) -> String {
        let said = match self.language {
            Language::It => format!("{title}: via"),
            Language::En => format!("{title} bumped"),
            Language::Ja => format!("{title} 完了"),
        };
        match (self.language, unfinished) {
            (_, 0) => said,
            (Language::It, _) => format!("{said} · {unfinished} non spuntati"),
            (Language::En, _) => format!("{said} · {unfinished} not struck"),
            (Language::Ja, _) => format!("{said}（未チェック{unfinished}）"),
        }
    }

    /// «3 added, 1 changed, 0 removed», before an import is applied.
    pub fn import_counts(&self, added: i64, changed: i64, removed: i64) -> String {
        match self.language {
            Language::It => format!("{added} aggiunti, {changed} cambiati, {removed} tolti"),
            Language::En => format!("{added} added, {changed} changed, {removed} removed"),
            Language::Ja => format!("追加{added}件、変更{changed}件、削除{removed}件"),
        }
    }

    /// «items.csv, line 7: …», where an import found a mistake.
    pub fn file_line(&self, file: &str, line: i64, what: &str) -> String {
        match self.language {
            Language::It => format!("{file}, riga {line}: {what}"),
            Language::En => format!("{file}, line {line}: {what}"),
            Language::Ja => format!("{file} {line}行目：{what}"),
        }
    }

    /// «on 2 of 3 devices», how far a price has travelled.
    pub fn arrived_on(&self, arrived: i64, all: i64) -> String {
        match self.language {
            Language::It => format!("su {arrived} di {all} dispositivi"),
            Language::En => format!("on {arrived} of {all} devices"),
            Language::Ja => format!("端末{all}台中{arrived}台に反映"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_ticket_is_late_and_two_are() {
        let late = |count| Words::of(Language::En).tickets_late(count);
        assert_eq!(
            [late(1), late(2)],
            ["1 ticket is late", "2 tickets are late"]
        );
    }

    #[test]
    fn lines_that_were_not_struck_are_told() {
        let words = Words::of(Language::En);
        assert_eq!(words.ticket_bumped("Table 7", 0), "Table 7 bumped");
        assert_eq!(
            words.ticket_bumped("Table 7", 2),
            "Table 7 bumped · 2 not struck"
        );
    }
}
