//! The bytes of jobs, and what no text may ever do to them.

use proptest::prelude::*;

use super::*;
use crate::{
    doc::{Align, Block, Doc, DocKind, Span, Style},
    layout::layout,
};

fn bytes(doc: &Doc, profile: &Profile) -> Vec<u8> {
    encode(&layout(doc, profile), profile).unwrap()
}

/// Printable ASCII as it is, everything else as `<hex>`, a new line after each line feed.
fn shown(bytes: &[u8]) -> String {
    let show = |byte: &u8| match byte {
        b'\n' => "<0a>\n".to_owned(),
        b' '..=b'~' => char::from(*byte).to_string(),
        other => format!("<{other:02x}>"),
    };
    bytes.iter().map(show).collect()
}

fn line(text: &str, style: Style) -> Doc {
    let mut doc = Doc::new(DocKind::Test);
    doc.styled(text, style, Align::Left);
    doc
}

#[test]
fn a_job_switches_kanji_off_and_asks_for_the_printers_word_at_its_end() {
    let mut doc = line("Crème 12,50 €", Style::PLAIN);
    doc.push(Block::Cut);
    insta::assert_snapshot!(shown(&bytes(&doc, &Profile::epson_80())), @r"
    <1b>@<1c>.Cr<1b>t<13><8a>me 12,50 <d5><0a>
    <1d>VB<00><1d>r<01>
    ");
}

#[test]
fn japanese_goes_out_in_kanji_mode_and_latin_in_a_table() {
    let doc = line("たこ焼き è", Style::PLAIN);
    insta::assert_snapshot!(shown(&bytes(&doc, &Profile::epson_80_jp())), @r"
    <1b>@<1c>C<01><1c>.<1c>&<82><bd><82><b1><8f><c4><82><ab><1c>. <1b>t<00><8a><0a>
    <1d>r<01>
    ");
}

#[test]
fn styles_are_switched_on_and_off_again() {
    let mut doc = line("big", Style::DOUBLE);
    doc.text("small");
    insta::assert_snapshot!(shown(&bytes(&doc, &Profile::epson_80())), @r"
    <1b>@<1c>.<1b>E<01><1d>!<11>big<0a>
    <1b>E<00><1d>!<00>small<0a>
    <1d>r<01>
    ");
}

#[test]
fn a_square_code_is_model_two_in_the_middle() {
    let mut doc = Doc::new(DocKind::Test);
    doc.push(Block::Qr {
        text: "r/1".to_owned(),
    });
    insta::assert_snapshot!(shown(&bytes(&doc, &Profile::epson_80())), @r"
    <1b>@<1c>.<1b>a<01><1d>(k<04><00>1A2<00><1d>(k<03><00>1C<06><1d>(k<03><00>1E1<1d>(k<06><00>1P0r/1<1d>(k<03><00>1Q0<1b>a<00><1d>r<01>
    ");
}

#[test]
fn a_square_code_of_a_novel_is_refused() {
    let doc = Doc {
        kind: DocKind::Test,
        blocks: vec![Block::Qr {
            text: "x".repeat(513),
        }],
    };
    let profile = Profile::epson_80();
    let error = encode(&layout(&doc, &profile), &profile).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the square code holds 513 bytes, more than 512"
    );
}

#[test]
fn a_kick_has_five_bytes() {
    assert_eq!(
        kick(&Profile::epson_80()),
        Some([0x1b, 0x70, 0x00, 25, 250])
    );
}

#[test]
fn a_printer_without_a_blade_gets_lines_to_tear_at() {
    let profile = Profile::by_name("generic-58").unwrap();
    let doc = Doc {
        kind: DocKind::Test,
        blocks: vec![Block::Cut],
    };
    assert_eq!(
        shown(&bytes(&doc, &profile)),
        "<1b>@<1c>.<0a>\n<0a>\n<0a>\n<0a>\n"
    );
}

#[test]
fn the_recovery_prefix_ends_the_longest_command_that_we_send() {
    let prefix = recovery_prefix(&Profile::epson_80(), "INCOMPLETE").unwrap();
    let zeros = prefix.iter().take_while(|byte| **byte == 0).count();
    assert!(zeros > QR_BYTES_MAX);
    assert!(shown(&prefix).ends_with("<1b>@<1c>.<0a>\nINCOMPLETE<0a>\n<1d>VB<00>"));
}

/// What is left of a job's bytes when its known commands are taken away: text and line feeds.
fn text_bytes(job: &[u8]) -> Vec<u8> {
    let commands: [(&[u8], usize); 9] = [
        (b"\x1b@", 0),
        (b"\x1bt", 1),
        (b"\x1bE", 1),
        (b"\x1b-", 1),
        (b"\x1d!", 1),
        (b"\x1dB", 1),
        (b"\x1dr", 1),
        (b"\x1c-", 1),
        (b"\x1cC", 1),
    ];
    let mut rest = job;
    let mut text = Vec::new();
    while let Some((first, after)) = rest.split_first() {
        if let Some((head, arguments)) = commands.iter().find(|(head, _)| rest.starts_with(head)) {
            rest = &rest[head.len() + arguments..];
        } else if rest.starts_with(b"\x1c.") || rest.starts_with(b"\x1c&") {
            rest = &rest[2..];
        } else {
            text.push(*first);
            rest = after;
        }
    }
    text
}

proptest! {
    #[test]
    fn no_control_byte_of_a_text_reaches_the_wire(
        text in any::<String>(),
        controls in "[\\x00-\\x1f\\x7f-\\x9f]{0,12}",
        style in prop_oneof![Just(Style::PLAIN), Just(Style::DOUBLE), Just(Style::INVERTED)],
        japanese in any::<bool>(),
    ) {
        let profile = if japanese { Profile::epson_80_jp() } else { Profile::epson_80() };
        let spans = vec![Span { text: format!("{controls}{text}{controls}"), style }];
        let block = Block::Line { spans, align: Align::Left, indent: 0 };
        let job = bytes(&Doc { kind: DocKind::Test, blocks: vec![block] }, &profile);
        let stray = text_bytes(&job).into_iter().find(|byte| *byte < 0x20 && *byte != LF);
        prop_assert_eq!(stray, None, "{}", shown(&job));
    }

    #[test]
    fn a_run_that_was_never_laid_out_is_cleaned_too(text in any::<String>()) {
        let run = Run { text, style: Style::PLAIN };
        let profile = Profile::epson_80();
        let job = encode(&[PhysicalLine::Text(vec![run])], &profile).unwrap();
        prop_assert!(!text_bytes(&job).iter().any(|byte| *byte < 0x20 && *byte != LF));
    }

    #[test]
    fn no_amount_is_ever_written_with_a_question_mark(
        minor in any::<i32>(),
        code in prop_oneof![Just("EUR"), Just("USD"), Just("GBP"), Just("JPY"), Just("KWD")],
        name in prop_oneof![Just("epson-80"), Just("epson-80-jp"), Just("generic-58")],
    ) {
        let currency = shared::money::Currency::from_code(code).unwrap();
        let amount = currency.format(shared::money::Money::from_minor(i64::from(minor)));
        let mut profile = Profile::by_name(name).unwrap();
        for tables in (0..=profile.tables.len()).rev() {
            profile.tables.truncate(tables);
            prop_assert!(!bytes(&line(&amount, Style::PLAIN), &profile).contains(&b'?'));
        }
    }
}
