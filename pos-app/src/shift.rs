//! The drawer and its reports: open a shift, move cash, read X, close with Z.

pub(crate) mod cash;
pub(crate) mod close;
pub(crate) mod closures;
mod copies;
pub(crate) mod count;
pub(crate) mod report;

use leptos::prelude::*;
use shared::{
    api::till::{Command, EarlierAsked, Reply},
    money::Money,
    shift::ShiftReport,
    staff::Permit,
};
use ui_kit::{
    bars::{NoticeBar, PrimaryBar},
    button::{Button, ButtonKind},
    entry::entered,
    icon::{Icon, IconName},
    keys::Shortcut,
    numpad::Numpad,
    price::{Price, PriceSize},
    states::{EmptyState, Loading},
    words::use_words,
};

use self::{closures::ClosuresButton, copies::ReprintX, report::ReportRows};
use crate::{
    clock,
    phone::PhoneTabs,
    state::{Over, Place, ShiftNow, use_till},
    talk::Talk,
};

/// The whole screen.
#[component]
pub(crate) fn ShiftScreen() -> impl IntoView {
    let till = use_till();
    let kind = Memo::new(move |_| match till.shift.get() {
        ShiftNow::Unknown => 0,
        ShiftNow::None => 1,
        ShiftNow::Open(_) => 2,
    });
    view! {
        {move || match kind.get() {
            0 => view! { <main><Loading /></main> }.into_any(),
            1 => view! { <OpenShift /> }.into_any(),
            _ => view! { <RunningShift /> }.into_any(),
        }}
    }
    .into_any()
}

/// Asks for the cash that is in the drawer, and opens a shift with it.
#[component]
fn OpenShift() -> impl IntoView {
    let till = use_till();
    let talk = Talk::get();
    let words = use_words();
    let minor = RwSignal::new(0_i64);
    let opening = RwSignal::new(false);
    let float = Signal::derive(move || Money::from_minor(minor.get()));
    let blocked = Signal::derive(move || {
        (!till.may(Permit::RunShift)).then(|| words.get().common.not_allowed.to_owned())
    });
    let open = move |()| {
        opening.set(true);
        let float = Money::from_minor(minor.get_untracked());
        talk.try_ask(Command::OpenShift { float }, move |answer| {
            opening.try_set(false);
            match answer {
                Ok(_) if till.pays_after_shift.get_untracked() => till.go(Place::Pay),
                Ok(_) => {}
                Err(failure) => talk.say_failure(&failure),
            }
        });
    };
    view! {
        <main class="shift-screen">
            <section class="zone">
                <div class="shift-open">
                    <h1>{move || words.get().till.shift_open}</h1>
                    <p class="soft">{move || words.get().till.float_question}</p>
                    <div class="handed">
                        <span class="soft">{move || words.get().till.float}</span>
                        {move || {
                            till.currency()
                                .map(|currency| {
                                    view! {
                                        <Price
                                            amount=float
                                            currency
                                            size=PriceSize::Due
                                            testid="float"
                                        />
                                    }
                                })
                        }}
                    </div>
                    <Numpad
                        testid="float-pad"
                        on_key=move |key| minor.update(|minor| *minor = entered(*minor, key))
                    />
                </div>
            </section>
            <PastShifts />
        </main>
        <div class="bottom">
            <PrimaryBar left=move || view! { <NoticeBar /> }>
                <Button
                    kind=ButtonKind::Primary
                    big=true
                    blocked
                    busy=opening
                    shortcut=Shortcut::new("Enter", move || words.get().till.shift_open)
                    testid="open-shift"
                    on_press=open
                >
                    {move || words.get().till.shift_open}
                </Button>
            </PrimaryBar>
            <PhoneTabs />
        </div>
    }
    .into_any()
}

