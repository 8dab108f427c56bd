//! Puts a document into the columns of a printer: pure, so that screen and paper show the same.
//!
//! After this step every line fits, every letter is one that the printer has, and every space that
//! moves an amount to the right is a space in the text.

mod flow;

use crate::{
    charset,
    doc::{Align, Block, Cell, Doc, Span, Style, Width},
    profile::Profile,
};
use flow::{Glyph, drawn_width, glyphs, wrap};

/// The narrowest column in which names are still read; below it amounts go under the name.
const FLEX_COLUMNS_MIN: u16 = 8;
/// Columns that the second line of a name stands further right than the first.
const HANG_COLUMNS: u16 = 2;

/// A line as it comes out of the printer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PhysicalLine {
    /// Text from the left edge on; padding is part of it.
    Text(Vec<Run>),
    /// A square code in the middle.
    Qr(String),
    /// The paper is cut here.
    Cut,
}

/// Text in one style.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Only letters that the printer has.
    pub text: String,
    /// How they look.
    pub style: Style,
}

/// The lines of a document on this printer's paper.
pub fn layout(doc: &Doc, profile: &Profile) -> Vec<PhysicalLine> {
    let page = Page { profile };
    doc.blocks
        .iter()
        .flat_map(|block| page.block(block))
        .collect()
}

struct Page<'a> {
    profile: &'a Profile,
}

/// A column of a row with its text already broken into lines.
struct Column {
    width: u16,
    align: Align,
    lines: Vec<Vec<Glyph>>,
}

impl Page<'_> {
    fn block(&self, block: &Block) -> Vec<PhysicalLine> {
        match block {
            Block::Line {
                spans,
                align,
                indent,
            } => self.line(spans, *align, *indent),
            Block::Row { cells } => self.row(cells),
            Block::Rule => {
                let text = "-".repeat(usize::from(self.profile.columns));
                vec![PhysicalLine::Text(vec![Run {
                    text,
                    style: Style::PLAIN,
                }])]
            }
            Block::Feed { lines } => {
                vec![PhysicalLine::Text(Vec::new()); usize::from(*lines)]
            }
            Block::Cut => vec![PhysicalLine::Cut],
            Block::Qr { text } => {
                let text: String = text.chars().filter(|letter| !letter.is_control()).collect();
                vec![PhysicalLine::Qr(text)]
            }
            Block::Banner { text } => self.banner(text),
        }
    }

    fn line(&self, spans: &[Span], align: Align, indent: u16) -> Vec<PhysicalLine> {
        let text: Vec<Glyph> = spans
            .iter()
            .flat_map(|span| glyphs(self.profile, &span.text, span.style))
            .collect();
        let indent = indent.min(self.profile.columns / 2);
        let width = self.profile.columns - indent;
        let hang = if align == Align::Left {
            HANG_COLUMNS
        } else {
            0
        };
        let lines = wrap(&text, width, hang);
        lines
            .iter()
            .map(|line| joined(&[(indent, width, align, line.as_slice())]))
            .collect()
    }

    fn banner(&self, text: &str) -> Vec<PhysicalLine> {
        let columns = self.profile.columns;
        let style = Style {
            invert: true,
            ..Style::DOUBLE
        };
        let inked = wrap(&glyphs(self.profile, text, style), columns, 0)
            .into_iter()
            .map(|line| {
                // The padding is as high as the words, or the black would be a staircase.
                let free = columns.saturating_sub(drawn_width(&line)) / 2;
                let pad = |count: u16| " ".repeat(usize::from(count));
                let words: String = flow::runs(&line).into_iter().map(|run| run.text).collect();
                let text = pad(free / 2) + &words + &pad(free - free / 2);
                PhysicalLine::Text(vec![Run { text, style }])
            });
        inked.collect()
    }

    fn row(&self, cells: &[Cell]) -> Vec<PhysicalLine> {
        let widths = self.widths(cells);
        let taken = widths
            .iter()
            .copied()
            .fold(gaps(cells), u16::saturating_add);
        let mut flexible = cells
            .iter()
            .zip(&widths)
            .filter(|(cell, _)| cell.width == Width::Flex);
        let cramped = flexible.any(|(_, width)| *width < FLEX_COLUMNS_MIN);
        if taken > self.profile.columns || (cramped && cells.len() > 1) {
            return self.stacked(cells);
        }
        self.beside(cells, &widths)
    }

    /// Room for each cell when all stand beside each other.
    fn widths(&self, cells: &[Cell]) -> Vec<u16> {
        let own = |cell: &Cell| match cell.width {
            Width::Fixed(columns) => columns.max(self.widest_letter(cell)),
            Width::Whole(columns_min) => self.natural(cell).max(columns_min),
            Width::Flex => 0,
        };
        let taken: u16 = cells.iter().map(own).fold(gaps(cells), u16::saturating_add);
        let left = self.profile.columns.saturating_sub(taken);
        let flexible = cells
            .iter()
            .filter(|cell| cell.width == Width::Flex)
            .count();
        let share = left / u16::try_from(flexible.max(1)).unwrap_or(u16::MAX);
        let width = |cell| {
            if matches!(
                cell,
                &Cell {
                    width: Width::Flex,
                    ..
                }
            ) {
                share
            } else {
                own(cell)
            }
        };
        cells.iter().map(width).collect()
    }

    fn widest_letter(&self, cell: &Cell) -> u16 {
        let letters = glyphs(self.profile, &cell.text, cell.style);
        letters.chunks(1).map(drawn_width).max().unwrap_or(0)
    }

    fn natural(&self, cell: &Cell) -> u16 {
        drawn_width(&glyphs(self.profile, &cell.text, cell.style))
    }

    fn beside(&self, cells: &[Cell], widths: &[u16]) -> Vec<PhysicalLine> {
        let columns: Vec<Column> = cells
            .iter()
            .zip(widths)
            .map(|(cell, width)| self.column(cell, *width))
            .collect();
        let height = columns
            .iter()
            .map(|column| column.lines.len())
            .max()
            .unwrap_or(0);
        let line = |number: usize| {
            let parts: Vec<_> = columns
                .iter()
                .enumerate()
                .map(|(position, column)| {
                    let text = column.lines.get(number).map_or(&[][..], Vec::as_slice);
                    (u16::from(position > 0), column.width, column.align, text)
                })
                .collect();
            joined(&parts)
        };
        (0..height).map(line).collect()
    }

    fn column(&self, cell: &Cell, width: u16) -> Column {
        let text = glyphs(self.profile, &cell.text, cell.style);
        let hang = if cell.align == Align::Left {
            hang(width)
        } else {
            0
        };
        let mut lines = wrap(&text, width, hang);
        if !cell.wrap {
            lines.truncate(1);
        }
        Column {
            width,
            align: cell.align,
            lines,
        }
    }

    /// Too narrow for all: what may not be cut goes under the rest, at the right edge.
    fn stacked(&self, cells: &[Cell]) -> Vec<PhysicalLine> {
        let (whole, rest): (Vec<Cell>, Vec<Cell>) = cells
            .iter()
            .cloned()
            .partition(|cell| matches!(cell.width, Width::Whole(_)));
        let mut lines = Vec::new();
        let rest: Vec<Cell> = rest
            .into_iter()
            .filter(|cell| !cell.text.is_empty())
            .collect();
        if !rest.is_empty() {
            let widths = self.widths(&rest);
            let taken = widths
                .iter()
                .copied()
                .fold(gaps(&rest), u16::saturating_add);
            let mut rooms = rest.iter().zip(&widths);
            if taken <= self.profile.columns
                && rooms.all(|(cell, width)| *width >= self.widest_letter(cell))
            {
                lines.extend(self.beside(&rest, &widths));
            } else {
                lines.extend(rest.iter().flat_map(|cell| self.alone(cell, Align::Left)));
            }
        }
        let widths: Vec<u16> = whole.iter().map(|cell| self.natural(cell)).collect();
        let together = widths
            .iter()
            .copied()
            .fold(gaps(&whole), u16::saturating_add);
        if together <= self.profile.columns {
            let spare = self.profile.columns - together;
            let parts: Vec<Column> = whole
                .iter()
                .zip(&widths)
                .map(|(cell, width)| self.column(cell, *width))
                .collect();
            let placed: Vec<_> = parts
                .iter()
                .enumerate()
                .map(|(position, column)| {
                    let before = if position == 0 { spare } else { 1 };
                    let text = column.lines.first().map_or(&[][..], Vec::as_slice);
                    (before, column.width, column.align, text)
                })
                .collect();
            lines.extend((!placed.is_empty()).then(|| joined(&placed)));
        } else {
            lines.extend(whole.iter().flat_map(|cell| self.alone(cell, Align::Right)));
        }
        lines
    }

    fn alone(&self, cell: &Cell, align: Align) -> Vec<PhysicalLine> {
        let span = Span {
            text: cell.text.clone(),
            style: cell.style,
        };
        self.line(&[span], align, 0)
    }
}

