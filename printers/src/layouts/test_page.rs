//! A page that shows that a printer works, that its letters are right and how wide it is.

use super::Words;
use crate::doc::{Align, Block, Cell, Doc, DocKind, Style};

/// The document of a test page: letters that go wrong first, every style, the width as digits.
pub fn test_page(printer: &str, profile: &str, columns: u16, at: &str, words: &Words) -> Doc {
    let mut doc = Doc::new(DocKind::Test);
    doc.styled(words.test_page, Style::DOUBLE, Align::Center);
    doc.pair(printer, profile, Style::BOLD);
    doc.text(at);
    doc.push(Block::Rule);
    doc.text("àèéìòù ÀÈÉ äöüß ñç € £ ¥ $");
    doc.text("たこ焼き ラーメン 鶏 ガ ﾗｰ");
    doc.row([
        Cell::name("1.234,50"),
        Cell::whole("€", 0),
        Cell::whole("1.234,50 €", 0),
    ]);
    doc.styled("tall", Style::TALL, Align::Left);
    doc.styled("double", Style::DOUBLE, Align::Left);
    doc.styled("inverted", Style::INVERTED, Align::Left);
    doc.styled(
        "underlined",
        Style {
            underline: true,
            ..Style::PLAIN
        },
        Align::Left,
    );
    let ruler: String = ('0'..='9')
        .cycle()
        .skip(1)
        .take(usize::from(columns))
        .collect();
    doc.text(ruler);
    doc.push(Block::Feed { lines: 1 });
    doc.push(Block::Cut);
    doc
}
