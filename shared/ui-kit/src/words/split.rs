//! Words of the till about a check that several guests pay for.

use super::{Language, Words, words};

words! {
    /// Words about a split check.
    SplitWords {
        split: "Dividi", "Split", "割り勘";
        title: "Chi paga che cosa?", "Who pays for what?", "誰が何を払いますか？";
        shares: "In parti uguali", "Equal shares", "均等に分ける";
        other_ways: "Altro", "Other", "その他";
        enter_ways: "Digita in quante parti, da 2 in su", "Enter how many shares, 2 or more", "2以上の分割数を入力";
        box_shares: "Quote di questo piatto", "Shares of this dish", "この品の割合";
        by_seat: "Per posto", "By seat", "席ごと";
        whole: "Conto unico", "One check", "まとめて会計";
        by_dish: "Piatto per piatto", "Dish by dish", "品ごとに分ける";
        part: "Parte", "Part", "分割";
        more_parts: "Quante parti", "How many parts", "分割数";
        tap_boxes: "Tocca le caselle: 1 e 2 vuol dire un terzo e due terzi. Le righe senza numeri sono di tutti. Più di 3 quote: con il più, in alto.", "Tap the boxes: 1 and 2 means one third and two thirds. Lines without numbers are for everybody. More than 3 shares: with the plus above.", "マスをタップ：1と2なら3分の1と3分の2。数字のない行は全員で分けます。4以上は上のプラスで。";
        fixed: "Importo fisso", "Fixed amount", "金額を決める";
        no_fixed: "Senza importo fisso", "No fixed amount", "金額を決めない";
        apply: "Dividi così", "Split like this", "この内容で分ける";
        next_parts: "Parti dopo", "Next parts", "次の分割";
        parts_before: "Parti prima", "Parts before", "前の分割";
        no_seats: "Nessuna riga ha un posto", "No line has a seat", "席の付いた行がありません";
        contested: "Il conto è stato diviso in più modi da due casse. Quale vale?", "Two tills split this check in different ways. Which one counts?", "2台のレジで別々に分けられました。どれにしますか？";
        keep: "Vale questo", "Use this one", "これにする";
        part_paid: "Pagata", "Paid", "済";
    }
}

impl Words {
    /// A part of a split check, by its place from 1.
    pub fn part(&self, place: usize, label: &str) -> String {
        if label.is_empty() {
            format!("{} {place}", self.split.part)
        } else {
            format!("{place} · {label}")
        }
    }

    /// A part that is what a seat had.
    pub fn seat_part(&self, seat: u32) -> String {
        match self.language {
            Language::It => format!("Posto {seat}"),
            Language::En => format!("Seat {seat}"),
            Language::Ja => format!("席{seat}"),
        }
    }

    /// Which parts of very many are on the screen, by their places from 1.
    pub fn parts_of(&self, first: usize, last: usize, parts: usize) -> String {
        match self.language {
            Language::It => format!("Parti {first}–{last} di {parts}"),
            Language::En => format!("Parts {first}–{last} of {parts}"),
            Language::Ja => format!("{parts}のうち{first}–{last}"),
        }
    }

    /// A plan of splitting by how many parts it has.
    pub fn in_parts(&self, parts: u32) -> String {
        match (self.language, parts) {
            (_, 0 | 1) => self.split.whole.to_owned(),
            (Language::It, _) => format!("In {parts} parti"),
            (Language::En, _) => format!("In {parts} parts"),
            (Language::Ja, _) => format!("{parts}つに分ける"),
        }
    }
}
