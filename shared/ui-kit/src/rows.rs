//! The rows of a table: filtered, sorted, and written as CSV. No screen in here.

use std::cmp::Ordering;

use shared::money::{Currency, Money};

use crate::tone::Tone;

/// One cell of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Cell {
    /// What stands there.
    pub text: String,
    /// What it is sorted by where it is a number or a moment.
    pub number: Option<i64>,
    /// Its colour.
    pub tone: Tone,
}

impl Cell {
    /// Words.
    pub fn text(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }

    /// A number.
    pub fn number(number: i64) -> Self {
        Self::sorted(number, number.to_string())
    }

    /// An amount.
    pub fn money(currency: Currency, amount: Money) -> Self {
        Self::sorted(amount.minor(), currency.digits(amount))
    }

    /// A text with the number that it is sorted by, such as a moment.
    pub fn sorted(number: i64, text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            number: Some(number),
            tone: Tone::Plain,
        }
    }

    /// The same cell in a colour.
    #[must_use]
    pub fn toned(self, tone: Tone) -> Self {
        Self { tone, ..self }
    }
}

/// One row of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Row {
    /// What it is known by.
    pub id: String,
    /// A cell a column.
    pub cells: Vec<Cell>,
}

/// Which column the rows are sorted by, and which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sorting {
    /// The column's position.
    pub column: usize,
    /// The largest first.
    pub descending: bool,
}

impl Sorting {
    /// The sorting after a tap on a column's head: up, then down, then as the rows came.
    pub fn after_tap(now: Option<Self>, column: usize) -> Option<Self> {
        match now {
            Some(now) if now.column == column && now.descending => None,
            Some(now) if now.column == column => Some(Self {
                column,
                descending: true,
            }),
            _ => Some(Self {
                column,
                descending: false,
            }),
        }
    }
}

/// The rows that hold every word of the filter, in the order of the sorting.
pub fn shown(rows: &[Row], filter: &str, sorting: Option<Sorting>) -> Vec<Row> {
    let words: Vec<String> = filter.split_whitespace().map(str::to_lowercase).collect();
    let holds = |row: &Row| {
        words.iter().all(|word| {
            row.cells
                .iter()
                .any(|c| c.text.to_lowercase().contains(word))
        })
    };
    let mut rows: Vec<Row> = rows.iter().filter(|row| holds(row)).cloned().collect();
    if let Some(Sorting { column, descending }) = sorting {
        rows.sort_by(|one, other| {
            let order = compare(one.cells.get(column), other.cells.get(column));
            if descending { order.reverse() } else { order }
        });
    }
    rows
}

fn compare(one: Option<&Cell>, other: Option<&Cell>) -> Ordering {
    match (one, other) {
        (Some(one), Some(other)) => match (one.number, other.number) {
            (Some(one), Some(other)) => one.cmp(&other),
            _ => one.text.to_lowercase().cmp(&other.text.to_lowercase()),
        },
        (one, other) => one.is_some().cmp(&other.is_some()),
    }
}

/// The rows as CSV of RFC 4180.
///
/// A text that a spreadsheet would run as a formula gets an apostrophe before it.
pub fn csv(heads: &[String], rows: &[Row]) -> String {
    let mut lines = String::new();
    let mut push = |fields: Vec<String>| {
        lines.push_str(&fields.join(","));
        lines.push_str("\r\n");
    };
    push(heads.iter().map(|head| field(head)).collect());
    for row in rows {
        push(row.cells.iter().map(cell_field).collect());
    }
    lines
}

fn cell_field(cell: &Cell) -> String {
    if cell.number.is_none() && cell.text.starts_with(['=', '+', '-', '@', '\t']) {
        field(&format!("'{}", cell.text))
    } else {
        field(&cell.text)
    }
}

fn field(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Vec<Row> {
        let row = |id: &str, name: &str, count| Row {
            id: id.to_owned(),
            cells: vec![Cell::text(name), Cell::number(count)],
        };
        vec![
            row("a", "Diavola", 10),
            row("b", "tagliata", 9),
            row("c", "Bruschetta", 100),
        ]
    }

    fn ids(filter: &str, sorting: Option<Sorting>) -> String {
        shown(&rows(), filter, sorting)
            .iter()
            .map(|row| row.id.as_str())
            .collect()
    }

    #[test]
    fn a_filter_keeps_rows_that_hold_all_its_words() {
        assert_eq!(ids("", None), "abc");
        assert_eq!(ids("TA", None), "bc");
        assert_eq!(ids("ta 100", None), "c");
        assert_eq!(ids("pizza", None), "");
    }

    #[test]
    fn numbers_sort_as_numbers_and_words_without_their_case() {
        let by = |column, descending| ids("", Some(Sorting { column, descending }));
        assert_eq!(by(1, false), "bac");
        assert_eq!(by(1, true), "cab");
        assert_eq!(by(0, false), "cab");
        assert_eq!(by(7, false), "abc");
    }

    #[test]
    fn a_third_tap_gives_the_rows_back_as_they_came() {
        let first = Sorting::after_tap(None, 1);
        let second = Sorting::after_tap(first, 1);
        assert_eq!(
            second,
            Some(Sorting {
                column: 1,
                descending: true
            })
        );
        assert_eq!(Sorting::after_tap(second, 1), None);
        assert_eq!(
            Sorting::after_tap(second, 0),
            Some(Sorting {
                column: 0,
                descending: false
            })
        );
    }

    #[test]
    fn csv_quotes_what_needs_it() {
        let row = Row {
            id: String::new(),
            cells: vec![Cell::text("Caffè, \"doppio\""), Cell::number(-2)],
        };
        let heads = ["Name".to_owned(), "Count".to_owned()];
        assert_eq!(
            csv(&heads, &[row]),
            "Name,Count\r\n\"Caffè, \"\"doppio\"\"\",-2\r\n"
        );
    }

    #[test]
    fn a_name_that_is_a_formula_is_no_formula_in_csv() {
        let row = Row {
            id: String::new(),
            cells: vec![Cell::text("=1+1")],
        };
        assert_eq!(csv(&["Name".to_owned()], &[row]), "Name\r\n'=1+1\r\n");
    }
}
