//! Words of the till about what waits and what is fired.

use super::{Words, words};

words! {
    /// Words about courses that wait.
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
}
