//! The one stylesheet of all faces, in the order in which its parts follow each other.
//!
//! A build may also join the files of the folder `style` by name: that is the same text.

/// The stylesheet.
pub const STYLE: &str = concat!(
    include_str!("../style/1-tokens.css"),
    include_str!("../style/2-base.css"),
    include_str!("../style/3-controls.css"),
    include_str!("../style/4-order.css"),
    include_str!("../style/5-frame.css"),
    include_str!("../style/6-kitchen.css"),
    include_str!("../style/7-dashboard.css"),
    include_str!("../style/8-enrol.css"),
);

#[cfg(test)]
mod tests {
    use std::{collections::BTreeMap, fs, path::Path};

    use super::STYLE;

    /// Text on ground: at least 4.5 to 1 (WCAG 1.4.3).
    const TEXT_RATIO_MIN: f64 = 4.5;
    /// What is not text but must be seen: at least 3 to 1 (WCAG 1.4.11).
    const SHAPE_RATIO_MIN: f64 = 3.0;
    const GROUNDS: [&str; 3] = ["paper", "surface", "sunken"];
    const TONES: [&str; 6] = ["accent", "good", "warn", "bad", "info", "violet"];

    type Tokens = BTreeMap<String, String>;

    /// The custom properties of the block that begins with a selector.
    fn tokens(selector: &str) -> Tokens {
        let start = STYLE.find(&format!("{selector} {{")).unwrap();
        let block = STYLE[start..]
            .split_once('{')
            .unwrap()
            .1
            .split_once('}')
            .unwrap()
            .0;
        block
            .lines()
            .filter_map(|line| {
                line.trim()
                    .strip_prefix("--")?
                    .strip_suffix(';')?
                    .split_once(": ")
            })
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect()
    }

    #[expect(
        clippy::float_arithmetic,
        reason = "WCAG defines luminance in fractions"
    )]
    fn luminance(colour: &str) -> f64 {
        let channel = |at: usize| {
            let part = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
            if part <= 0.040_45 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
    }

    #[expect(clippy::float_arithmetic, reason = "WCAG defines contrast as a ratio")]
    fn ratio(one: &str, other: &str) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    fn check(theme: &Tokens, front: &str, ground: &str, min: f64) {
        let found = ratio(&theme[front], &theme[ground]);
        assert!(
            found >= min,
            "{front} on {ground} is {found:.2} to 1, wanted {min}"
        );
    }

    fn themes() -> [Tokens; 2] {
        [
            tokens("[data-theme=\"light\"]"),
            tokens("[data-theme=\"dark\"]"),
        ]
    }

    #[test]
    fn black_on_white_is_21_to_1() {
        assert!((20.99..21.01).contains(&ratio("#000000", "#ffffff")));
    }

    #[test]
    fn text_can_be_read_on_every_ground_in_both_themes() {
        for theme in themes() {
            for ground in GROUNDS {
                for ink in ["ink", "ink-soft", "accent-ink", "bad-ink"] {
                    check(&theme, ink, ground, TEXT_RATIO_MIN);
                }
            }
            // A button that tells something is ink turned inside out.
            check(&theme, "paper", "ink", TEXT_RATIO_MIN);
        }
    }

    #[test]
    fn every_tone_can_be_read_filled_and_washed_in_both_themes() {
        for theme in themes() {
            for tone in TONES {
                let (on, ink, wash) = (
                    format!("{tone}-on"),
                    format!("{tone}-ink"),
                    format!("{tone}-wash"),
                );
                check(&theme, &on, tone, TEXT_RATIO_MIN);
                check(&theme, &ink, &wash, TEXT_RATIO_MIN);
                check(&theme, &ink, "surface", TEXT_RATIO_MIN);
                check(&theme, "ink", &wash, TEXT_RATIO_MIN);
                check(&theme, "ink-soft", &wash, TEXT_RATIO_MIN);
            }
        }
    }

    #[test]
    fn edges_and_shapes_can_be_seen_in_both_themes() {
        for theme in themes() {
            for ground in GROUNDS {
                check(&theme, "edge", ground, SHAPE_RATIO_MIN);
                check(&theme, "accent", ground, SHAPE_RATIO_MIN);
                for tone in TONES {
                    check(&theme, &format!("{tone}-ink"), ground, SHAPE_RATIO_MIN);
                }
            }
        }
    }

    #[test]
    fn both_themes_have_the_same_tokens() {
        let [light, dark] = themes().map(|theme| theme.into_keys().collect::<Vec<_>>());
        assert_eq!(light, dark);
        assert!(light.len() > 25);
    }

    #[test]
    fn every_custom_property_that_is_used_is_defined() {
        let defined: Vec<&str> = STYLE
            .lines()
            .filter_map(|line| line.trim().strip_prefix("--")?.split_once(':'))
            .map(|(name, _)| name)
            .collect();
        for used in STYLE.split("var(--").skip(1) {
            let name = used.split([')', ',']).next().unwrap();
            assert!(
                defined.contains(&name) || name == "tile-min",
                "--{name} is not defined"
            );
        }
    }

    #[test]
    fn the_stylesheet_asks_nobody_for_anything() {
        for word in ["http", "@import", "@font-face", "url("] {
            assert!(!STYLE.contains(word), "{word}");
        }
    }

    #[test]
    fn the_folder_joined_by_name_is_the_stylesheet() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("style");
        let mut files: Vec<_> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        files.sort();
        let joined: String = files
            .iter()
            .map(|file| fs::read_to_string(file).unwrap())
            .collect();
        assert_eq!(joined, STYLE);
    }
}
