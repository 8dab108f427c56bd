//! Courses: how far each is, and what makes it wait or go.

use leptos::prelude::*;
use shared::{
    api::till::{Command, Reply},
    ids::{LineId, StaffId},
    menu::Course,
    order::Line,
    serving::Portion,
};
use ui_kit::{
    button::{Button, ButtonKind},
    check_line::LineState,
    icon::{Icon, IconName},
    words::use_words,
};

use super::rows::course_state;
use crate::{
    state::{Till, use_till},
    talk::Talk,
};

/// Lets something wait, or go with the rest after all.
fn hold(till: Till, talk: Talk, portion: Portion, on: bool) {
    if let Some(order) = till.order_id() {
        talk.tell(Command::Hold { order, portion, on });
    }
}

/// Sends what waits, and says where it went.
fn fire(till: Till, talk: Talk, portion: Portion) {
    let Some(order) = till.order_id() else { return };
    talk.ask(Command::Fire { order, portion }, move |reply| {
        if let Reply::Sent { stations, .. } = reply {
            let stations = stations.join(", ");
            talk.say_words(|words| format!("{}: {stations}", words.till.sent_to_kitchen));
        }
    });
}

/// What a course or a line can do now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Waits {
    /// Units of it wait.
    held: bool,
    /// Units of it would go with the next sending.
    sendable: bool,
}

impl Waits {
    fn of<'a>(lines: impl Iterator<Item = &'a Line>) -> Self {
        let cooked = lines.filter(|line| line.facts.first_made().is_some());
        cooked.fold(Self::default(), |all, line| Self {
            held: all.held || line.held,
            sendable: all.sendable || line.sendable_quantity() > 0,
        })
    }
}

fn waits(till: Till, portion: Portion) -> Waits {
    till.order.with(|view| {
        let lines = view.as_ref().map(|view| view.order.lines.iter());
        Waits::of(lines.into_iter().flatten().filter(|line| portion.has(line)))
    })
}

/// The head of a course with how far it is; a course that waits is fired here.
#[component]
pub(crate) fn CourseHead(course: Course) -> impl IntoView {
    let till = use_till();
    let talk = Talk::get();
    let words = use_words();
    let portion = Portion::Course { course };
    let state = Memo::new(move |_| {
        till.order
            .with(|view| view.as_ref().map(|view| course_state(&view.order, course)))
            .unwrap_or_default()
    });
    let can = Memo::new(move |_| waits(till, portion));
    let shown = move || !matches!(state.get(), LineState::Direct | LineState::Void);
    // Of an order that waits for its time all goes at once; one course alone is the exception.
    let fire_kind = Memo::new(move |_| {
        let waits = till
            .order
            .with(|view| view.as_ref().is_some_and(|view| view.order.is_waiting()));
        let kind = if waits {
            ButtonKind::Quiet
        } else {
            ButtonKind::Primary
        };
        can.get().held.then_some(kind)
    });
    view! {
        <h3 class="course-head" data-testid=format!("course-{}", course.word())>
            <span class="grow">{move || words.get().course(course.word())}</span>
            <Show when=shown>
                <span class="small soft">{move || state.get().word(words.get())}</span>
            </Show>
            <Show when=move || can.get().sendable && !can.get().held>
                <Button
                    kind=ButtonKind::Quiet
                    label=Signal::derive(move || Some(words.get().courses.hold_course.to_owned()))
                    testid=format!("hold-{}", course.word())
                    on_press=move |()| hold(till, talk, portion, true)
                >
                    <Icon name=IconName::Hold />
                </Button>
            </Show>
            {move || {
                let kind = fire_kind.get()?;
                Some(view! {
                    <Button
                        kind
                        testid=format!("fire-{}", course.word())
                        on_press=move |()| fire(till, talk, portion)
                    >
                        <Icon name=IconName::Fire />
                        {move || words.get().till.fire}
                    </Button>
                })
            }}
        </h3>
    }
}

