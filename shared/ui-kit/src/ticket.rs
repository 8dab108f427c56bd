//! A ticket on the kitchen's wall.

use leptos::prelude::*;
use web_sys::MouseEvent;

use crate::{
    age::{AgeStage, age_percent, age_stage, age_text},
    check_line::AllergyBand,
    dom,
    icon::{Icon, IconName},
    press::DoubleTap,
    tone::Tone,
    words::{Words, use_words},
};

/// The place of the header for double taps; ids of lines are never empty.
const HEADER: &str = "";

/// How far a line of a ticket is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TicketLineState {
    /// Still to be cooked.
    #[default]
    Open,
    /// Struck: it is done.
    Done,
    /// It was taken back after it was sent.
    Cancelled,
}

/// A line of a ticket.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TicketLineView {
    /// What the kitchen calls the line; never empty.
    pub id: String,
    /// The course that begins with it, as a label above.
    pub course: Option<String>,
    /// How many; 0 where only its text matters.
    pub quantity: i64,
    /// How many there were and how many there are now, where some were taken off.
    pub recount: Option<(i64, i64)>,
    /// What.
    pub name: String,
    /// A word beside the name, such as the guest's seat.
    pub tag: Option<String>,
    /// How.
    pub modifiers: Vec<String>,
    /// What the guest said.
    pub note: Option<String>,
    /// What must not be in it, such as `NUTS seat 2`.
    pub allergy: Option<String>,
    /// How far it is.
    pub state: TicketLineState,
    /// It was changed or added after the ticket came.
    pub changed: bool,
}

/// Something that happened to a ticket after it came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TicketBanner {
    /// More for guests who have a ticket already.
    AddOn,
    /// Lines were changed.
    Changed,
    /// All of it was taken back.
    Cancelled,
    /// It came back from the bumped ones.
    Recalled,
}

/// What a ticket shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TicketView {
    /// The table or the order's number, such as `T7` or `A-042`.
    pub title: String,
    /// Who took it, or `takeaway`.
    pub subtitle: String,
    /// The course, where the order has any.
    pub course: Option<String>,
    /// When it was sent.
    pub sent_at_ms: i64,
    /// What its slowest dish takes.
    pub prep_seconds: u32,
    /// Its lines.
    pub lines: Vec<TicketLineView>,
    /// Other stations that cook for the same table.
    pub also_at: Vec<String>,
    /// It waits for its course to be fired: no clock runs.
    pub held: bool,
    /// It goes first.
    pub rush: bool,
    /// What happened to it.
    pub banner: Option<TicketBanner>,
    /// Nobody has touched what happened to it yet: it flashes.
    pub flash: bool,
}

impl TicketView {
    /// Something has to be cooked for it now, so it can be late.
    fn is_timed(&self) -> bool {
        let only_read = matches!(
            self.banner,
            Some(TicketBanner::Changed | TicketBanner::Cancelled)
        );
        !self.held && !only_read
    }
}

/// A bar that fills with the time a dish takes.
#[component]
pub fn AgeBar(
    /// When it was sent.
    #[prop(into)]
    sent_at_ms: Signal<i64>,
    /// What the dish takes.
    #[prop(into)]
    prep_seconds: Signal<u32>,
    /// What the clock says.
    #[prop(into)]
    now_ms: Signal<i64>,
) -> impl IntoView {
    let percent = move || age_percent(sent_at_ms.get(), prep_seconds.get(), now_ms.get()).min(100);
    let tone = move || {
        stage_tone(age_stage(
            sent_at_ms.get(),
            prep_seconds.get(),
            now_ms.get(),
        ))
    };
    view! {
        <span class=move || format!("age-bar {}", tone().class()) aria-hidden="true">
            <span class="age-bar-fill" style=("width", move || format!("{}%", percent()))></span>
        </span>
    }
}

const fn stage_tone(stage: AgeStage) -> Tone {
    match stage {
        AgeStage::Calm => Tone::Good,
        AgeStage::Amber => Tone::Warn,
        AgeStage::Red => Tone::Bad,
    }
}

