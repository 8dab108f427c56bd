//! What must be true of every laid out line.

use proptest::prelude::*;

use super::*;
use crate::{doc::DocKind, text};

fn at(columns: u16) -> Profile {
    Profile {
        columns,
        ..Profile::epson_80_jp()
    }
}

fn printed(doc: &Doc, columns: u16) -> String {
    text::render(&layout(doc, &at(columns)))
}

fn item(name: &str, amount: &str) -> Doc {
    let mut doc = Doc::new(DocKind::Test);
    doc.row([
        Cell::fixed("2", 3, Align::Left),
        Cell::name(name),
        Cell::whole(amount, 8),
    ]);
    doc
}

#[test]
fn a_long_name_wraps_with_a_hanging_indent_and_the_amount_stays_on_top() {
    let doc = item("Half margherita, half quattro formaggi", "12,50 €");
    insta::assert_snapshot!(printed(&doc, 32), @r"
    2   Half margherita,     12,50 €
          half quattro
          formaggi
    ");
}

#[test]
fn japanese_letters_take_two_columns_and_no_line_starts_with_a_full_stop() {
    let doc = item("たこ焼き八個入り、青のり抜き。", "¥1,250");
    insta::assert_snapshot!(printed(&doc, 24), @r"
    2   たこ焼き八    ¥1,250
          個入り、
          青のり抜
          き。
    ");
}

#[test]
fn an_amount_that_leaves_no_room_goes_under_the_name() {
    let doc = item("Menu of the day", "-1.234.567.890,50 €");
    insta::assert_snapshot!(printed(&doc, 24), @r"
    2   Menu of the day
         -1.234.567.890,50 €
    ");
}

#[test]
fn a_banner_is_inverted_from_edge_to_edge() {
    let mut doc = Doc::new(DocKind::Test);
    doc.push(Block::Banner {
        text: "COPY 1".to_owned(),
    });
    let lines = layout(&doc, &at(32));
    let [PhysicalLine::Text(runs)] = lines.as_slice() else {
        panic!("{lines:?}")
    };
    assert!(runs.iter().all(|run| run.style.invert));
    assert_eq!(runs.iter().map(|run| run.columns(&at(32))).sum::<u16>(), 32);
}

fn any_cell() -> impl Strategy<Value = Cell> {
    let width = prop_oneof![
        (0_u16..12).prop_map(Width::Fixed),
        (0_u16..12).prop_map(Width::Whole),
        Just(Width::Flex)
    ];
    let style = prop_oneof![
        Just(Style::PLAIN),
        Just(Style::DOUBLE),
        Just(Style::INVERTED)
    ];
    ("\\PC{0,30}", width, style, any::<bool>()).prop_map(|(text, width, style, wrap)| Cell {
        text,
        style,
        width,
        align: Align::Right,
        wrap,
    })
}

proptest! {
    #[test]
    fn no_line_is_wider_than_the_paper(
        cells in proptest::collection::vec(any_cell(), 0..5),
        columns in 16_u16..60,
    ) {
        let doc = Doc { kind: DocKind::Test, blocks: vec![Block::Row { cells }] };
        for line in layout(&doc, &at(columns)) {
            prop_assert!(line.columns(&at(columns)) <= columns, "{line:?}");
        }
    }

    #[test]
    fn an_amount_is_never_cut(
        name in "\\PC{0,60}",
        amount in "-?¥?[0-9]{1,3}(,[0-9]{3}){0,3}",
        columns in 24_u16..60,
    ) {
        let paper = printed(&item(&name, &amount), columns);
        prop_assert!(paper.lines().any(|line| line.ends_with(&amount)), "{paper}");
    }
}
