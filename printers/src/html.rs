//! Draws laid out lines as HTML, for the receipt on a screen.
//!
//! The fragment carries classes only, so that a page with a strict content policy can show it; the
//! look is in [`PAPER_CSS`]. Letters that are two columns wide get a box of two columns, because a
//! browser's Japanese font is not exactly twice as wide as its Latin one.

use unicode_width::UnicodeWidthChar;

use crate::{
    doc::{Size, Style},
    layout::{PhysicalLine, Run},
};

/// The look of [`render`]'s fragment, to be put once into the page.
pub const PAPER_CSS: &str = include_str!("paper.css");

/// The lines as `<div class="paper">`, everything escaped.
pub fn render(lines: &[PhysicalLine]) -> String {
    let mut out = String::from("<div class=\"paper\">");
    for line in lines {
        match line {
            PhysicalLine::Text(runs) => {
                out.push_str("<div class=\"paper-line\">");
                for run in runs {
                    push_run(&mut out, run);
                }
                out.push_str("</div>");
            }
            PhysicalLine::Qr(text) => {
                out.push_str("<div class=\"paper-qr\">");
                text.chars()
                    .for_each(|letter| push_escaped(&mut out, letter));
                out.push_str("</div>");
            }
            PhysicalLine::Cut => out.push_str("<hr class=\"paper-cut\">"),
        }
    }
    out.push_str("</div>");
    out
}

/// The fragment with its look, for a page that has none.
pub fn render_with_style(lines: &[PhysicalLine]) -> String {
    format!("<style>{PAPER_CSS}</style>{}", render(lines))
}

fn push_run(out: &mut String, run: &Run) {
    let classes = classes(run.style);
    if !classes.is_empty() {
        out.push_str("<span class=\"");
        out.push_str(&classes);
        out.push_str("\">");
    }
    for letter in run.text.chars() {
        if letter.width().unwrap_or(0) > 1 {
            out.push_str("<span class=\"paper-wide\">");
            push_escaped(out, letter);
            out.push_str("</span>");
        } else {
            push_escaped(out, letter);
        }
    }
    if !classes.is_empty() {
        out.push_str("</span>");
    }
}

fn classes(style: Style) -> String {
    let looks = [
        (style.bold, "paper-bold"),
        (style.invert, "paper-invert"),
        (style.underline, "paper-underline"),
        (style.size == Size::Tall, "paper-tall"),
        (style.size == Size::Double, "paper-double"),
    ];
    let names: Vec<&str> = looks
        .iter()
        .filter(|(on, _)| *on)
        .map(|(_, name)| *name)
        .collect();
    names.join(" ")
}

fn push_escaped(out: &mut String, letter: char) {
    match letter {
        '&' => out.push_str("&amp;"),
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        '"' => out.push_str("&quot;"),
        '\'' => out.push_str("&#39;"),
        letter => out.push(letter),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        doc::{Align, Doc, DocKind},
        layout::layout,
        profile::Profile,
    };

    fn drawn(text: &str, style: Style) -> String {
        let mut doc = Doc::new(DocKind::Test);
        doc.styled(text, style, Align::Left);
        render(&layout(&doc, &Profile::epson_80_jp()))
    }

    #[test]
    fn markup_in_a_name_is_text() {
        insta::assert_snapshot!(
            drawn("<b>&'\"", Style::PLAIN),
            @r#"<div class="paper"><div class="paper-line">&lt;b&gt;&amp;&#39;&quot;</div></div>"#
        );
    }

    #[test]
    fn a_wide_letter_has_a_box_of_its_own() {
        insta::assert_snapshot!(
            drawn("x焼", Style::DOUBLE),
            @r#"<div class="paper"><div class="paper-line"><span class="paper-bold paper-double">x<span class="paper-wide">焼</span></span></div></div>"#
        );
    }

    #[test]
    fn every_class_has_a_look() {
        for class in [
            "line",
            "qr",
            "cut",
            "wide",
            "bold",
            "invert",
            "underline",
            "tall",
            "double",
        ] {
            assert!(PAPER_CSS.contains(&format!(".paper-{class}")), "{class}");
        }
    }
}
