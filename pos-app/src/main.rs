//! The till's face: what a cashier and a waiter touch.
//!
//! It shows what its node says and asks for what is touched; it computes no money and decides
//! nothing. Tests know the parts of the screens by `data-testid`:
//!
//! - set-up: `set-up`, `enrol-code`, `enrol-hub`, `enrol-go`, `enrol-error`
//! - sign-in: `sign-in`, `pin-pad`, `key-0` to `key-9`, `key-erase`, `key-enter`, `pin-says`,
//!   `sign-in-error`, `theme`
//! - top bar: `who` (`lock`, `sign-out`, `show-keys`), `go-floor`, `go-receipts`, `go-shift`,
//!   `order-facts`, `go-tabs`, `search`, `pill` with `data-world` (`world-sheet`, `world-hub`,
//!   `printer-<name>`, `printer-retry-<name>`, `printer-drop-<name>`)
//! - floor: `rooms`, `tab-<room>`, `table-<name>` with `data-state`, `table-jump`, `new-counter`,
//!   `new-takeaway`, `new-tab` (`tab-name`, `tab-open`), `loose`, `order-<number>`, `guests-1` to
//!   `guests-20`, `table-sheet` (`order-<number>`, `table-another`), `no-shift`
//! - order: `check`, `line-0`…, `course-<word>`, `total`, `tax-<percent>`, `already-paid`,
//!   `deposit-taken`, `deposit-left`, `still-due`, `seat-0`…, `seat-more`, `service` with `data-service`, `category-<name>`,
//!   `items`, `item-<sku>`, `send`, `pay`, `notice`, `undo`
//! - courses: `hold-<word>`, `fire-<word>`; in the sheet of a line's course `hold-line`,
//!   `release-line`, `fire-line`, `hold-course`, `release-course`, `fire-course`
//! - chosen line: `line-fewer`, `line-more`, `line-note` (`note-text`, `note-allergy`, `note-0`…,
//!   `note-save`), `line-seat` (`set-seat-0`…), `line-course` (`set-course-<word>`),
//!   `line-options`, `line-void` (`void-quantity`, `void-wasted`, `void-restocked`, `reason-0`…, `reason-text`, `reason-other`)
//! - what needs a look on the open check: `check-flag` (`flag-discounts`, `flag-one-more`, `looked-at`)
//! - discount: `discount` (`discount-sheet`, `discount-line`, `discount-check`, `kind-percent`,
//!   `kind-amount`, `kind-comp`, `percent-5`…, `percent-comma`, `discount-pad`, `discount-number`, `reason-0`…,
//!   `discount-go`, `take-back-0`…, `take-back-charge`, `promo-<id>`, `waive-charge`)
//! - choices: `options`, `variant-0`…, `group-<name>`, `prefix-<group>-<word>`, `modifier-<group>-<n>`,
//!   `modifier-<group>-<n>-minus`, `options-quantity`, `add-line`, `typed`, `typed-pad`, `price-beyond`,
//!   `type-weight`, `type-tare`, `net-weight`; of what the kitchen has `replace-leftover`,
//!   `replace-why` (`reason-0`…, `reason-text`)
//! - order facts: `facts-sheet`, `facts-guests`, `facts-service`, `move-table` (`move-to-<table>`),
//!   `deposit` (`deposit-sheet`, `deposit-pad`, `deposit-amount`, `deposit-cash`, `deposit-card`),
//!   `history` (`history-list`, `history-undo`), `server-0`…,
//!   `server-contested`
//! - pay: `due`, `due-after`, `tender-cash`, `tender-card`, `quick-0`…, `pay-pad`, `handed`,
//!   `change-preview`, `tip-none`, `tip-0`…, `tip-other` (`other-tip-sheet`,
//!   `tip-change`, `other-tip-amount`, `other-tip-pad`, `other-tip-none`, `other-tip-go`), `take-cash`, `confirm-card`,
//!   `cancel-card`, `pay-back`
//! - split: `split` (`split-2`…, `split-ways` (`ways-number`, `ways-keys`, `ways-go`), `split-seat`,
//!   `split-whole`, `split-parts`, `share-<row>-<part>`, `split-shares`, `parts-before`, `parts-shown`, `next-parts`,
//!   `split-head-<part>`, `split-sum-<part>`, `fixed-pad`, `fixed-none`, `split-apply`), `part-1`…,
//!   `split-contested` (`keep-plan-0`…)
//! - paid: `paid`, `change`, `change-words`, `paper`, `next-guest`, `next-counter`
//! - receipts: `receipts`, `receipts-search`, `receipt-<number>`, `paper`, `receipt-history`
//!   (`history-list`), `reprint`, `refund` (`refund-sheet`, `refund-line`, `refund-quantity`,
//!   `reason-0`…, `refund-reason`, `refund-cash`,
//!   `refund-card`), `needs-look`, `flag` (`go-to-check`, `surplus-cash`, `surplus-card`,
//!   `surplus-keep`, `keep-deposit`, `keep-deposit-reason`, `keep-deposit-go`), `tips`, `change-tip`
//!   (`tip-sheet`, `tip-was`, `tip-pad`, `tip-amount`, `tip-go`)
//! - shift: `float`, `float-pad`, `open-shift`, `report`, `pay-in`, `pay-out`, `open-drawer`
//!   (`cash-pad`, `cash-amount`, `reason-0`…, `cash-reason`, `cash-go`), `print-x`, `close-shift`
//!   (`count-<minor>`, `count-total`, `counted`, `expected`, `difference`, `carry-over`,
//!   `close-shift-go`), `past-shifts`, `z-<number>`, `reprint-report`, `closures`
//!   (`closures-sheet`, `closure-0`…, `closure-figures`, `print-closure`)
//! - phone: `pane-menu`, `pane-check` (`check-needs-look`), `pane-tables`
//! - approval: `approval-sheet`, `approval-pad`, `approval-says`
//!
//! A sheet's cross is `close`. `#gallery` shows every component of the kit.

