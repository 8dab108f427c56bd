//! Tips that were said anew.

use shared::{time::Hlc, tip::TipChanged};

use super::*;

/// What the tip of the one payment is from this moment on.
fn said(at: i64, was: i64, tip: i64) -> TipChanged {
    TipChanged {
        order: order(1),
        order_number: "A-001".to_owned(),
        payment: FactId::from_bytes([1; 16]),
        shift: ShiftId::from_bytes([4; 16]),
        tender: Tender::Card,
        was: money(was),
        tip: money(tip),
        hlc: Hlc::default().next(at),
        by: StaffId::from_bytes([5; 16]),
        approved_by: None,
    }
}

fn tips(tx: &Tx<'_>, from_ms: i64, to_ms: i64) -> Result<Vec<i64>, DbError> {
    let rows = tenders(tx, HERE, Span { from_ms, to_ms })?;
    Ok(rows.iter().map(|row| row.tips.minor()).collect())
}

#[tokio::test]
async fn a_tip_that_came_later_counts_on_the_day_on_which_it_was_said() {
    with_tx(|tx| {
        add_payment(tx, HERE, source(1, 10), &payment(Tender::Card, 4_000, 100))?;
        add_tip(tx, HERE, source(2, 110), &said(110, 100, 600))?;
        add_tip(tx, HERE, source(2, 110), &said(110, 100, 600))?;
        add_tip(tx, HERE, source(3, 210), &said(210, 600, 0))?;
        assert_eq!(tips(tx, 0, 100)?, [100]);
        assert_eq!(tips(tx, 100, 200)?, [500]);
        assert_eq!(tips(tx, 200, 300)?, [-600]);
        let all = tenders(tx, HERE, ALL)?;
        assert_eq!((all[0].count, all[0].amount), (1, money(4_000)));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn of_two_tips_said_apart_the_later_one_counts_whatever_came_first() {
    let facts = [
        (source(2, 30), said(30, 100, 500)),
        (source(3, 20), said(20, 100, 800)),
        (source(4, 40), said(40, 500, 300)),
    ];
    for turns in 0..3 {
        let mut facts = facts.clone();
        facts.rotate_left(turns);
        with_tx(move |tx| {
            for (source, said) in &facts {
                add_tip(tx, HERE, *source, said)?;
            }
            add_payment(tx, HERE, source(1, 10), &payment(Tender::Card, 4_000, 100))?;
            assert_eq!(tips(tx, 0, 100)?, [300], "the last one that was said");
            Ok(())
        })
        .await;
    }
}
