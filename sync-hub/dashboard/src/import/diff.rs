//! What an import would change, thing by thing, and what is wrong in its files.

use leptos::prelude::*;
use shared::api::hub::{DiffRow, ImportDiff, ImportError, ImportKind};
use ui_kit::{
    data_table::{Column, DataTable},
    rows::{Cell, Row},
    tone::Tone,
    words::{Words, use_words},
};

/// The word for a kind of thing.
const fn kind_word(kind: ImportKind, words: &Words) -> &'static str {
    match kind {
        ImportKind::Site => words.dashboard.kind_site,
        ImportKind::Tax => words.dashboard.kind_tax,
        ImportKind::Item => words.dashboard.item,
        ImportKind::Group => words.dashboard.kind_group,
        ImportKind::Table => words.dashboard.kind_table,
        ImportKind::Staff => words.dashboard.person,
        ImportKind::Printer => words.dashboard.printer,
    }
}

/// One of the three things that may happen to a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    Added,
    Changed,
    Removed,
}

impl What {
    const fn word(self, words: &Words) -> &'static str {
        match self {
            Self::Added => words.dashboard.added,
            Self::Changed => words.dashboard.changed,
            Self::Removed => words.dashboard.removed,
        }
    }

    const fn tone(self) -> Tone {
        match self {
            Self::Added => Tone::Good,
            Self::Changed => Tone::Info,
            Self::Removed => Tone::Bad,
        }
    }
}

/// A row a field that changes, and one for a thing that comes or goes as a whole.
fn rows_of(what: What, thing: &DiffRow, words: &Words) -> Vec<Row> {
    let row = |field: &str, old: &str, new: &str| Row {
        id: format!("{what:?} {:?} {} {field}", thing.kind, thing.name),
        cells: vec![
            Cell::text(what.word(words)).toned(what.tone()),
            Cell::text(kind_word(thing.kind, words)),
            Cell::text(thing.name.clone()),
            Cell::text(field),
            Cell::text(old),
            Cell::text(new),
        ],
    };
    if thing.fields.is_empty() {
        return vec![row("", "", "")];
    }
    thing
        .fields
        .iter()
        .map(|change| row(&change.field, &change.old, &change.new))
        .collect()
}

fn rows(diff: &ImportDiff, words: &Words) -> Vec<Row> {
    let parts = [
        (What::Removed, &diff.removed),
        (What::Changed, &diff.changed),
        (What::Added, &diff.added),
    ];
    parts
        .into_iter()
        .flat_map(|(what, things)| {
            things
                .iter()
                .flat_map(move |thing| rows_of(what, thing, words))
        })
        .collect()
}

/// All that would change; what would go stands first.
#[component]
pub(super) fn Diff(diff: ImportDiff) -> impl IntoView {
    let words = use_words();
    let diff = StoredValue::new(diff);
    let count = |things: &Vec<DiffRow>| i64::try_from(things.len()).unwrap_or(i64::MAX);
    let counts = move || {
        diff.with_value(|diff| {
            let (added, changed, removed) = (
                count(&diff.added),
                count(&diff.changed),
                count(&diff.removed),
            );
            words.get().import_counts(added, changed, removed)
        })
    };
    let columns = Signal::derive(move || {
        let words = words.get();
        let dashboard = words.dashboard;
        vec![
            Column::text(""),
            Column::text(dashboard.kind),
            Column::text(words.common.name),
            Column::text(dashboard.field),
            Column::text(dashboard.before),
            Column::text(dashboard.after),
        ]
    });
    view! {
        <section class="panel stack">
            <h2 class="panel-title" data-testid="import-counts">{counts}</h2>
            <DataTable
                columns
                rows=Signal::derive(move || diff.with_value(|diff| rows(diff, words.get())))
                file="import"
                label=Signal::derive(counts)
                testid="import-diff"
            />
        </section>
    }
}

/// All that is wrong, by file and line.
#[component]
pub(super) fn Errors(errors: Vec<ImportError>) -> impl IntoView {
    let words = use_words();
    let errors = StoredValue::new(errors);
    let columns = Signal::derive(move || {
        let words = words.get();
        let dashboard = words.dashboard;
        vec![
            Column::text(dashboard.file),
            Column::number(dashboard.line),
            Column::text(dashboard.field),
            Column::text(dashboard.wrong_now),
        ]
    });
    let rows = move || {
        let row = |(place, error): (usize, &ImportError)| Row {
            id: place.to_string(),
            cells: vec![
                Cell::text(error.file.clone()),
                Cell::sorted(
                    i64::try_from(error.line).unwrap_or(i64::MAX),
                    if error.line == 0 {
                        String::new()
                    } else {
                        error.line.to_string()
                    },
                ),
                Cell::text(error.field.clone()),
                Cell::text(error.why.clone()),
            ],
        };
        errors.with_value(|errors| errors.iter().enumerate().map(row).collect::<Vec<_>>())
    };
    view! {
        <section class="panel stack import-errors" role="alert">
            <h2 class="panel-title">{move || words.get().dashboard.import_problem}</h2>
            <DataTable
                columns
                rows=Signal::derive(rows)
                file="import-errors"
                label=Signal::derive(move || words.get().dashboard.import_errors.to_owned())
                testid="import-errors"
            />
        </section>
    }
}

/// What was read and is not used yet.
#[component]
pub(super) fn Notes(notes: Vec<String>) -> impl IntoView {
    let words = use_words();
    view! {
        <section class="panel stack">
            <h2 class="panel-title">{move || words.get().dashboard.import_notes}</h2>
            <ul class="notes" data-testid="import-notes">
                {notes.into_iter().map(|note| view! { <li>{note}</li> }).collect_view()}
            </ul>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use shared::api::hub::FieldChange;
    use ui_kit::words::Language;

    use super::*;

    #[test]
    fn what_goes_stands_first_and_each_field_has_a_row() {
        let thing = |name: &str, fields: usize| DiffRow {
            kind: ImportKind::Item,
            name: name.to_owned(),
            fields: (0..fields)
                .map(|n| FieldChange {
                    field: format!("field {n}"),
                    old: "1".to_owned(),
                    new: "2".to_owned(),
                })
                .collect(),
        };
        let diff = ImportDiff {
            added: vec![thing("new", 0)],
            changed: vec![thing("other", 2)],
            removed: vec![thing("gone", 0)],
        };
        let shown = rows(&diff, Words::of(Language::En));
        let names: Vec<_> = shown.iter().map(|row| row.cells[2].text.as_str()).collect();
        assert_eq!(names, ["gone", "other", "other", "new"]);
    }
}