#![expect(
    unreachable_pub,
    reason = "the properties that `#[component]` writes are always `pub`"
)]

mod clock;
mod floor;
mod frame;
mod order;
mod paper;
mod pay;
mod phone;
mod reason;
mod receipts;
mod set_up;
mod shift;
mod sign_in;
mod state;
mod talk;
mod training;
mod wire;

use leptos::prelude::*;
use ui_kit::{
    bars::provide_notices,
    gallery::Gallery,
    key_help::KeyHelp,
    keys::provide_keys,
    sheet::provide_sheet_history,
    states::{ErrorNote, Loading},
    theme::{Theme, provide_theme},
    words::{Language, provide_language, use_words},
};

use crate::{
    floor::{
        FloorScreen,
        guests::{GuestsSheet, TableSheet},
    },
    frame::{TopBar, WhoSheet, WorldSheet},
    order::{
        Desk, OrderScreen,
        delivery::DeliverySheet,
        deposit::DepositSheet,
        discount::DiscountSheet,
        facts::{FactsSheet, MoveSheet},
        history::HistorySheet,
        line_sheets::{CourseSheet, NoteSheet, SeatSheet},
        orders::{LooseSheet, NewTabSheet, TabNameSheet},
        scheduled::ScheduledSheet,
        transfer::{JoinSheet, MoveLinesSheet},
        void::VoidSheet,
    },
    pay::{PayScreen, paid::PaidScreen, split::SplitSheet},
    phone::provide_pane,
    receipts::ReceiptsScreen,
    set_up::SetUpScreen,
    shift::{
        ShiftScreen, cash::CashSheets, close::CloseSheet, closures::ClosuresSheet,
        report::ReportSheet,
    },
    sign_in::SignInScreen,
    state::{Place, Till},
    talk::{ApprovalSheet, Talk},
    training::TrainingBand,
};

fn main() {
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(Face);
}

/// The face, or the page of all components.
#[component]
fn Face() -> impl IntoView {
    let location = window().location();
    let gallery = location.hash().is_ok_and(|hash| hash == "#gallery")
        || location.pathname().is_ok_and(|path| path == "/gallery");
    if gallery {
        view! { <GalleryPage /> }.into_any()
    } else {
        view! { <Root /> }.into_any()
    }
}

#[component]
fn GalleryPage() -> impl IntoView {
    provide_keys();
    provide_theme(Theme::Light);
    provide_language(&browser_language());
    view! { <Gallery /> }
}