/// A ticket. A tap on a line strikes it, a double tap anywhere or the big button bumps it.
#[component]
pub fn TicketCard(
    /// What it shows.
    #[prop(into)]
    ticket: Signal<TicketView>,
    /// What the clock says.
    #[prop(into)]
    now_ms: Signal<i64>,
    /// The number of its key on a bump bar, where it has one.
    #[prop(optional, into)]
    key_number: Signal<Option<u32>>,
    /// It is the one that the bump bar means.
    #[prop(optional, into)]
    selected: Signal<bool>,
    /// The name that tests know it by.
    #[prop(default = "ticket".to_owned(), into)]
    testid: String,
    /// A tap on a line, by its id.
    #[prop(into)]
    on_line: Callback<String>,
    /// It is done.
    #[prop(into)]
    on_bump: Callback<()>,
    /// The change or the cancellation was seen.
    #[prop(optional, into)]
    on_seen: Option<Callback<()>>,
) -> impl IntoView {
    let words = use_words();
    let taps = StoredValue::new(DoubleTap::default());
    let tap = Callback::new(move |(place, at_ms): (String, i64)| {
        let second = taps
            .try_update_value(|taps| taps.tap(&place, at_ms))
            .unwrap_or(false);
        if second {
            on_bump.run(());
        } else if place != HEADER {
            on_line.run(place);
        }
    });
    let stage = move || {
        ticket.with(|ticket| match (ticket.held, ticket.banner) {
            (_, Some(TicketBanner::Cancelled)) => "cancelled",
            (true, _) => "held",
            _ if !ticket.is_timed() => "calm",
            _ => match age_stage(ticket.sent_at_ms, ticket.prep_seconds, now_ms.get()) {
                AgeStage::Calm => "calm",
                AgeStage::Amber => "amber",
                AgeStage::Red => "red",
            },
        })
    };
    let lines = Memo::new(move |_| ticket.with(|ticket| ticket.lines.clone()));
    view! {
        <article
            class=move || format!("ticket {}", stage())
            class:selected=move || selected.get()
            class:flash=move || ticket.with(|ticket| ticket.flash)
            data-testid=testid
            data-stage=stage
        >
            <TicketHead ticket now_ms key_number tap />
            {move || {
                ticket.with(|ticket| ticket.banner).map(|banner| view! { <Banner banner on_seen /> })
            }}
            <ul class="ticket-lines scroll">
                {move || {
                    lines.get().into_iter().map(|line| view! { <TicketLine line tap /> }).collect_view()
                }}
            </ul>
            {move || ticket.with(|ticket| also_at(ticket, words.get()))}
            <button
                type="button"
                class="bump"
                data-testid="bump"
                on:click=move |_| on_bump.run(())
            >
                <Icon name=IconName::Check />
                {move || match ticket.with(|ticket| ticket.banner) {
                    Some(TicketBanner::Cancelled) => words.get().kitchen.cancel_seen,
                    _ => words.get().kitchen.bump,
                }}
            </button>
        </article>
    }
    .into_any()
}

fn also_at(ticket: &TicketView, words: &Words) -> Option<impl IntoView + use<>> {
    (!ticket.also_at.is_empty()).then(|| {
        let text = words.also_at(&ticket.also_at.join(", "));
        view! { <p class="ticket-also">{text}</p> }
    })
}

/// Who it is for and how old it is.
#[component]
fn TicketHead(
    ticket: Signal<TicketView>,
    now_ms: Signal<i64>,
    key_number: Signal<Option<u32>>,
    tap: Callback<(String, i64)>,
) -> impl IntoView {
    let words = use_words();
    let age = move || {
        ticket.with(|ticket| {
            if ticket.held {
                words.get().kitchen.held.to_owned()
            } else {
                age_text(ticket.sent_at_ms, now_ms.get())
            }
        })
    };
    let late = move || {
        ticket.with(|ticket| {
            ticket.is_timed()
                && age_stage(ticket.sent_at_ms, ticket.prep_seconds, now_ms.get()) == AgeStage::Red
        })
    };
    let on_click = move |event: MouseEvent| tap.run((HEADER.to_owned(), dom::event_ms(&event)));
    view! {
        <header class="ticket-head" on:click=on_click>
            <div class="ticket-row">
                {move || key_number.get().map(|n| view! { <kbd class="ticket-key">{n}</kbd> })}
                <strong class="ticket-title">{move || ticket.with(|t| t.title.clone())}</strong>
                <span class="ticket-subtitle grow">{move || ticket.with(|t| t.subtitle.clone())}</span>
                <span class="ticket-age" data-testid="age">
                    {move || late().then(|| view! { <Icon name=IconName::Clock /> })}
                    {age}
                </span>
            </div>
            {move || {
                let (course, rush) = ticket.with(|ticket| (ticket.course.clone(), ticket.rush));
                course_row(course, rush, words.get())
            }}
            {move || {
                ticket
                    .with(TicketView::is_timed)
                    .then(|| {
                        view! {
                            <div class="ticket-row">
                                <AgeBar
                                    sent_at_ms=Signal::derive(move || ticket.with(|t| t.sent_at_ms))
                                    prep_seconds=Signal::derive(move || ticket.with(|t| t.prep_seconds))
                                    now_ms
                                />
                                {move || {
                                    late()
                                        .then(|| {
                                            let word = words.get().kitchen.late;
                                            view! { <span class="ticket-late">{word}</span> }
                                        })
                                }}
                            </div>
                        }
                    })
            }}
        </header>
    }
}

