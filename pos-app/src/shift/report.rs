//! A report in rows, as it stands on the paper.

use leptos::prelude::*;
use shared::{
    api::till::Command,
    money::{Currency, Money},
    shift::ShiftReport,
};
use ui_kit::{
    button::Button,
    icon::{Icon, IconName},
    price::Price,
    sheet::Sheet,
    words::{Words, use_words},
};

use super::copies::ReprintX;
use crate::{
    clock,
    state::{Over, Till, use_till},
    talk::Talk,
};

/// One row: a word, how often, how much.
struct ReportRow {
    word: String,
    count: Option<u32>,
    amount: Money,
    strong: bool,
}

impl ReportRow {
    fn new(word: impl Into<String>, amount: Money) -> Self {
        Self {
            word: word.into(),
            count: None,
            amount,
            strong: false,
        }
    }

    fn counting(self, count: u32) -> Self {
        Self {
            count: Some(count),
            ..self
        }
    }

    fn strong(self) -> Self {
        Self {
            strong: true,
            ..self
        }
    }
}

/// All rows of a report, in the order of the paper.
fn rows(report: &ShiftReport, words: &Words) -> Vec<ReportRow> {
    let till = words.till;
    let mut rows = Vec::new();
    // Who counts blind is not shown from what the drawer could be computed.
    if !report.blind {
        let sales = ReportRow::new(till.sales, report.sales);
        rows.push(sales.counting(report.orders).strong());
        if report.discounts > 0 {
            let row = ReportRow::new(words.price.discounts, report.discounted);
            rows.push(row.counting(report.discounts));
        }
        if !report.charges.is_zero() {
            rows.push(ReportRow::new(words.price.service_charge, report.charges));
        }
        if !report.delivery_fees.is_zero() {
            rows.push(ReportRow::new(
                words.money.delivery_fee,
                report.delivery_fees,
            ));
        }
        if !report.gift_cards.is_zero() {
            let word = words.money.gift_cards_sold;
            rows.push(ReportRow::new(word, report.gift_cards));
        }
    }
    for tax in &report.taxes {
        let word = format!("{} {} %", words.common.tax, tax.rate.percent());
        rows.push(ReportRow::new(word, tax.tax));
    }
    for row in &report.tenders {
        let word = words.tender_called(row.tender, row.named.as_deref());
        rows.push(ReportRow::new(word.clone(), row.amount).counting(row.count));
        if !row.over.is_zero() {
            rows.push(ReportRow::new(words.change_given(&word), row.over));
        }
        if !row.tips.is_zero() {
            rows.push(ReportRow::new(format!("{word} · {}", till.tip), row.tips));
        }
    }
    if report.refunds > 0 && !report.blind {
        rows.push(ReportRow::new(till.refunds, report.refunded).counting(report.refunds));
    }
    if !report.surplus_returned.is_zero() {
        rows.push(ReportRow::new(
            words.surplus_returned(),
            report.surplus_returned,
        ));
    }
    for (word, amount) in words.deposit_rows(&report.deposits) {
        rows.push(ReportRow::new(word, amount));
    }
    if report.voids > 0 {
        rows.push(ReportRow::new(till.voids, report.voided).counting(report.voids));
        if !report.wasted.is_zero() {
            rows.push(ReportRow::new(words.wasted(), report.wasted));
        }
    }
    rows.push(ReportRow::new(till.float, report.float));
    rows.push(ReportRow::new(till.paid_in, report.paid_in));
    rows.push(ReportRow::new(till.paid_out, report.paid_out));
    rows.push(ReportRow::new(till.dropped, report.dropped).counting(report.drops));
    if !report.blind {
        if !report.rounding.is_zero() {
            rows.push(ReportRow::new(words.price.rounding, report.rounding));
        }
        rows.push(ReportRow::new(till.expected, report.expected_cash).strong());
    }
    if let Some(end) = &report.closed {
        rows.push(ReportRow::new(till.counted, end.counted));
        rows.push(ReportRow::new(till.difference, end.difference).strong());
    }
    rows
}

