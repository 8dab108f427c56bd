//! A bar chart of whole numbers, each bar beside what it was last time.

use leptos::prelude::*;

/// The height of the drawing, in its own units.
const HEIGHT: i64 = 160;
/// The width that one bar has for itself.
const STEP: i64 = 40;
/// The width of a bar.
const BAR: i64 = 24;
/// Room under the bars for their names.
const FOOT: i64 = 22;

/// One bar.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bar {
    /// What stands under it.
    pub name: String,
    /// How high it is.
    pub value: i64,
    /// What the value says, such as an amount with its currency.
    pub text: String,
    /// What it was last time: a line across the bar.
    pub before: Option<i64>,
}

/// The height of a value where `highest` fills the drawing; nothing for what is below nothing.
fn height(value: i64, highest: i64) -> i64 {
    if highest <= 0 {
        0
    } else {
        value.clamp(0, highest).saturating_mul(HEIGHT) / highest
    }
}

/// Bars, such as sales by hour against the same weekday.
#[component]
pub fn BarChart(
    /// The bars.
    #[prop(into)]
    bars: Signal<Vec<Bar>>,
    /// What they show, for those who cannot see it.
    #[prop(into)]
    label: Signal<String>,
    /// The name that tests know it by.
    #[prop(default = "chart".to_owned(), into)]
    testid: String,
) -> impl IntoView {
    let count = move || bars.with(|bars| i64::try_from(bars.len()).unwrap_or(0).max(1));
    let highest = move || {
        bars.with(|bars| {
            bars.iter()
                .map(|bar| bar.value.max(bar.before.unwrap_or(0)))
                .max()
        })
        .unwrap_or(0)
    };
    view! {
        <figure class="chart" data-testid=testid>
            <svg
                viewBox=move || format!("0 0 {} {}", count() * STEP, HEIGHT + FOOT)
                role="img"
                aria-label=move || label.get()
                preserveAspectRatio="xMinYMid meet"
            >
                <line class="chart-ground" x1="0" y1=HEIGHT x2=move || count() * STEP y2=HEIGHT></line>
                {move || {
                    let highest = highest();
                    bars.get()
                        .into_iter()
                        .zip(0_i64..)
                        .map(|(bar, place)| view! { <OneBar bar place highest /> })
                        .collect_view()
                }}
            </svg>
        </figure>
    }
    .into_any()
}

#[component]
fn OneBar(bar: Bar, place: i64, highest: i64) -> impl IntoView {
    let x = place * STEP + (STEP - BAR) / 2;
    let high = height(bar.value, highest);
    let before = bar.before.map(|before| HEIGHT - height(before, highest));
    view! {
        <g>
            <title>{format!("{} {}", bar.name, bar.text)}</title>
            <rect class="chart-bar" x=x y=HEIGHT - high width=BAR height=high rx="3"></rect>
            {before
                .map(|y| {
                    ["chart-before-under", "chart-before"]
                        .map(|class| {
                            view! { <line class=class x1=x - 5 y1=y x2=x + BAR + 5 y2=y></line> }
                        })
                        .collect_view()
                })}
            <text class="chart-name" x=x + BAR / 2 y=HEIGHT + FOOT - 5>
                {bar.name}
            </text>
        </g>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_bar_fills_the_drawing() {
        assert_eq!(height(500, 500), HEIGHT);
        assert_eq!(height(250, 500), HEIGHT / 2);
    }

    #[test]
    fn a_day_without_sales_has_no_bars() {
        assert_eq!(height(0, 0), 0);
        assert_eq!(height(-5, 100), 0);
    }
}
