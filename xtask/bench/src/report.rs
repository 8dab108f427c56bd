//! The table that people read and the file that machines read.

use std::{fs, path::Path, time::Duration};

use anyhow::{Context as _, Result};
use serde_json::{Value as Json, json};

/// A measured value: a time or a size.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Value {
    /// In microseconds.
    Us(u64),
    /// In bytes.
    Bytes(u64),
}

impl Value {
    pub(crate) fn time(time: Duration) -> Self {
        Self::Us(u64::try_from(time.as_micros()).unwrap_or(u64::MAX))
    }

    const fn number(self) -> u64 {
        match self {
            Self::Us(number) | Self::Bytes(number) => number,
        }
    }

    const fn unit(self) -> &'static str {
        match self {
            Self::Us(_) => "us",
            Self::Bytes(_) => "bytes",
        }
    }

    /// As people say it.
    pub(crate) fn text(self) -> String {
        match self {
            Self::Us(us) => format!("{}.{:02} ms", us / 1_000, us % 1_000 / 10),
            Self::Bytes(bytes) => format!("{}.{} KB", bytes / 1_000, bytes % 1_000 / 100),
        }
    }
}

/// What a row is held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Goal {
    /// At most so many hundredths of the baseline.
    Ratio(u64),
    /// At most so much.
    Value(Value),
}

impl Goal {
    fn text(self) -> String {
        match self {
            Self::Ratio(hundredths) => format!("<= {}x", ratio_text(hundredths)),
            Self::Value(value) => format!("<= {}", value.text()),
        }
    }
}

/// One line of the table.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    name: String,
    value: Value,
    baseline: Option<Value>,
    goal: Option<Goal>,
    can_be_judged: bool,
    note: Option<String>,
}

impl Row {
    pub(crate) fn new(name: impl Into<String>, value: Value) -> Self {
        Self {
            name: name.into(),
            value,
            baseline: None,
            goal: None,
            can_be_judged: true,
            note: None,
        }
    }

    pub(crate) fn against(mut self, baseline: Value) -> Self {
        self.baseline = Some(baseline);
        self
    }

    pub(crate) fn aimed_at(mut self, goal: Goal) -> Self {
        self.goal = Some(goal);
        self
    }

    pub(crate) fn with_note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    pub(crate) fn not_judged(mut self, why: impl Into<String>) -> Self {
        self.can_be_judged = false;
        self.with_note(why)
    }

    /// How many hundredths of the baseline the value is, rounded up, so that no rounding meets a
    /// goal.
    fn ratio_hundredths(&self) -> Option<u64> {
        let baseline = self.baseline?.number();
        (baseline > 0).then(|| (self.value.number() * 100).div_ceil(baseline))
    }

    /// Whether the goal was met; none without a goal or where the machine was too restless.
    pub(crate) fn met(&self) -> Option<bool> {
        if !self.can_be_judged {
            return None;
        }
        match self.goal? {
            Goal::Ratio(most) => self.ratio_hundredths().map(|ratio| ratio <= most),
            Goal::Value(most) => Some(self.value <= most),
        }
    }

    fn cells(&self) -> [String; 6] {
        let verdict = match self.met() {
            Some(true) => "met",
            Some(false) => "MISSED",
            None if self.goal.is_some() => "not judged",
            None => "",
        };
        [
            self.name.clone(),
            self.value.text(),
            self.baseline.map(Value::text).unwrap_or_default(),
            self.ratio_hundredths()
                .map(|ratio| format!("{}x", ratio_text(ratio)))
                .unwrap_or_default(),
            self.goal.map(Goal::text).unwrap_or_default(),
            verdict.to_owned(),
        ]
    }

    fn json(&self) -> Json {
        json!({
            "name": self.name,
            "value": self.value.number(),
            "unit": self.value.unit(),
            "baseline": self.baseline.map(Value::number),
            "ratio": self.ratio_hundredths().map(number),
            "goal": self.goal.map(Goal::text),
            "met": self.met(),
            "note": self.note,
        })
    }
}

fn ratio_text(hundredths: u64) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// Hundredths as the decimal number that JSON has.
fn number(hundredths: u64) -> Json {
    serde_json::from_str(&ratio_text(hundredths)).unwrap_or(Json::Null)
}

/// All rows under each other, with their notes below.
pub(crate) fn table(rows: &[Row]) -> String {
    let head = ["", "value", "baseline", "ratio", "goal", ""].map(str::to_owned);
    let cells: Vec<_> = std::iter::once(head)
        .chain(rows.iter().map(Row::cells))
        .collect();
    let width = |column: usize| {
        let texts = cells.iter().filter_map(|row| row.get(column));
        texts.map(|text| text.chars().count()).max().unwrap_or(0)
    };
    let mut text = String::new();
    for (place, row) in cells.iter().enumerate() {
        let parts = row.iter().enumerate().map(|(column, cell)| {
            let width = width(column);
            // Figures stand right, words left.
            if (1..=3).contains(&column) {
                format!("{cell:>width$}")
            } else {
                format!("{cell:width$}")
            }
        });
        let line = parts.collect::<Vec<_>>().join("  ");
        text.push('\n');
        text.push_str(line.trim_end());
        let note = place.checked_sub(1).and_then(|place| rows.get(place));
        if let Some(note) = note.and_then(|row| row.note.as_deref()) {
            text.push_str("\n    ");
            text.push_str(note);
        }
    }
    text.push('\n');
    text
}

/// Writes all rows as JSON.
pub(crate) fn write(file: &Path, rows: &[Row]) -> Result<()> {
    let rows: Vec<_> = rows.iter().map(Row::json).collect();
    let mut text = serde_json::to_string_pretty(&rows)?;
    text.push('\n');
    fs::write(file, text).with_context(|| format!("cannot write {}", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(value: u64, baseline: u64) -> Row {
        Row::new("P1", Value::Us(value))
            .against(Value::Us(baseline))
            .aimed_at(Goal::Ratio(200))
    }

    #[test]
    fn a_ratio_is_rounded_against_the_product() {
        assert_eq!(row(2_000, 1_000).met(), Some(true));
        assert_eq!(row(2_001, 1_000).met(), Some(false));
    }

    #[test]
    fn a_row_of_a_restless_machine_is_neither_met_nor_missed() {
        let row = row(1, 1).not_judged("too restless");
        assert_eq!(row.met(), None);
        assert!(table(&[row]).contains("not judged"));
    }

    #[test]
    fn the_file_has_a_number_for_each_figure() {
        let json = row(1_870, 1_000).json();
        assert_eq!(
            json.to_string(),
            r#"{"baseline":1000,"goal":"<= 2.00x","met":true,"name":"P1","note":null,"ratio":1.87,"unit":"us","value":1870}"#
        );
    }

    #[test]
    fn the_table_stands_in_columns() {
        let text = table(&[row(1_870, 1_000)]);
        let lines: Vec<_> = text.trim_matches('\n').lines().collect();
        assert_eq!(lines[0], "      value  baseline  ratio  goal");
        assert_eq!(lines[1], "P1  1.87 ms   1.00 ms  1.87x  <= 2.00x  met");
    }
}
