//! Breaks text into lines: at spaces, between Japanese letters, and inside a word only in need.

use super::Run;
use crate::{
    charset,
    doc::{Size, Style},
    profile::Profile,
};

/// A letter with its look and the columns that it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Glyph {
    letter: char,
    style: Style,
    width: u16,
    /// A line may be broken before and after it.
    wide: bool,
}

/// Signs that must not begin a line of Japanese.
const NEVER_FIRST: &str = "、。，．・：；？！）」』】〉》ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ";

/// How much wider than normal the style is.
pub(super) fn factor(style: Style) -> u16 {
    match style.size {
        Size::Normal | Size::Tall => 1,
        Size::Double => 2,
    }
}

/// The letters of a text as this printer prints them.
pub(super) fn glyphs(profile: &Profile, text: &str, style: Style) -> Vec<Glyph> {
    let text = charset::printable(profile, text);
    let glyph = |letter| {
        let columns = charset::columns(profile, letter);
        Glyph {
            letter,
            style,
            width: columns * factor(style),
            wide: columns > 1,
        }
    };
    text.chars().map(glyph).collect()
}

/// Columns that the letters take together.
pub(super) fn drawn_width(text: &[Glyph]) -> u16 {
    text.iter()
        .fold(0, |sum, glyph| sum.saturating_add(glyph.width))
}

/// Runs of one style each.
pub(super) fn runs(text: &[Glyph]) -> Vec<Run> {
    let same = text.chunk_by(|one, other| one.style == other.style);
    same.filter_map(|letters| {
        let style = letters.first()?.style;
        Some(Run {
            text: letters.iter().map(|glyph| glyph.letter).collect(),
            style,
        })
    })
    .collect()
}

/// Lines of at most `width` columns; all but the first start `hang` columns further right.
///
/// A text of nothing but spaces has no line.
pub(super) fn wrap(text: &[Glyph], width: u16, hang: u16) -> Vec<Vec<Glyph>> {
    let mut lines: Vec<Vec<Glyph>> = Vec::new();
    let mut rest = trimmed(text);
    while !rest.is_empty() {
        let hang = if lines.is_empty() { 0 } else { hang };
        let at = break_at(rest, width.saturating_sub(hang));
        let (line, after) = rest.split_at_checked(at).unwrap_or((rest, &[]));
        let pad = Glyph {
            letter: ' ',
            style: Style::PLAIN,
            width: 1,
            wide: false,
        };
        let mut padded = vec![pad; usize::from(hang)];
        padded.extend_from_slice(trimmed(line));
        lines.push(padded);
        rest = trimmed(after);
    }
    lines
}

/// How many letters the next line takes: at least one, so that every text comes to an end.
fn break_at(text: &[Glyph], width: u16) -> usize {
    let mut used: u16 = 0;
    let mut last_good = None;
    let mut before: Option<Glyph> = None;
    for (position, glyph) in text.iter().enumerate() {
        if position > 0 && may_break(before, *glyph) {
            last_good = Some(position);
        }
        used = used.saturating_add(glyph.width);
        if used > width {
            return last_good.unwrap_or(position).max(1);
        }
        before = Some(*glyph);
    }
    text.len()
}

fn may_break(before: Option<Glyph>, next: Glyph) -> bool {
    let Some(before) = before else { return false };
    if next.letter == ' ' || before.letter == ' ' {
        return true;
    }
    (before.wide || next.wide) && !NEVER_FIRST.contains(next.letter)
}

fn trimmed(text: &[Glyph]) -> &[Glyph] {
    let blank = |glyph: &Glyph| glyph.letter == ' ' && !glyph.style.invert;
    let Some(first) = text.iter().position(|glyph| !blank(glyph)) else {
        return &[];
    };
    let last = text
        .iter()
        .rposition(|glyph| !blank(glyph))
        .unwrap_or(first);
    text.get(first..=last).unwrap_or_default()
}
