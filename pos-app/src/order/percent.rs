//! A percent while it is typed: whole, or with one digit behind the comma.

use leptos::prelude::*;
use shared::money::Currency;
use ui_kit::{
    button::Button,
    entry::{PadKey, entered},
    keys::{Shortcut, use_key},
    words::use_words,
};

/// One percent in parts per million.
const PERCENT_PPM: i64 = 10_000;
/// A tenth of one.
const TENTH_PPM: i64 = 1_000;
/// All of it.
const WHOLE_PPM: i64 = 1_000_000;

/// What is typed so far. Whole percents are typed as they are said: 2 and 0 are twenty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Percent {
    whole: i64,
    comma: bool,
    tenths: Option<u8>,
}

impl Percent {
    /// One that is a tap away.
    pub(super) fn of_whole(whole: i64) -> Self {
        Self {
            whole,
            ..Self::default()
        }
    }

    /// After a key of the pad.
    pub(super) fn press(self, key: PadKey) -> Self {
        match key {
            PadKey::Clear => Self::default(),
            PadKey::Erase if self.tenths.is_some() => Self {
                tenths: None,
                ..self
            },
            PadKey::Erase if self.comma => Self {
                comma: false,
                ..self
            },
            PadKey::Digit(digit) if self.comma => Self {
                tenths: Some(digit.min(9)),
                ..self
            },
            PadKey::DoubleZero if self.comma => Self {
                tenths: Some(0),
                ..self
            },
            key => Self {
                whole: entered(self.whole, key),
                ..self
            },
        }
    }

    /// After the comma: digits go behind it until it is erased.
    fn with_comma(self) -> Self {
        Self {
            comma: true,
            ..self
        }
    }

    /// In parts per million; none where it takes nothing, or more than all.
    pub(super) fn ppm(self) -> Option<u32> {
        let tenths = i64::from(self.tenths.unwrap_or(0));
        let ppm = self
            .whole
            .checked_mul(PERCENT_PPM)?
            .checked_add(tenths * TENTH_PPM)?;
        let ppm = (1..=WHOLE_PPM).contains(&ppm).then_some(ppm)?;
        u32::try_from(ppm).ok()
    }

    /// As it stands above the pad.
    pub(super) fn text(self, decimal_sign: char) -> String {
        let mut text = self.whole.to_string();
        if self.comma {
            text.push(decimal_sign);
        }
        if let Some(tenths) = self.tenths {
            text.push_str(&tenths.to_string());
        }
        text
    }
}

/// The key for the comma, which a pad for amounts does not have.
#[component]
pub(super) fn CommaButton(percent: RwSignal<Percent>, currency: Currency) -> impl IntoView {
    let words = use_words();
    let comma = move || percent.update(|percent| *percent = percent.with_comma());
    for key in [",", "."] {
        use_key(Shortcut::unlisted(key), Callback::new(move |()| comma()));
    }
    view! {
        <Button
            pressed=Signal::derive(move || Some(percent.get().comma))
            label=Signal::derive(move || Some(words.get().price.comma.to_owned()))
            testid="percent-comma"
            on_press=move |()| comma()
        >
            {format!("0{}0", currency.decimal_sign())}
        </Button>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(keys: &str) -> Percent {
        keys.chars()
            .fold(Percent::default(), |percent, key| match key {
                ',' => percent.with_comma(),
                '<' => percent.press(PadKey::Erase),
                key => percent.press(PadKey::from_keyboard(&key.to_string()).unwrap()),
            })
    }

    #[test]
    fn a_percent_has_one_digit_behind_the_comma() {
        for (keys, text, ppm) in [
            ("20", "20", 200_000),
            ("12,", "12,", 120_000),
            ("12,5", "12,5", 125_000),
            ("12,57", "12,7", 127_000),
            (",1", "0,1", 1_000),
            ("100", "100", 1_000_000),
            ("12,5<", "12,", 120_000),
            ("12,5<<0", "120", 0),
        ] {
            let percent = typed(keys);
            assert_eq!(percent.text(','), text, "{keys}");
            assert_eq!(percent.ppm().unwrap_or(0), ppm, "{keys}");
        }
    }

    #[test]
    fn nothing_and_more_than_all_is_no_discount() {
        for keys in ["", "0", ",0", "100,1", "999999999"] {
            assert_eq!(typed(keys).ppm(), None, "{keys}");
        }
        assert_eq!(Percent::of_whole(50).ppm(), Some(500_000));
    }
}