/// The row under the title, where there is anything to say.
fn course_row(course: Option<String>, rush: bool, words: &'static Words) -> Option<AnyView> {
    (course.is_some() || rush).then(|| {
        view! {
            <div class="ticket-row">
                {course.map(|course| view! { <span class="ticket-course">{course}</span> })}
                {rush
                    .then(|| {
                        view! {
                            <span class="badge tone-bad filled">
                                <Icon name=IconName::Fire />
                                {words.kitchen.rush}
                            </span>
                        }
                    })}
            </div>
        }
        .into_any()
    })
}

/// What happened to the ticket.
#[component]
fn Banner(banner: TicketBanner, on_seen: Option<Callback<()>>) -> impl IntoView {
    let words = use_words();
    let (tone, icon) = match banner {
        TicketBanner::AddOn => (Tone::Info, IconName::Plus),
        TicketBanner::Changed => (Tone::Warn, IconName::Note),
        TicketBanner::Cancelled => (Tone::Bad, IconName::Void),
        TicketBanner::Recalled => (Tone::Info, IconName::Undo),
    };
    let text = move || {
        let words = words.get().kitchen;
        match banner {
            TicketBanner::AddOn => words.add_on,
            TicketBanner::Changed => words.changed,
            TicketBanner::Cancelled => words.cancelled,
            TicketBanner::Recalled => words.recalled,
        }
    };
    view! {
        <button
            type="button"
            class=format!("ticket-banner {}", tone.class())
            data-testid="banner"
            on:click=move |_| {
                if let Some(on_seen) = on_seen {
                    on_seen.run(());
                }
            }
        >
            <Icon name=icon />
            {text}
        </button>
    }
}

/// One line; a tap strikes it.
#[component]
fn TicketLine(line: TicketLineView, tap: Callback<(String, i64)>) -> impl IntoView {
    let words = use_words();
    let class = match line.state {
        TicketLineState::Open => "ticket-line",
        TicketLineState::Done => "ticket-line done",
        TicketLineState::Cancelled => "ticket-line cancelled",
    };
    let id = line.id.clone();
    let on_click = move |event: MouseEvent| tap.run((id.clone(), dom::event_ms(&event)));
    let under = line
        .modifiers
        .into_iter()
        .chain(line.note.map(|note| format!("«{note}»")));
    let cancelled = line.state == TicketLineState::Cancelled;
    view! {
        <li>
            {line.course.map(|course| view! { <p class="ticket-course">{course}</p> })}
            <button
                type="button"
                class=class
                class:changed=line.changed
                data-testid=format!("line-{}", line.id)
                aria-pressed=if line.state == TicketLineState::Done { "true" } else { "false" }
                on:click=on_click
            >
                <span class="ticket-quantity">
                    {(line.quantity != 0).then_some(line.quantity)}
                </span>
                <span class="ticket-name">
                    {line.name}
                    {line.tag.map(|tag| view! { <span class="ticket-tag">{tag}</span> })}
                    {cancelled
                        .then(|| {
                            view! { <span class="visually-hidden">{move || words.get().kitchen.cancelled}</span> }
                        })}
                </span>
                {(line.state == TicketLineState::Done).then(|| view! { <Icon name=IconName::Check /> })}
                {line
                    .recount
                    .map(|(old, new)| {
                        view! {
                            <span class="ticket-recount" data-testid="recount">
                                {move || words.get().recount(old, new)}
                            </span>
                        }
                    })}
                {under.map(|text| view! { <span class="ticket-under">{text}</span> }).collect_view()}
                {line.allergy.map(|text| view! { <AllergyBand text /> })}
            </button>
        </li>
    }
}
