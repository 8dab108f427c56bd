//! What is on a piece of paper, in words of the trade and without a word of any printer's.
//!
//! A job row keeps its document as JSON, so that the same paper can be drawn on a screen, printed on
//! another printer or printed again long after the order has changed.

use serde::{Deserialize, Serialize};

/// What a document is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocKind {
    /// Given to a guest.
    Receipt,
    /// Hung over a cook's station.
    KitchenTicket,
    /// An X or a Z.
    Report,
    /// Shows that a printer works.
    Test,
}

/// A document: blocks from the top of the paper to its foot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doc {
    /// What it is for.
    pub kind: DocKind,
    /// From top to foot.
    pub blocks: Vec<Block>,
}

/// A piece of a document. Opening the drawer is not one: it is a job of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    /// Running text.
    Line {
        /// Pieces of the text, each with its style.
        spans: Vec<Span>,
        /// Where the text stands.
        align: Align,
        /// Columns that the text keeps free at the left; wrapped lines keep two more.
        indent: u16,
    },
    /// Columns beside each other.
    Row {
        /// From left to right.
        cells: Vec<Cell>,
    },
    /// A line across the paper.
    Rule,
    /// Empty lines.
    Feed {
        /// How many.
        lines: u8,
    },
    /// The paper is cut here.
    Cut,
    /// A square code.
    Qr {
        /// What a phone reads.
        text: String,
    },
    /// A big inverted line across the paper that nobody overlooks.
    Banner {
        /// A few words.
        text: String,
    },
}

/// A piece of text in one style.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// The text.
    pub text: String,
    /// How it looks.
    #[serde(default)]
    pub style: Style,
}

/// How text looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Style {
    /// Heavier.
    #[serde(default)]
    pub bold: bool,
    /// White on black.
    #[serde(default)]
    pub invert: bool,
    /// With a line under it.
    #[serde(default)]
    pub underline: bool,
    /// How big.
    #[serde(default)]
    pub size: Size,
}

/// How big text is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Size {
    /// As the rest.
    #[default]
    Normal,
    /// Twice as high, as wide as the rest.
    Tall,
    /// Twice as high and twice as wide.
    Double,
}

/// Where text stands in its width.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Align {
    /// At the left edge.
    #[default]
    Left,
    /// In the middle.
    Center,
    /// At the right edge.
    Right,
}

/// A column of a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// The text.
    pub text: String,
    /// How it looks.
    pub style: Style,
    /// How much room it has.
    pub width: Width,
    /// Where the text stands in its room.
    pub align: Align,
    /// Long text goes on in the next line instead of being cut off.
    pub wrap: bool,
}

/// How much room a column has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Width {
    /// So many columns of paper.
    Fixed(u16),
    /// As wide as its text and at least so many columns: never wrapped, never cut off. For money.
    Whole(u16),
    /// What the others leave.
    Flex,
}

impl Style {
    /// Text as it is.
    pub const PLAIN: Self = Self {
        bold: false,
        invert: false,
        underline: false,
        size: Size::Normal,
    };
    /// Heavier.
    pub const BOLD: Self = Self {
        bold: true,
        ..Self::PLAIN
    };
    /// White on black.
    pub const INVERTED: Self = Self {
        invert: true,
        bold: true,
        ..Self::PLAIN
    };
    /// Twice as high and heavier.
    pub const TALL: Self = Self {
        size: Size::Tall,
        bold: true,
        ..Self::PLAIN
    };
    /// Twice as high, twice as wide and heavier.
    pub const DOUBLE: Self = Self {
        size: Size::Double,
        bold: true,
        ..Self::PLAIN
    };
}

impl Doc {
    /// An empty document.
    pub fn new(kind: DocKind) -> Self {
        Self {
            kind,
            blocks: Vec::new(),
        }
    }

    /// Adds a block at the foot.
    pub fn push(&mut self, block: Block) {
        self.blocks.push(block);
    }

    /// Adds a line of plain text; an empty text adds nothing.
    pub fn text(&mut self, text: impl Into<String>) {
        self.styled(text, Style::PLAIN, Align::Left);
    }

    /// Adds a line in one style; an empty text adds nothing.
    pub fn styled(&mut self, text: impl Into<String>, style: Style, align: Align) {
        let text = text.into();
        if !text.trim().is_empty() {
            self.push(Block::Line {
                spans: vec![Span { text, style }],
                align,
                indent: 0,
            });
        }
    }

    /// Adds a line that starts further right; an empty text adds nothing.
    pub fn indented(&mut self, indent: u16, text: impl Into<String>, style: Style) {
        let text = text.into();
        if !text.trim().is_empty() {
            let spans = vec![Span { text, style }];
            self.push(Block::Line {
                spans,
                align: Align::Left,
                indent,
            });
        }
    }

    /// Adds a row of columns.
    pub fn row(&mut self, cells: impl Into<Vec<Cell>>) {
        self.push(Block::Row {
            cells: cells.into(),
        });
    }

    /// Adds a name at the left and a word or an amount at the right that is never cut off.
    pub fn pair(&mut self, name: impl Into<String>, whole: impl Into<String>, style: Style) {
        self.row([
            Cell::name(name).in_style(style),
            Cell::whole(whole, 0).in_style(style),
        ]);
    }
}

impl Cell {
    /// A column that takes the room left and wraps.
    pub fn name(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            style: Style::PLAIN,
            width: Width::Flex,
            align: Align::Left,
            wrap: true,
        }
    }

    /// A right-aligned column of so many columns at least that is never wrapped nor cut off.
    pub fn whole(text: impl Into<String>, columns_min: u16) -> Self {
        Self {
            text: text.into(),
            style: Style::PLAIN,
            width: Width::Whole(columns_min),
            align: Align::Right,
            wrap: false,
        }
    }

    /// A column of exactly so many columns.
    pub fn fixed(text: impl Into<String>, columns: u16, align: Align) -> Self {
        Self {
            text: text.into(),
            style: Style::PLAIN,
            width: Width::Fixed(columns),
            align,
            wrap: true,
        }
    }

    /// The same column in another style.
    #[must_use]
    pub fn in_style(self, style: Style) -> Self {
        Self { style, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_reads_back_from_its_row() {
        let mut doc = Doc::new(DocKind::Receipt);
        doc.styled("Crème brûlée", Style::DOUBLE, Align::Center);
        doc.pair("Totale", "12,50 €", Style::BOLD);
        doc.push(Block::Qr {
            text: "https://example.test/r/1".to_owned(),
        });
        doc.push(Block::Cut);
        let row = serde_json::to_string(&doc).unwrap();
        assert_eq!(serde_json::from_str::<Doc>(&row).unwrap(), doc);
    }

    #[test]
    fn an_empty_text_leaves_no_line() {
        let mut doc = Doc::new(DocKind::Test);
        doc.text("  ");
        doc.indented(2, "", Style::PLAIN);
        assert_eq!(doc.blocks, []);
    }
}
