//! Orders that rest: all their edits in one piece instead of a row for each.
//!
//! A piece says all that its rows said, and what waits for the hub goes on waiting under the same
//! numbers. It never travels: what goes to the hub are the edits in it, one by one.

use std::collections::HashMap;

use order_doc::{Packed, unpack};
use rusqlite::{OptionalExtension, Transaction, params};
use shared::ids::OrderId;

use super::{Store, StoreError};

/// Pieces whose edits are put into the outbox at once.
const OFFERED_AT_ONCE: usize = 16;

/// Pieces that a hub has still to be offered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Offers {
    /// Orders.
    pub orders: u32,
    /// Edits of these.
    pub edits: u32,
}

impl Store {
    /// Orders whose edits lie in rows of their own, with how many: those closed before
    /// `closed_before_ms`, and any with at least `rows_min`. What could not be taken in waits for
    /// somebody to look at it, and its order stays as it is.
    pub fn loose(
        &self,
        closed_before_ms: i64,
        rows_min: u32,
    ) -> Result<Vec<(OrderId, u32)>, StoreError> {
        let mut query = self.db.prepare_cached(
            "SELECT c.order_id, c.rows FROM
                 (SELECT order_id, COUNT(*) AS rows FROM chunk GROUP BY order_id) c
             LEFT JOIN order_view v ON v.order_id = c.order_id
             WHERE (c.rows >= ?2 OR v.closed_at_ms < ?1)
               AND c.order_id NOT IN
                   (SELECT order_id FROM quarantine WHERE order_id IS NOT NULL)",
        )?;
        let rows = query.query_map(params![closed_before_ms, rows_min], |row| {
            Ok((OrderId::from_bytes(row.get(0)?), row.get(1)?))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// How many edits of an order lie in rows of their own.
    pub fn rows(&self, order: OrderId) -> Result<u32, StoreError> {
        let mut query = self
            .db
            .prepare_cached("SELECT COUNT(*) FROM chunk WHERE order_id = ?1")?;
        Ok(query.query_row([order.as_bytes()], |row| row.get(0))?)
    }

    /// Keeps an order in one piece: the rows of the edits that are in it go. A row that is not in it
    /// stays beside it. Nothing changes where the piece lacks anything of the one that it replaces.
    pub fn shelve(&mut self, order: OrderId, packed: &Packed) -> Result<(), StoreError> {
        self.quietly(|store| {
            let tx = store.db.transaction()?;
            shelve(&tx, order, packed)?;
            Ok(tx.commit()?)
        })
    }

    /// Puts the edits of some pieces that a hub has still to be offered into the outbox; tells how
    /// many edits.
    pub fn offer_more(&mut self) -> Result<usize, StoreError> {
        self.quietly(|store| {
            let tx = store.db.transaction()?;
            let orders = {
                let mut query =
                    tx.prepare_cached("SELECT order_id FROM offer ORDER BY order_id LIMIT ?1")?;
                let most = i64::try_from(OFFERED_AT_ONCE).unwrap_or(i64::MAX);
                let rows = query.query_map([most], |row| row.get::<_, [u8; 16]>(0))?;
                rows.collect::<Result<Vec<_>, _>>()?
            };
            let mut edits = 0;
            for order in orders {
                edits += tx.execute(
                    "WITH RECURSIVE part (n) AS
                         (SELECT 0 UNION ALL SELECT n + 1 FROM part
                          WHERE n + 1 < (SELECT changes FROM piece WHERE order_id = ?1))
                     INSERT INTO outbox (order_id, part) SELECT p.order_id, part.n
                     FROM piece p, part WHERE p.order_id = ?1 AND p.changes > 0 ORDER BY part.n",
                    [order],
                )?;
                tx.execute("DELETE FROM offer WHERE order_id = ?1", [order])?;
            }
            tx.commit()?;
            Ok(edits)
        })
    }

    /// Pieces that a hub has still to be offered.
    pub fn offers(&self) -> Result<Offers, StoreError> {
        let mut query = self.db.prepare_cached(
            "SELECT COUNT(*), COALESCE(SUM(p.changes), 0)
             FROM offer o JOIN piece p ON p.order_id = o.order_id",
        )?;
        Ok(query.query_row([], |row| {
            Ok(Offers {
                orders: row.get(0)?,
                edits: row.get(1)?,
            })
        })?)
    }

    /// The piece of an order.
    pub(super) fn piece(&self, order: OrderId) -> Result<Option<Vec<u8>>, StoreError> {
        let mut query = self
            .db
            .prepare_cached("SELECT bytes FROM piece WHERE order_id = ?1")?;
        Ok(query
            .query_row([order.as_bytes()], |row| row.get(0))
            .optional()?)
    }

    /// The edits in the piece of an order; none where there is no piece, or none that can be read.
    pub(super) fn parts(&self, order: OrderId) -> Result<Vec<Vec<u8>>, StoreError> {
        let piece = self.piece(order)?;
        Ok(piece
            .and_then(|piece| unpack(&piece).ok())
            .unwrap_or_default())
    }
}

fn shelve(tx: &Transaction<'_>, order: OrderId, packed: &Packed) -> Result<(), StoreError> {
    let id = order.as_bytes();
    let places: HashMap<&[u8], u32> = packed
        .changes
        .iter()
        .map(Vec::as_slice)
        .zip(0_u32..)
        .collect();
    let moved = moved_parts(tx, order, &places)?;
    let mut gone: HashMap<i64, u32> = HashMap::new();
    let mut rows = tx.prepare_cached("SELECT seq, bytes FROM chunk WHERE order_id = ?1")?;
    let mut rows = rows.query([id])?;
    while let Some(row) = rows.next()? {
        let bytes: Vec<u8> = row.get(1)?;
        if let Some(place) = places.get(bytes.as_slice()) {
            gone.insert(row.get(0)?, *place);
        }
    }
    let mut waiting =
        tx.prepare_cached("SELECT n, chunk_seq, part FROM outbox WHERE order_id = ?1")?;
    let waiting = waiting.query_map([id], |row| {
        let (n, seq): (i64, Option<i64>) = (row.get(0)?, row.get(1)?);
        let part: Option<u32> = row.get(2)?;
        Ok((n, seq, part))
    })?;
    for row in waiting.collect::<Result<Vec<_>, _>>()? {
        let (n, seq, part) = row;
        let place = match (seq, part) {
            (Some(seq), _) => gone.get(&seq),
            (None, Some(part)) => Some(nth(&moved, part).ok_or_else(|| lost(order))?),
            (None, None) => None,
        };
        if let Some(place) = place {
            tx.prepare_cached("UPDATE outbox SET chunk_seq = NULL, part = ?2 WHERE n = ?1")?
                .execute(params![n, place])?;
        }
    }
    tx.prepare_cached(
        "INSERT INTO piece (order_id, changes, bytes) VALUES (?1, ?2, ?3)
         ON CONFLICT (order_id) DO UPDATE
         SET changes = excluded.changes, bytes = excluded.bytes",
    )?
    .execute(params![id, count(packed)?, packed.bytes])?;
    for seq in gone.keys() {
        tx.prepare_cached("DELETE FROM chunk WHERE seq = ?1")?
            .execute([seq])?;
    }
    Ok(())
}

/// Where the edits of the piece that was there are in the new one.
fn moved_parts(
    tx: &Transaction<'_>,
    order: OrderId,
    places: &HashMap<&[u8], u32>,
) -> Result<Vec<u32>, StoreError> {
    let before = tx
        .prepare_cached("SELECT bytes FROM piece WHERE order_id = ?1")?
        .query_row([order.as_bytes()], |row| row.get::<_, Vec<u8>>(0))
        .optional()?;
    let Some(before) = before else {
        return Ok(Vec::new());
    };
    let before = unpack(&before).map_err(|error| StoreError::Unreadable {
        what: "a piece",
        why: error.to_string(),
    })?;
    let place = |bytes: &Vec<u8>| places.get(bytes.as_slice()).copied();
    let moved: Option<Vec<u32>> = before.iter().map(place).collect();
    moved.ok_or_else(|| lost(order))
}

fn count(packed: &Packed) -> Result<u32, StoreError> {
    u32::try_from(packed.changes.len()).map_err(|error| StoreError::Unreadable {
        what: "a piece",
        why: error.to_string(),
    })
}

/// The entry at a place as the tables keep it.
pub(super) fn nth<T>(all: &[T], place: u32) -> Option<&T> {
    all.get(usize::try_from(place).ok()?)
}

fn lost(order: OrderId) -> StoreError {
    StoreError::Unreadable {
        what: "a piece",
        why: format!("order {order}: an edit of the piece before is not in it"),
    }
}
