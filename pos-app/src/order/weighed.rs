//! A dish on the scale: what the scale shows, what the box weighs, and what is left.

use leptos::prelude::*;
use shared::{menu::WeightUnit, money::Currency};
use ui_kit::{
    button::Button,
    entry::{PadKey, entered},
    numpad::Numpad,
    words::use_words,
};

use super::{Desk, choice::Choice};

/// No scale of a restaurant shows more thousandths.
const TYPED_MAX: i64 = 999_999;

/// Where the pad types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Into {
    Weight,
    Tare,
}

/// A key of the pad: into the weight, or into the tare that somebody says instead of the menu's.
fn press(choice: &mut Choice, into: Into, key: PadKey) {
    match into {
        Into::Weight => choice.typed = typed(choice.typed, key),
        Into::Tare => {
            // The first digit begins anew: the menu's box and this one are two boxes.
            let tare = typed(i64::from(choice.tare.unwrap_or(0)), key);
            choice.tare = u32::try_from(tare).ok();
        }
    }
}

/// The number after a key; one that no scale shows changes nothing.
fn typed(now: i64, key: PadKey) -> i64 {
    let next = entered(now, key);
    if next <= TYPED_MAX { next } else { now }
}

/// The pad for a weight and, where it is asked for, for the tare.
#[component]
pub(super) fn Weighed(unit: WeightUnit, currency: Currency) -> impl IntoView {
    let desk = Desk::get();
    let words = use_words();
    let into = RwSignal::new(Into::Weight);
    let text = move |milli: u32| unit.format(milli, currency.decimal_sign());
    let of =
        move |read: fn(&Choice) -> u32| desk.choice.with(|choice| choice.as_ref().map_or(0, read));
    let weight = move || of(|choice| u32::try_from(choice.typed).unwrap_or(0));
    let tare = move || of(Choice::tare);
    let on_key = move |key| {
        desk.choice.update(|choice| {
            if let Some(choice) = choice {
                press(choice, into.get_untracked(), key);
            }
        });
    };
    let left = move || {
        let (weight, tare) = (weight(), tare());
        if weight == 0 || tare == 0 {
            return None;
        }
        let net = of(|choice| choice.net().unwrap_or(0));
        let words = words.get();
        let net = if net == 0 {
            words.box_too_heavy().to_owned()
        } else {
            format!("= {} {}", words.net(), text(net))
        };
        Some(format!("{} − {} {net}", text(weight), text(tare)))
    };
    let is = move |wanted| Signal::derive(move || Some(into.get() == wanted));
    view! {
        <section class="option-group">
            <div class="row" role="group">
                <Button
                    pressed=is(Into::Weight)
                    testid="type-weight"
                    on_press=move |()| into.set(Into::Weight)
                >
                    {move || words.get().weight()}
                </Button>
                <Button
                    pressed=is(Into::Tare)
                    testid="type-tare"
                    on_press=move |()| into.set(Into::Tare)
                >
                    {move || format!("{} {}", words.get().tare(), text(tare()))}
                </Button>
            </div>
            <p class="discount-number strong" data-testid="typed">
                {move || match into.get() {
                    Into::Weight => text(weight()),
                    Into::Tare => text(tare()),
                }}
            </p>
            <p class="soft net-weight" data-testid="net-weight">{left}</p>
            <Numpad testid="typed-pad" on_key />
        </section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_that_no_scale_could_show_changes_nothing() {
        assert_eq!(typed(99_999, PadKey::Digit(9)), 999_999);
        assert_eq!(typed(999_999, PadKey::Digit(9)), 999_999);
        assert_eq!(typed(100_000, PadKey::DoubleZero), 100_000);
    }
}