fn browser_language() -> String {
    window().navigator().language().unwrap_or_default()
}

/// How far this device is: it belongs to nobody, waits for a person, or is at work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Unknown,
    SetUp,
    SignIn,
    NoMenu,
    Work,
}

#[component]
fn Root() -> impl IntoView {
    let till = Till::provide(clock::now_ms());
    let language = provide_language(&browser_language());
    provide_theme(Theme::Light);
    provide_keys();
    provide_sheet_history();
    provide_notices();
    provide_pane();
    Desk::provide();
    let talk = Talk::provide();
    clock::keep_time(till.now_ms);
    wire::learn_device(till);
    wire::follow(till, talk);
    Effect::new(move |_| {
        let of_device = till.device.with(|device| {
            device
                .as_ref()
                .filter(|device| device.enrolled)
                .map(|device| device.language.clone())
        });
        let of_site = till
            .menu
            .with(|menu| menu.as_ref().map(|menu| menu.site.language.clone()));
        if let Some(code) = of_site.or(of_device).filter(|code| !code.is_empty()) {
            language.set(Language::from_code(&code));
            if let Some(root) = document().document_element() {
                // The page stays readable where the attribute cannot be set.
                let _refused = root.set_attribute("lang", &code);
            }
        }
    });
    let stage = Memo::new(move |_| {
        let enrolled = till
            .device
            .with(|device| device.as_ref().map(|device| device.enrolled));
        match enrolled {
            None => Stage::Unknown,
            Some(false) => Stage::SetUp,
            Some(true) if till.me.with(Option::is_none) => Stage::SignIn,
            Some(true) if till.menu.with(Option::is_none) => Stage::NoMenu,
            Some(true) => Stage::Work,
        }
    });
    view! {
        <div class="till" on:pointerdown=move |_| talk.touched() on:keydown=move |_| talk.touched()>
            {move || match stage.get() {
                Stage::Unknown | Stage::NoMenu => view! { <Waiting /> }.into_any(),
                Stage::SetUp => view! { <SetUpScreen /> }.into_any(),
                Stage::SignIn => view! { <SignInScreen /> }.into_any(),
                Stage::Work => view! { <Work /> }.into_any(),
            }}
            <WorldSheet />
            <KeyHelp />
        </div>
    }
}

/// Nothing is known yet; where the node does not answer, it says so.
#[component]
fn Waiting() -> impl IntoView {
    let till = state::use_till();
    let words = use_words();
    view! {
        <main class="alone-screen">
            <div class="alone-card stack">
                <Show when=move || till.node_answers.get() fallback=move || {
                    view! {
                        <ErrorNote
                            what=Signal::derive(move || words.get().common.error_node.to_owned())
                            on_action=Callback::new(move |()| wire::learn_device(till))
                            testid="node-silent"
                        />
                    }
                }>
                    <Loading />
                </Show>
            </div>
        </main>
    }
}

/// The screens of somebody who is signed in.
#[component]
fn Work() -> impl IntoView {
    let till = state::use_till();
    view! {
        <div class="app">
            <div>
                <TopBar />
                <TrainingBand />
            </div>
            {move || match till.place.get() {
                Place::Floor => view! { <FloorScreen /> }.into_any(),
                Place::Order => view! { <OrderScreen /> }.into_any(),
                Place::Pay => view! { <PayScreen /> }.into_any(),
                Place::Paid => view! { <PaidScreen /> }.into_any(),
                Place::Receipts => view! { <ReceiptsScreen /> }.into_any(),
                Place::Shift => view! { <ShiftScreen /> }.into_any(),
            }}
        </div>
        <WhoSheet />
        <GuestsSheet />
        <TableSheet />
        <NewTabSheet />
        <DeliverySheet />
        <LooseSheet />
        <FactsSheet />
        <MoveSheet />
        <MoveLinesSheet />
        <JoinSheet />
        <TabNameSheet />
        <ScheduledSheet />
        <HistorySheet />
        <NoteSheet />
        <SeatSheet />
        <CourseSheet />
        <VoidSheet />
        <DiscountSheet />
        <SplitSheet />
        <DepositSheet />
        <CashSheets />
        <CloseSheet />
        <ReportSheet />
        <ClosuresSheet />
        <ApprovalSheet />
    }
    .into_any()
}
