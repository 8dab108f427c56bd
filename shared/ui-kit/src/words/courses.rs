//! Words of the till about what waits, what is fired, and what is for later.

use super::{Language, Words, words};

words! {
    /// Words about courses and orders that wait.
    CourseWords {
        hold_course: "Trattieni la portata", "Hold the course", "コースを保留";
        hold_line: "Trattieni la riga", "Hold the line", "この行を保留";
        release_course: "Non trattenere la portata", "Do not hold the course", "コースの保留を解除";
        release_line: "Non trattenere la riga", "Do not hold the line", "この行の保留を解除";
        fire_line: "Fai partire la riga", "Fire the line", "この行の調理を開始";
        changed: "Cambiato dal cliente", "Guest wants it otherwise", "お客様の変更";
        instead_of: "al posto di", "instead of", "変更前：";
        server: "Chi serve", "Served by", "担当";
        waits: "in attesa", "waits", "保留中";
        for_later: "Per più tardi", "For later", "時間指定";
        ready_at: "Pronto per le", "Ready at", "お渡し";
        kitchen_at: "In cucina alle", "To the kitchen at", "厨房へ";
        send_now: "Manda subito", "Send now", "今すぐ送信";
        as_soon: "Appena pronto", "As soon as possible", "できしだい";
        is_past: "È già passata", "It is past", "過去の時刻です";
    }
}

impl Words {
    /// A course that waits, such as `Main waits`.
    pub fn course_waits(&self, course: &str) -> String {
        format!("{} {}", self.course(course), self.courses.waits)
    }

    /// The button that fires a course.
    pub fn fire_course(&self, course: &str) -> String {
        format!("{} · {}", self.till.fire, self.course(course))
    }

    /// The button that moves a time by a day back.
    pub fn day_less(&self) -> String {
        self.days("−")
    }

    /// The button that moves a time by a day on.
    pub fn day_more(&self) -> String {
        self.days("+")
    }

    fn days(&self, sign: &str) -> String {
        match self.language {
            Language::It => format!("{sign}1 giorno"),
            Language::En => format!("{sign}1 day"),
            Language::Ja => format!("{sign}1日"),
        }
    }
}
