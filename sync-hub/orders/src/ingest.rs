//! Takes a device's pushes in: checked before the writer's turn, kept in one transaction.

use std::{collections::HashMap, sync::Arc};

use ed25519_dalek::VerifyingKey;
use hub_kernel::{DbError, Tx};
use sha2::{Digest, Sha256};
use shared::{
    ids::DeviceId,
    journal::{Record, Tail},
};
use sync_protocol::{Item, RefusedItem, WhyRefused};

use crate::{
    TOPIC,
    feed::{Entry, Feed},
    store::{
        Place,
        log::{self, PutAside},
    },
};

/// The keys of the devices whose records came; none for a device that may not write here.
pub(crate) type Keys = HashMap<DeviceId, Option<[u8; 32]>>;

/// An item whose own bytes were looked at.
#[derive(Debug)]
pub(crate) enum Checked {
    /// A change whose bytes are whole.
    Change(Arc<Item>),
    /// A record that its device signed; whether it follows is seen in the transaction.
    Fact(Box<Record>, String),
    /// Something that cannot be taken in whatever the tables say.
    Bad(Arc<Item>, WhyRefused),
}

/// Checks what can be checked without the tables. This is the slow part: hashes and signatures.
pub(crate) fn check(items: Vec<Item>, keys: &Keys) -> Vec<Checked> {
    items
        .into_iter()
        .map(|item| check_one(item, keys))
        .collect()
}

fn check_one(item: Item, keys: &Keys) -> Checked {
    if !item.fits() {
        return Checked::Bad(Arc::new(item), WhyRefused::TooBig);
    }
    match item {
        Item::Change(change) if change.is_whole() => {
            Checked::Change(Arc::new(Item::Change(change)))
        }
        Item::Change(_) => Checked::Bad(Arc::new(item), WhyRefused::Damaged),
        Item::Fact(record) => match signed(&record, keys) {
            Ok(()) => {
                let kind = kind_of(&record);
                Checked::Fact(Box::new(record), kind)
            }
            Err(why) => Checked::Bad(Arc::new(Item::Fact(record)), why),
        },
    }
}

fn signed(record: &Record, keys: &Keys) -> Result<(), WhyRefused> {
    let Some(Some(key)) = keys.get(&record.device) else {
        return Err(WhyRefused::Stranger);
    };
    let key = VerifyingKey::from_bytes(key).map_err(|_| WhyRefused::Stranger)?;
    let before = Tail {
        number: record.number.checked_sub(1).ok_or(WhyRefused::Forged)?,
        hash: record.previous,
    };
    record.verify(before, &key).map_err(|_| WhyRefused::Forged)
}

/// The word that stands in the body; a fact of a later version is kept too, for leaving it out
/// would break the chain of its journal.
fn kind_of(record: &Record) -> String {
    #[derive(serde::Deserialize)]
    struct Kind {
        kind: String,
    }
    serde_json::from_str::<Kind>(&record.body).map_or_else(|_| "unknown".to_owned(), |it| it.kind)
}

/// Pushes of one device that are written together.
#[derive(Debug)]
pub(crate) struct Intake {
    pub(crate) place: Place,
    pub(crate) from: DeviceId,
    pub(crate) pushes: Vec<Vec<Checked>>,
    pub(crate) at_ms: i64,
}

/// Writes what is new, puts aside what is not to be believed, and tells the feed after the commit.
///
/// The answer says for each push which of its items were refused.
pub(crate) fn write(
    tx: &Tx<'_>,
    intake: Intake,
    feed: &Arc<Feed>,
) -> Result<Vec<Vec<RefusedItem>>, DbError> {
    let before = log::locked_head(tx, intake.place)?;
    let mut writer = Writer {
        tx,
        place: intake.place,
        from: intake.from,
        at_ms: intake.at_ms,
        head: before,
        tails: HashMap::new(),
        entries: Vec::new(),
    };
    let mut answers = Vec::with_capacity(intake.pushes.len());
    for push in intake.pushes {
        let mut refused = Vec::new();
        for (index, item) in (0..).zip(push) {
            if let Some(why) = writer.take(item)? {
                refused.push(RefusedItem { index, why });
            }
        }
        answers.push(refused);
    }
    let Writer { head, entries, .. } = writer;
    if head > before {
        log::set_head(tx, intake.place, head)?;
        let feed = Arc::clone(feed);
        tx.on_commit(move || feed.publish(before, head, entries));
        tx.announce(TOPIC);
    }
    Ok(answers)
}

struct Writer<'a, 'tx> {
    tx: &'a Tx<'tx>,
    place: Place,
    from: DeviceId,
    at_ms: i64,
    head: u64,
    tails: HashMap<DeviceId, Tail>,
    entries: Vec<Entry>,
}

impl Writer<'_, '_> {
    /// Takes one item in; why not, if it is refused.
    fn take(&mut self, item: Checked) -> Result<Option<WhyRefused>, DbError> {
        match item {
            Checked::Change(item) => {
                self.take_change(item)?;
                Ok(None)
            }
            Checked::Fact(record, kind) => {
                let why = self.take_fact(&record, &kind)?;
                if let Some(why) = why {
                    self.put_aside(&Item::Fact(*record), why)?;
                }
                Ok(why)
            }
            Checked::Bad(item, why) => {
                self.put_aside(&item, why)?;
                Ok(Some(why))
            }
        }
    }

    fn take_change(&mut self, item: Arc<Item>) -> Result<(), DbError> {
        let Item::Change(change) = &*item else {
            return Ok(());
        };
        let seq = self.head + 1;
        if log::append_change(self.tx, self.place, seq, change, self.from, self.at_ms)? {
            self.head = seq;
            self.entries.push(Entry {
                seq,
                from: self.from,
                item,
            });
        }
        Ok(())
    }

    fn take_fact(&mut self, record: &Record, kind: &str) -> Result<Option<WhyRefused>, DbError> {
        let tenant_id = self.place.tenant_id;
        let tail = match self.tails.get(&record.device) {
            Some(tail) => *tail,
            None => log::tail(self.tx, tenant_id, record.device)?,
        };
        self.tails.insert(record.device, tail);
        if record.number <= tail.number {
            let known = log::fact_hash(self.tx, tenant_id, record.device, record.number)?;
            return Ok((known != Some(record.hash)).then_some(WhyRefused::Fork));
        }
        if record.number > tail.number + 1 {
            return Ok(Some(WhyRefused::Gap));
        }
        if record.previous != tail.hash || log::has_fact_id(self.tx, tenant_id, record.id)? {
            return Ok(Some(WhyRefused::Fork));
        }
        let seq = self.head + 1;
        log::append_fact(self.tx, self.place, seq, record, kind, self.at_ms)?;
        self.head = seq;
        self.tails.insert(record.device, record.tail());
        Ok(None)
    }

    fn put_aside(&self, item: &Item, why: WhyRefused) -> Result<(), DbError> {
        let (what, subject, bytes) = match item {
            Item::Change(change) => ("change", change.order.to_string(), change.bytes.clone()),
            Item::Fact(record) => (
                "fact",
                format!("{} {}", record.device, record.number),
                serde_json::to_vec(record)
                    .map_err(|error| DbError::Statement(error.to_string()))?,
            ),
        };
        tracing::warn!(device.id = %self.from, %what, %subject, %why, "an item was refused");
        let aside = PutAside {
            from: self.from,
            sha256: Sha256::digest(&bytes).into(),
            what,
            subject,
            bytes,
            why: why.to_string(),
        };
        log::put_aside(self.tx, self.place, &aside, self.at_ms)
    }
}
