//! X reports of a shift that can be printed again.

use leptos::prelude::*;
use shared::{api::till::Command, shift::ShiftReport, staff::Permit};
use ui_kit::{
    button::Button,
    icon::{Icon, IconName},
    words::use_words,
};

use crate::{state::use_till, talk::Talk};

/// A button for each X report that was printed in the shift; nothing where there was none.
#[component]
pub(crate) fn ReprintX(report: ShiftReport) -> impl IntoView {
    let till = use_till();
    let talk = Talk::get();
    let words = use_words();
    let lacks = Signal::derive(move || {
        (!till.may(Permit::RunShift)).then(|| words.get().common.not_allowed.to_owned())
    });
    let button = move |x_number: u64| {
        view! {
            <Button
                blocked=lacks
                testid="reprint-x"
                on_press=move |()| {
                    talk.ask(Command::ReprintX { x_number }, move |_| {
                        talk.say(|words| words.till.copy_printed);
                    });
                }
            >
                <Icon name=IconName::Printer />
                {move || format!("X {x_number} · {}", words.get().till.reprint)}
            </Button>
        }
    };
    (!report.x_reports.is_empty()).then(|| {
        view! {
            <section class="stack" data-testid="x-reports">
                <h2>{move || words.get().money.x_printed}</h2>
                <div class="row wrap">
                    {report.x_reports.into_iter().map(button).collect_view()}
                </div>
            </section>
        }
    })
}