/// The rows of a report.
#[component]
pub(crate) fn ReportRows(report: ShiftReport) -> impl IntoView {
    let till = use_till();
    let words = use_words();
    let openings = report.drawer_openings;
    let guests = report.guests;
    let refused = report.counts_refused;
    let unread = report.unread;
    let report = StoredValue::new(report);
    view! {
        <table class="report" data-testid="report">
            <tbody>
                {move || {
                    let currency = till.currency()?;
                    let rows = report.with_value(|report| rows(report, words.get()));
                    Some(rows.into_iter().map(|row| row_view(row, currency)).collect_view())
                }}
                <tr>
                    <td>{move || words.get().till.guests}</td>
                    <td class="number">{guests}</td>
                    <td></td>
                </tr>
                <tr>
                    <td>{move || words.get().till.drawer_openings}</td>
                    <td class="number">{openings}</td>
                    <td></td>
                </tr>
                {(refused > 0)
                    .then(|| {
                        view! {
                            <tr data-testid="counts-refused">
                                <td>{move || words.get().till.counts_refused}</td>
                                <td class="number">{refused}</td>
                                <td></td>
                            </tr>
                        }
                    })}
                {(unread > 0)
                    .then(|| {
                        view! {
                            <tr class="strong" data-testid="unread">
                                <td>{move || words.get().till.unread}</td>
                                <td class="number">{unread}</td>
                                <td></td>
                            </tr>
                        }
                    })}
            </tbody>
        </table>
    }
    .into_any()
}

fn row_view(row: ReportRow, currency: Currency) -> impl IntoView {
    view! {
        <tr class:strong=row.strong>
            <td>{row.word}</td>
            <td class="number soft">{row.count}</td>
            <td class="number">
                <Price amount=row.amount currency bare=true />
            </td>
        </tr>
    }
}

/// A Z report over the screen, to be read and printed again.
#[component]
pub(crate) fn ReportSheet() -> impl IntoView {
    let till = use_till();
    let words = use_words();
    let title =
        move || shown(till).map_or_else(String::new, |report| title_of(till, &report, words.get()));
    view! {
        <Sheet
            open=till.is_over(|over| matches!(over, Over::Report(_)))
            title=Signal::derive(title)
            testid="report-sheet"
            on_close=move |()| till.close_over()
            foot=move || view! { <ReportFoot /> }
        >
            {move || shown(till).map(|report| view! { <ReportRows report /> })}
            {move || shown(till).map(|report| view! { <ReprintX report /> })}
        </Sheet>
    }
}

fn shown(till: Till) -> Option<ShiftReport> {
    match till.over.get() {
        Over::Report(report) => Some(*report),
        _ => None,
    }
}

fn title_of(till: Till, report: &ShiftReport, words: &Words) -> String {
    let Some(end) = &report.closed else {
        let number = report.x_number.map(|number| format!(" {number}"));
        return format!("{}{}", words.till.x_report, number.unwrap_or_default());
    };
    let time = till.with_site(|site| clock::day_and_time_text(end.at_ms, site));
    format!(
        "{} {} · {}",
        words.till.z_report,
        end.z_number,
        time.unwrap_or_default()
    )
}

#[component]
fn ReportFoot() -> impl IntoView {
    let till = use_till();
    let talk = Talk::get();
    let words = use_words();
    let again = move || {
        shown(till).and_then(|report| {
            let z = report.closed.map(|end| Command::ReprintZ {
                z_number: end.z_number,
            });
            let x = report.x_number;
            z.or(x.map(|x_number| Command::ReprintX { x_number }))
        })
    };
    let reprint = move |()| {
        if let Some(command) = again() {
            talk.ask(command, move |_| {
                talk.say(|words| words.till.copy_printed);
            });
        }
    };
    view! {
        <Button testid="reprint-report" on_press=reprint>
            <Icon name=IconName::Printer />
            {move || words.get().till.reprint}
        </Button>
    }
}
