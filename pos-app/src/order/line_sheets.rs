//! Sheets of one line: its note, its seat, its course.

use leptos::prelude::*;
use shared::{api::till::Command, ids::LineId, menu::Course, order::Line};
use ui_kit::{
    button::{Button, ButtonKind},
    field::{Switch, TextField},
    keys::Shortcut,
    sheet::{Sheet, SheetPlace},
    words::{Words, use_words},
};

use super::courses::HoldButtons;
use crate::{
    state::{Over, Till, use_till},
    talk::Talk,
};

/// The allergens that a guest may name, as a catalogue writes them.
const ALLERGENS: [&str; 14] = [
    "gluten",
    "milk",
    "eggs",
    "nuts",
    "peanuts",
    "fish",
    "crustaceans",
    "molluscs",
    "soybeans",
    "celery",
    "mustard",
    "sesame",
    "sulphites",
    "lupin",
];

/// Notes that are one tap away.
fn usual_notes(words: &Words) -> [&'static str; 6] {
    let till = words.till;
    [
        till.note_aside,
        till.note_no_salt,
        till.note_less,
        till.note_more,
        till.note_child,
        till.note_hurry,
    ]
}

/// A note to the kitchen; one that warns of an allergy says so.
#[component]
pub(crate) fn NoteSheet() -> impl IntoView {
    let till = use_till();
    let words = use_words();
    let line = move || match till.over.get() {
        Over::Note(line) => Some(line),
        _ => None,
    };
    view! {
        <Sheet
            open=till.is_over(|over| matches!(over, Over::Note(_)))
            title=Signal::derive(move || words.get().till.line_note.to_owned())
            testid="note-sheet"
            on_close=move |()| till.close_over()
        >
            {move || line().map(|line| view! { <NoteForm line /> })}
        </Sheet>
    }
}

#[component]
fn NoteForm(line: LineId) -> impl IntoView {
    let till = use_till();
    let talk = Talk::get();
    let words = use_words();
    let text = RwSignal::new(String::new());
    let allergy = RwSignal::new(false);
    let empty = Signal::derive(move || {
        text.with(|text| text.trim().is_empty())
            .then(|| words.get().common.required.to_owned())
    });
    let save = move |()| {
        let text = text.get_untracked().trim().to_owned();
        let Some(order) = till.order_id().filter(|_| !text.is_empty()) else {
            return;
        };
        till.close_over();
        let allergy = allergy.get_untracked();
        talk.tell(Command::AddNote {
            order,
            line,
            text,
            allergy,
        });
    };
    view! {
        <div class="stack">
            <TextField
                label=Signal::derive(move || words.get().common.note.to_owned())
                value=text
                length_max=200
                testid="note-text"
                on_enter=Callback::new(save)
            />
            <Switch
                label=Signal::derive(move || words.get().till.allergy_note.to_owned())
                on=allergy
                testid="note-allergy"
                on_change=move |on| allergy.set(on)
            />
            <div class="chips">
                {move || {
                    let words = words.get();
                    let texts: Vec<String> = if allergy.get() {
                        ALLERGENS.iter().map(|name| words.allergen(name)).collect()
                    } else {
                        usual_notes(words).iter().map(|note| (*note).to_owned()).collect()
                    };
                    texts
                        .into_iter()
                        .enumerate()
                        .map(|(place, chip)| view! { <NoteChip place chip text /> })
                        .collect_view()
                }}
            </div>
            <Button
                kind=ButtonKind::Primary
                big=true
                blocked=empty
                shortcut=Shortcut::unlisted("Enter")
                testid="note-save"
                on_press=save
            >
                {move || words.get().common.save}
            </Button>
        </div>
    }
}

