//! Words of tenders, and ids that restaurants give.

use super::*;

fn read(json: &str) -> Tender {
    serde_json::from_str(json).unwrap()
}

#[test]
fn a_tender_is_one_word_and_reads_back() {
    for word in ["cash", "card", "gift_card", "other:ticket-restaurant_8"] {
        let json = format!("\"{word}\"");
        assert_eq!(serde_json::to_string(&read(&json)).unwrap(), json);
    }
    assert_eq!(read("\"card\""), Tender::Card);
    let ticket = TenderId::new("ticket").unwrap();
    assert_eq!(read("\"other:ticket\""), Tender::Other(ticket));
}

#[test]
fn a_tender_of_a_later_version_is_kept_word_for_word_and_is_no_tender_of_the_site() {
    for word in ["crypto", "other:Big Letters", "other:", "loyalty.points"] {
        let json = format!("\"{word}\"");
        if word.contains(' ') {
            // No word at all.
            assert!(serde_json::from_str::<Tender>(&json).is_err());
            continue;
        }
        let tender = read(&json);
        assert_eq!(serde_json::to_string(&tender).unwrap(), json);
        let Tender::Other(id) = tender else {
            panic!("{word} is {tender:?}")
        };
        assert!(TenderId::new(id.as_str()).is_err(), "{word}");
    }
    let longest = "a".repeat(200);
    assert!(Tender::from_word(&longest).is_err());
    assert!(Tender::from_word("").is_err());
}

#[test]
fn an_id_has_up_to_24_small_letters_digits_and_dashes() {
    for fine in ["a", "pay-pay_2", &"x".repeat(24)] {
        assert_eq!(TenderId::new(fine).unwrap().as_str(), fine);
    }
    for wrong in [
        "",
        "Ticket",
        "two words",
        "é",
        "?later",
        "a:b",
        &"x".repeat(25),
    ] {
        assert!(TenderId::new(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn what_a_tender_may_do_in_a_later_version_keeps_no_catalogue_shut() {
    let json = r#"{"id":"room","name":{"first":"Camera","second":"Room"},"may":["tip","fly"]}"#;
    let own: SiteTender = serde_json::from_str(json).unwrap();
    assert!(own.may(TenderMay::Tip) && !own.may(TenderMay::Refund));
}