/// What the drawer should hold, and what can be done with it.
#[component]
fn RunningShift() -> impl IntoView {
    let till = use_till();
    let words = use_words();
    let report = move || match till.shift.get() {
        ShiftNow::Open(report) => Some(*report),
        ShiftNow::Unknown | ShiftNow::None => None,
    };
    let since = move || {
        let report = report()?;
        let time = till.with_site(|site| clock::day_and_time_text(report.opened_at_ms, site))?;
        Some(format!("{} {time}", words.get().till.shift_since))
    };
    view! {
        <main class="shift-screen">
            <section class="zone">
                <div class="scroll pad">
                    <header class="row">
                        <h1>{move || words.get().till.x_report}</h1>
                        <span class="soft">{since}</span>
                    </header>
                    {move || report().map(|report| view! { <ReportRows report /> })}
                    {move || report().map(|report| view! { <ReprintX report /> })}
                </div>
                <CashActions />
            </section>
            <PastShifts />
        </main>
        <div class="bottom">
            <PrimaryBar left=move || view! { <NoticeBar /> }>
                <PrintX />
                <Button
                    kind=ButtonKind::Primary
                    big=true
                    blocked=Signal::derive(move || {
                        (!till.may(Permit::RunShift))
                            .then(|| words.get().common.not_allowed.to_owned())
                    })
                    shortcut=Shortcut::new("F10", move || words.get().till.shift_close)
                    testid="close-shift"
                    on_press=move |()| till.over.set(Over::CloseShift)
                >
                    {move || words.get().till.shift_close}
                </Button>
            </PrimaryBar>
            <PhoneTabs />
        </div>
    }
    .into_any()
}

/// Cash in, cash out, and the drawer without a sale.
#[component]
fn CashActions() -> impl IntoView {
    let till = use_till();
    let words = use_words();
    let lacks = move |permit| {
        Signal::derive(move || {
            (!till.may_ask(permit)).then(|| words.get().common.not_allowed.to_owned())
        })
    };
    view! {
        <div class="cash-actions">
            <Button
                big=true
                blocked=lacks(Permit::RunShift)
                shortcut=Shortcut::new("i", move || words.get().till.paid_in)
                testid="pay-in"
                on_press=move |()| till.over.set(Over::PayIn)
            >
                <Icon name=IconName::Plus />
                {move || words.get().till.paid_in}
            </Button>
            <Button
                big=true
                blocked=lacks(Permit::RunShift)
                shortcut=Shortcut::new("o", move || words.get().till.paid_out)
                testid="pay-out"
                on_press=move |()| till.over.set(Over::PayOut)
            >
                <Icon name=IconName::Minus />
                {move || words.get().till.paid_out}
            </Button>
            <Button
                big=true
                blocked=lacks(Permit::RunShift)
                shortcut=Shortcut::new("k", move || words.get().till.drop)
                testid="drop-cash"
                on_press=move |()| till.over.set(Over::DropCash)
            >
                <Icon name=IconName::Lock />
                {move || words.get().till.drop}
            </Button>
            <Button
                big=true
                blocked=lacks(Permit::OpenDrawer)
                shortcut=Shortcut::new("d", move || words.get().till.open_drawer)
                testid="open-drawer"
                on_press=move |()| till.over.set(Over::Drawer)
            >
                <Icon name=IconName::Drawer />
                {move || words.get().till.drawer}
            </Button>
        </div>
    }
}

/// Puts the X report on paper, and shows that paper: on the screen below a blind drawer stays blind.
#[component]
fn PrintX() -> impl IntoView {
    let till = use_till();
    let talk = Talk::get();
    let words = use_words();
    let printing = RwSignal::new(false);
    let print = move |()| {
        printing.set(true);
        talk.try_ask(Command::XReport { print: true }, move |answer| {
            printing.try_set(false);
            match answer {
                Ok(Reply::Shift(report)) => {
                    till.over.set(Over::Report(report));
                    talk.say(|words| words.till.report_printed);
                }
                Ok(_) => {}
                Err(failure) => talk.say_failure(&failure),
            }
        });
    };
    view! {
        <Button
            big=true
            busy=printing
            shortcut=Shortcut::new("x", move || words.get().till.x_report)
            testid="print-x"
            on_press=print
        >
            <Icon name=IconName::Printer />
            {move || words.get().till.x_report}
        </Button>
    }
}