/// How far wrapped lines of a column this wide move to the right.
fn hang(width: u16) -> u16 {
    if width >= FLEX_COLUMNS_MIN {
        HANG_COLUMNS
    } else {
        0
    }
}

/// One column between two cells.
fn gaps(cells: &[Cell]) -> u16 {
    u16::try_from(cells.len().saturating_sub(1)).unwrap_or(u16::MAX)
}

/// One line from parts: free columns before, width, where the text stands in it, the text.
fn joined(parts: &[(u16, u16, Align, &[Glyph])]) -> PhysicalLine {
    let mut runs: Vec<Run> = Vec::new();
    let mut pending: u16 = 0;
    for (before, width, align, text) in parts {
        let free = width.saturating_sub(drawn_width(text));
        let left = match align {
            Align::Left => 0,
            Align::Center => free / 2,
            Align::Right => free,
        };
        pending += before + left;
        if !text.is_empty() {
            push_spaces(&mut runs, pending);
            pending = 0;
            for run in flow::runs(text) {
                push_run(&mut runs, run);
            }
        }
        pending += free - left;
    }
    PhysicalLine::Text(runs)
}

fn push_spaces(runs: &mut Vec<Run>, count: u16) {
    if count > 0 {
        push_run(
            runs,
            Run {
                text: " ".repeat(usize::from(count)),
                style: Style::PLAIN,
            },
        );
    }
}

fn push_run(runs: &mut Vec<Run>, run: Run) {
    match runs.last_mut() {
        Some(last) if last.style == run.style => last.text.push_str(&run.text),
        _ => runs.push(run),
    }
}

impl PhysicalLine {
    /// Columns of paper that the line takes.
    pub fn columns(&self, profile: &Profile) -> u16 {
        match self {
            Self::Text(runs) => runs.iter().map(|run| run.columns(profile)).sum(),
            Self::Qr(_) | Self::Cut => 0,
        }
    }
}

impl Run {
    /// Columns of paper that the run takes.
    pub fn columns(&self, profile: &Profile) -> u16 {
        let factor = flow::factor(self.style);
        self.text
            .chars()
            .map(|letter| charset::columns(profile, letter) * factor)
            .sum()
    }
}

#[cfg(test)]
#[path = "layout/tests.rs"]
mod tests;