/// A usual note; a tap writes it, another takes it away.
#[component]
fn NoteChip(place: usize, chip: String, text: RwSignal<String>) -> impl IntoView {
    let word = StoredValue::new(chip.clone());
    let has =
        move || text.with(|text| word.with_value(|word| text.split(", ").any(|part| part == word)));
    let turn = move |_| {
        let word = word.get_value();
        text.update(|text| {
            let mut parts: Vec<String> = text
                .split(", ")
                .filter(|part| !part.is_empty())
                .map(str::to_owned)
                .collect();
            if let Some(place) = parts.iter().position(|part| *part == word) {
                parts.remove(place);
            } else {
                parts.push(word);
            }
            *text = parts.join(", ");
        });
    };
    view! {
        <button
            type="button"
            class="chip"
            aria-pressed=move || if has() { "true" } else { "false" }
            data-testid=format!("note-{place}")
            on:click=turn
        >
            {chip}
        </button>
    }
}

/// What is so of a line of the shown order now.
fn read_line<T>(till: Till, line: LineId, read: impl FnOnce(&Line) -> T) -> Option<T> {
    till.order
        .with(|view| view.as_ref()?.order.line(line).map(read))
}

/// For which guest a line is.
#[component]
pub(crate) fn SeatSheet() -> impl IntoView {
    let till = use_till();
    let talk = Talk::get();
    let words = use_words();
    let give = move |seat: u32| {
        let Over::Seat(line) = till.over.get_untracked() else {
            return;
        };
        till.close_over();
        if let Some(order) = till.order_id() {
            talk.tell(Command::SetSeat { order, line, seat });
        }
    };
    let guests = move || {
        till.order
            .with(|view| view.as_ref().map_or(1, |view| view.order.guests.max(1)))
    };
    let now = Memo::new(move |_| match till.over.get() {
        Over::Seat(line) => read_line(till, line, |line| line.seat),
        _ => None,
    });
    view! {
        <Sheet
            open=till.is_over(|over| matches!(over, Over::Seat(_)))
            title=Signal::derive(move || words.get().till.seat_word.to_owned())
            place=SheetPlace::Middle
            testid="seat-sheet"
            on_close=move |()| till.close_over()
        >
            <div class="number-grid">
                {move || {
                    (0..=guests())
                        .map(|seat| {
                            let says = match seat {
                                0 => words.get().till.shared_seat.to_owned(),
                                seat => seat.to_string(),
                            };
                            view! {
                                <Button
                                    big=true
                                    pressed=Signal::derive(move || Some(now.get() == Some(seat)))
                                    testid=format!("set-seat-{seat}")
                                    on_press=move |()| give(seat)
                                >
                                    {says}
                                </Button>
                            }
                        })
                        .collect_view()
                }}
            </div>
        </Sheet>
    }
}

/// When in the meal a line comes.
#[component]
pub(crate) fn CourseSheet() -> impl IntoView {
    let till = use_till();
    let talk = Talk::get();
    let words = use_words();
    let set = move |course: Course| {
        let Over::Course(line) = till.over.get_untracked() else {
            return;
        };
        till.close_over();
        if let Some(order) = till.order_id() {
            talk.tell(Command::SetCourse {
                order,
                line,
                course,
            });
        }
    };
    let now = Memo::new(move |_| match till.over.get() {
        Over::Course(line) => read_line(till, line, |line| line.course),
        _ => None,
    });
    view! {
        <Sheet
            open=till.is_over(|over| matches!(over, Over::Course(_)))
            title=Signal::derive(move || words.get().till.course.to_owned())
            place=SheetPlace::Middle
            testid="course-sheet"
            on_close=move |()| till.close_over()
        >
            <div class="choices">
                {move || {
                    Course::ALL
                        .into_iter()
                        .map(|course| {
                            view! {
                                <Button
                                    big=true
                                    class="choice"
                                    pressed=Signal::derive(move || Some(now.get() == Some(course)))
                                    testid=format!("set-course-{}", course.word())
                                    on_press=move |()| set(course)
                                >
                                    {move || words.get().course(course.word())}
                                </Button>
                            }
                        })
                        .collect_view()
                }}
            </div>
            {move || match till.over.get() {
                Over::Course(line) => Some(view! { <HoldButtons line /> }),
                _ => None,
            }}
        </Sheet>
    }
}