/// Closed shifts with their Z reports.
#[component]
fn PastShifts() -> impl IntoView {
    let till = use_till();
    let talk = Talk::get();
    let words = use_words();
    let shifts = RwSignal::new(None::<Vec<ShiftReport>>);
    // Asked anew whenever a shift opens or closes.
    Effect::new(move |_| {
        till.shift.track();
        talk.ask(Command::PastShifts, move |reply| {
            if let Reply::Shifts(found) = reply {
                shifts.try_set(Some(found));
            }
        });
    });
    view! {
        <aside class="zone past-zone">
            <header class="row pad">
                <h2 class="grow">{move || words.get().till.past_shifts}</h2>
                <ClosuresButton />
            </header>
            <div class="scroll" data-testid="past-shifts">
                {move || match shifts.get() {
                    None => view! { <Loading /> }.into_any(),
                    Some(shifts) if shifts.is_empty() => {
                        let text =
                            Signal::derive(move || words.get().till.empty_shifts.to_owned());
                        view! { <EmptyState icon=IconName::Drawer text /> }.into_any()
                    }
                    Some(shifts) => {
                        shifts
                            .into_iter()
                            .map(|shift| view! { <PastShift shift /> })
                            .collect_view()
                            .into_any()
                    }
                }}
                <OlderShifts shifts />
            </div>
        </aside>
    }
    .into_any()
}

/// The number of a shift's Z report; 0 where it has none.
fn z_number(shift: &ShiftReport) -> u64 {
    shift.closed.as_ref().map_or(0, |end| end.z_number)
}

/// Adds the shifts before the oldest one of the list, where there are any.
#[component]
fn OlderShifts(shifts: RwSignal<Option<Vec<ShiftReport>>>) -> impl IntoView {
    let talk = Talk::get();
    let words = use_words();
    let oldest = Memo::new(move |_| {
        let shown = shifts.read();
        shown
            .as_ref()?
            .last()
            .map(z_number)
            .filter(|oldest| *oldest > 1)
    });
    let older = move |()| {
        let Some(before) = oldest.get() else { return };
        talk.ask(
            Command::Earlier(EarlierAsked::Shifts { before }),
            move |reply| {
                if let Reply::Shifts(found) = reply {
                    // The list may have begun anew meanwhile.
                    shifts.try_update(|shown| match shown {
                        Some(shown) if shown.last().map(z_number) == Some(before) => {
                            shown.extend(found);
                        }
                        _ => {}
                    });
                }
            },
        );
    };
    view! {
        <Show when=move || oldest.get().is_some()>
            <div class="pad">
                <Button testid="older-shifts" on_press=older>
                    {move || words.get().till.older}
                </Button>
            </div>
        </Show>
    }
    .into_any()
}

#[component]
fn PastShift(shift: ShiftReport) -> impl IntoView {
    let till = use_till();
    let z_number = z_number(&shift);
    let at_ms = shift
        .closed
        .as_ref()
        .map_or(shift.opened_at_ms, |end| end.at_ms);
    let time = till.with_site(|site| clock::day_and_time_text(at_ms, site));
    let sales = shift.sales;
    let whole = StoredValue::new(shift);
    view! {
        <button
            type="button"
            class="list-row"
            data-testid=format!("z-{z_number}")
            on:click=move |_| till.over.set(Over::Report(Box::new(whole.get_value())))
        >
            <span class="list-title">
                <span class="strong">{format!("Z {z_number}")}</span>
                <span class="small soft">{time}</span>
            </span>
            {till.currency().map(|currency| view! { <Price amount=sales currency bare=true /> })}
        </button>
    }
}
