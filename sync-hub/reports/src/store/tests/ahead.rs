//! Money taken ahead, and what the smallest coin makes of cash.

use super::{super::payments::Beside, *};

fn deposit(minor: i64) -> Payment {
    Payment {
        deposit: true,
        paper: "A000001".to_owned(),
        ..payment(Tender::Cash, minor, 0)
    }
}

const ALL_OF_DAY_ONE: Span = Span {
    from_ms: 0,
    to_ms: 100,
};
const ALL_OF_DAY_TWO: Span = Span {
    from_ms: 100,
    to_ms: 200,
};

fn amounts(tx: &Tx<'_>, span: Span) -> Result<Vec<(Tender, i64, i64)>, DbError> {
    let rows = tenders(tx, HERE, span)?;
    let row = |row: &TenderRow| (row.tender, row.amount.minor(), row.tips.minor());
    Ok(rows.iter().map(row).collect())
}

#[tokio::test]
async fn a_deposit_is_money_on_its_day_and_a_sale_on_that_of_its_check() {
    with_tx(|tx| {
        add_payment(tx, HERE, source(1, 10), &deposit(500))?;
        let closed = OrderClosed {
            deposits: money(500),
            ..sale(order(1), &[800])
        };
        add_payment(tx, HERE, source(2, 110), &payment(Tender::Card, 300, 0))?;
        add_sale(tx, HERE, source(3, 110), &closed)?;
        assert_eq!(amounts(tx, ALL_OF_DAY_ONE)?, [(Tender::Cash, 500, 0)]);
        assert_eq!(sales(tx, HERE, ALL_OF_DAY_ONE)?, Money::ZERO);
        assert_eq!(beside(tx, HERE, ALL_OF_DAY_ONE)?.deposits, money(500));
        assert_eq!(amounts(tx, ALL_OF_DAY_TWO)?, [(Tender::Card, 300, 0)]);
        assert_eq!(sales(tx, HERE, ALL_OF_DAY_TWO)?, money(800));
        assert_eq!(beside(tx, HERE, ALL_OF_DAY_TWO)?, Beside::default());
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_deposit_that_the_house_keeps_is_no_tip_and_stays_where_it_was_paid() {
    with_tx(|tx| {
        add_payment(tx, HERE, source(1, 10), &deposit(500))?;
        let kept = Refunded {
            deposit: money(500),
            forfeited: true,
            rounding: Money::ZERO,
            ..refunded(RefundKind::Kept, 500)
        };
        add_refund(tx, HERE, source(2, 20), &kept)?;
        assert_eq!(amounts(tx, ALL_OF_DAY_ONE)?, [(Tender::Cash, 500, 0)]);
        assert_eq!(sales(tx, HERE, ALL_OF_DAY_ONE)?, Money::ZERO);
        let back = Refunded {
            deposit: money(200),
            ..refunded(RefundKind::Surplus, 200)
        };
        add_refund(tx, HERE, source(3, 20), &back)?;
        assert_eq!(amounts(tx, ALL_OF_DAY_ONE)?, [(Tender::Cash, 300, 0)]);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn what_the_smallest_coin_made_of_a_payment_is_kept() {
    with_tx(|tx| {
        for (n, rounding) in [(1, -2), (2, 1), (3, -2)] {
            let paid = Payment {
                rounding: money(rounding),
                ..payment(Tender::Cash, 1_002, 0)
            };
            add_payment(tx, HERE, source(n, 10), &paid)?;
        }
        assert_eq!(beside(tx, HERE, ALL)?.rounding, money(-3));
        assert_eq!(beside(tx, NEXT_DOOR, ALL)?, Beside::default());
        Ok(())
    })
    .await;
}