/// What makes a line or its whole course wait or go, in the sheet of its course.
#[component]
pub(crate) fn HoldButtons(line: LineId) -> impl IntoView {
    let till = use_till();
    let words = use_words();
    let course = till.order.with_untracked(|view| {
        let line = view.as_ref()?.order.line(line);
        line.map(|line| line.course)
    });
    let of_line = Portion::Line { line };
    course.map(|course| {
        let of_course = Portion::Course { course };
        let now = waits(till, of_line);
        let all = waits(till, of_course);
        view! {
            <div class="choices hold-choices">
                {now.held
                    .then(|| {
                        view! {
                            <Turn portion=of_line to=To::Fire testid="fire-line">
                                {move || words.get().courses.fire_line}
                            </Turn>
                            <Turn portion=of_line to=To::Release testid="release-line">
                                {move || words.get().courses.release_line}
                            </Turn>
                        }
                    })}
                {now.sendable
                    .then(|| {
                        view! {
                            <Turn portion=of_line to=To::Hold testid="hold-line">
                                {move || words.get().courses.hold_line}
                            </Turn>
                        }
                    })}
                {all.sendable
                    .then(|| {
                        view! {
                            <Turn portion=of_course to=To::Hold testid="hold-course">
                                {move || words.get().courses.hold_course}
                            </Turn>
                        }
                    })}
                {all.held
                    .then(|| {
                        view! {
                            <Turn portion=of_course to=To::Fire testid="fire-course">
                                {move || words.get().fire_course(course.word())}
                            </Turn>
                            <Turn portion=of_course to=To::Release testid="release-course">
                                {move || words.get().courses.release_course}
                            </Turn>
                        }
                    })}
            </div>
        }
    })
}

/// What a button of the sheet does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum To {
    Hold,
    Release,
    Fire,
}

#[component]
fn Turn(portion: Portion, to: To, testid: &'static str, children: Children) -> impl IntoView {
    let till = use_till();
    let talk = Talk::get();
    let (kind, icon) = match to {
        To::Hold => (ButtonKind::Plain, IconName::Hold),
        To::Release => (ButtonKind::Plain, IconName::Send),
        To::Fire => (ButtonKind::Primary, IconName::Fire),
    };
    let go = move |()| {
        till.close_over();
        match to {
            To::Hold => hold(till, talk, portion, true),
            To::Release => hold(till, talk, portion, false),
            To::Fire => fire(till, talk, portion),
        }
    };
    view! {
        <Button kind big=true class="choice" testid on_press=go>
            <Icon name=icon />
            {children()}
        </Button>
    }
}

/// Who may serve the guests, the one who does marked; two tills gave them to different people.
#[component]
pub(crate) fn ServerButtons() -> impl IntoView {
    let till = use_till();
    let talk = Talk::get();
    let words = use_words();
    let now = Memo::new(move |_| {
        till.order.with(|view| {
            let order = view.as_ref().map(|view| &view.order);
            order.map(|order| (order.server(), order.serving.server_contested))
        })
    });
    let servers = till.menu.with_untracked(|menu| {
        menu.as_ref()
            .map_or_else(Vec::new, |menu| menu.servers.clone())
    });
    let give = move |server: StaffId| {
        if let Some(order) = till.order_id() {
            talk.tell(Command::SetServer { order, server });
        }
    };
    view! {
        <h3 class="sheet-part">{move || words.get().courses.server}</h3>
        <Show when=move || now.get().is_some_and(|(_, contested)| contested)>
            <p class="check-warns tone-warn" data-testid="server-contested">
                <Icon name=IconName::Warning />
                {move || words.get().till.changed_elsewhere}
            </p>
        </Show>
        <div class="choices">
            {servers
                .into_iter()
                .enumerate()
                .map(|(place, (server, name))| {
                    let is_down = move || now.get().map(|(id, _)| id == server);
                    view! {
                        <Button
                            pressed=Signal::derive(is_down)
                            testid=format!("server-{place}")
                            on_press=move |()| give(server)
                        >
                            {name}
                        </Button>
                    }
                })
                .collect_view()}
        </div>
    }
    .into_any()
}
