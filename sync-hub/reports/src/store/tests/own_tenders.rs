//! Tenders that the restaurant names itself, and those of a later version.

use super::*;

fn own(id: &str) -> Tender {
    Tender::from_word(&format!("other:{id}")).unwrap()
}

fn called(tender: Tender, name: &str, amount: i64) -> Payment {
    Payment {
        named: Some(name.to_owned()),
        ..payment(tender, amount, 0)
    }
}

/// Word, name, payments, amount and change.
type Seen = (String, Option<String>, u32, i64, i64);

fn seen(tx: &Tx<'_>, from_ms: i64, to_ms: i64) -> Result<Vec<Seen>, DbError> {
    let all = tenders(tx, HERE, Span { from_ms, to_ms })?;
    let row = |row: TenderRow| {
        let (amount, over) = (row.amount.minor(), row.over.minor());
        (row.tender.word(), row.named, row.count, amount, over)
    };
    Ok(all.into_iter().map(row).collect())
}

#[tokio::test]
async fn each_of_them_is_a_row_of_its_own_with_the_name_that_it_had_last() {
    with_tx(|tx| {
        add_payment(tx, HERE, source(1, 10), &payment(Tender::Cash, 500, 0))?;
        // It comes late, and is older than the next one.
        add_payment(tx, HERE, source(3, 30), &called(own("ticket"), "New", 700))?;
        add_payment(tx, HERE, source(2, 20), &called(own("ticket"), "Old", 800))?;
        add_payment(tx, HERE, source(4, 40), &called(own("room"), "Room", 900))?;
        let back = Refunded {
            named: Some("Room".to_owned()),
            tender: own("room"),
            ..refunded(RefundKind::Lines, 250)
        };
        add_refund(tx, HERE, source(5, 110), &back)?;
        let name = |name: &str| Some(name.to_owned());
        assert_eq!(
            seen(tx, 0, 100)?,
            [
                ("cash".to_owned(), None, 1, 500, 0),
                ("other:room".to_owned(), name("Room"), 1, 900, 0),
                ("other:ticket".to_owned(), name("New"), 2, 1_500, 0),
            ]
        );
        assert_eq!(
            seen(tx, 100, 200)?,
            [("other:room".to_owned(), name("Room"), 0, -250, 0)]
        );
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn what_gives_change_says_how_much_and_a_later_version_s_tender_is_a_row_too() {
    with_tx(|tx| {
        let bonus = Payment {
            tendered: money(1_000),
            change: money(300),
            rounding: money(-2),
            ..called(own("bonus"), "Bonus", 702)
        };
        add_payment(tx, HERE, source(1, 10), &bonus)?;
        let later = Tender::from_word("of_a_later_version").unwrap();
        add_payment(tx, HERE, source(2, 20), &payment(later, 400, 0))?;
        let cash = Payment {
            change: money(100),
            ..payment(Tender::Cash, 400, 0)
        };
        add_payment(tx, HERE, source(3, 30), &cash)?;
        assert_eq!(
            seen(tx, 0, 100)?,
            [
                ("cash".to_owned(), None, 1, 400, 0),
                ("of_a_later_version".to_owned(), None, 1, 400, 0),
                (
                    "other:bonus".to_owned(),
                    Some("Bonus".to_owned()),
                    1,
                    702,
                    298
                ),
            ]
        );
        Ok(())
    })
    .await;
}
