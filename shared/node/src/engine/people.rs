//! Who is signed in at which screen, and what wrong PINs cost.

use std::collections::HashMap;

use local_store::{Batch, Store, StoreError};
use serde::{Deserialize, Serialize};
use shared::{
    api::{
        Problem,
        till::{Change, Me, OrderView},
    },
    ids::{OrderId, SessionId, StaffId},
    staff::{Permit, Right, StaffMember, lock_seconds},
    time::MINUTE_MS,
};

use super::{Engine, device::stored, disk, json};
use crate::feed::Audience;

const WRONG_PINS: &str = "wrong_pins";

/// What a PIN is hashed with.
#[derive(Clone, Debug)]
pub struct PinSalt(pub Vec<u8>);

/// Wrong PINs in a row, kept on the disk so that a restart forgives nothing.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
struct WrongPins {
    in_a_row: u32,
    locked_until_ms: i64,
}

struct Session {
    staff: StaffId,
    shows: Option<OrderId>,
    touched_at_ms: i64,
}

/// Who is signed in.
pub(super) struct People {
    sessions: HashMap<SessionId, Session>,
    wrong: WrongPins,
    /// Which happy hours and price lists counted when screens were told last.
    pub(super) prices_on: Vec<bool>,
}

impl People {
    pub(super) fn load(store: &Store) -> Result<Self, StoreError> {
        let wrong = stored(store, WRONG_PINS)?.unwrap_or_default();
        Ok(Self {
            sessions: HashMap::new(),
            wrong,
            prices_on: Vec::new(),
        })
    }
}

impl Engine {
    /// What PINs are hashed with, or why nobody can sign in now.
    pub fn pin_salt(&self) -> Result<PinSalt, Problem> {
        let menu = self.menu()?;
        let left_ms = self.people.wrong.locked_until_ms - self.source.now_ms();
        if left_ms > 0 {
            let seconds = u32::try_from((left_ms + 999) / 1_000).unwrap_or(u32::MAX);
            return Err(Problem::Locked { seconds });
        }
        let salt = hex::decode(&menu.pin_salt).unwrap_or_default();
        Ok(PinSalt(salt))
    }

    /// Signs in whoever has this PIN hash.
    pub fn sign_in(&mut self, pin_hash: &str) -> Result<Me, Problem> {
        // Somebody may have locked the pad while the hash was computed.
        self.pin_salt()?;
        let menu = self.menu()?;
        let found = menu
            .staff
            .iter()
            .find(|member| member.pin_hash == pin_hash)
            .cloned();
        let Some(member) = found else {
            return Err(self.count_wrong_pin()?);
        };
        self.forgive_wrong_pins()?;
        let session = SessionId::from_bytes(self.source.bytes());
        let touched_at_ms = self.source.now_ms();
        self.people.sessions.insert(
            session,
            Session {
                staff: member.id,
                shows: None,
                touched_at_ms,
            },
        );
        let those = |right| {
            let all = Permit::ALL.into_iter();
            all.filter(|permit| member.role.right(*permit) == right)
                .collect()
        };
        Ok(Me {
            session,
            id: member.id,
            name: member.name,
            role: member.role,
            permits: those(Right::May),
            with_approval: those(Right::WithApproval),
        })
    }

    pub(super) fn count_wrong_pin(&mut self) -> Result<Problem, Problem> {
        let in_a_row = self.people.wrong.in_a_row.saturating_add(1);
        let seconds = lock_seconds(in_a_row);
        let locked_until_ms = self.source.now_ms() + i64::from(seconds) * 1_000;
        self.store_wrong_pins(WrongPins {
            in_a_row,
            locked_until_ms,
        })?;
        Ok(if seconds == 0 {
            Problem::WrongPin
        } else {
            Problem::Locked { seconds }
        })
    }

    /// A right PIN forgives the wrong ones before it.
    pub(super) fn forgive_wrong_pins(&mut self) -> Result<(), Problem> {
        self.store_wrong_pins(WrongPins::default())
    }

    fn store_wrong_pins(&mut self, wrong: WrongPins) -> Result<(), Problem> {
        if wrong.in_a_row == self.people.wrong.in_a_row {
            return Ok(());
        }
        let device = vec![(WRONG_PINS.to_owned(), json(&wrong)?)];
        self.store
            .commit(&Batch {
                device,
                ..Batch::default()
            })
            .map_err(disk)?;
        self.people.wrong = wrong;
        Ok(())
    }

    /// Ends a session.
    pub(super) fn sign_out(&mut self, session: SessionId) {
        if self.people.sessions.remove(&session).is_some() {
            self.feed
                .till(Audience::Sessions(vec![session]), &Change::SignedOut);
        }
    }

    /// Locks screens that nobody has touched for as long as the site says, and those of people who
    /// do not work here any more.
    pub fn lock_idle(&mut self) {
        let Ok(menu) = self.menu() else { return };
        let before_ms =
            self.source.now_ms() - i64::from(menu.site.auto_lock_min.max(1)) * MINUTE_MS;
        let works_here = |id: StaffId| menu.staff.iter().any(|member| member.id == id);
        let idle: Vec<SessionId> = self
            .people
            .sessions
            .iter()
            .filter(|(_, session)| session.touched_at_ms < before_ms || !works_here(session.staff))
            .map(|(id, _)| *id)
            .collect();
        for session in idle {
            self.sign_out(session);
        }
    }

    /// Who asks; the touch keeps the screen from locking itself.
    pub(super) fn who(&mut self, session: Option<SessionId>) -> Result<StaffMember, Problem> {
        self.lock_idle();
        let now_ms = self.source.now_ms();
        let session = session
            .and_then(|id| self.people.sessions.get_mut(&id))
            .ok_or(Problem::SignedOut)?;
        session.touched_at_ms = now_ms;
        let staff = session.staff;
        let menu = self.menu()?;
        menu.staff
            .iter()
            .find(|member| member.id == staff)
            .cloned()
            .ok_or(Problem::SignedOut)
    }

    /// Whether somebody is signed in under this session.
    pub fn is_signed_in(&self, session: SessionId) -> bool {
        self.people.sessions.contains_key(&session)
    }

    /// Remembers which order a screen shows.
    pub(super) fn shows(&mut self, session: Option<SessionId>, order: OrderId) {
        let session = session.and_then(|id| self.people.sessions.get_mut(&id));
        if let Some(session) = session {
            session.shows = Some(order);
        }
    }

    /// Orders that a screen shows.
    pub(super) fn shown_orders(&self) -> Vec<OrderId> {
        let sessions = self.people.sessions.values();
        let shown: std::collections::BTreeSet<_> = sessions.filter_map(|one| one.shows).collect();
        shown.into_iter().collect()
    }

    /// Screens that show this order.
    pub(super) fn screens_showing(&self, order: OrderId) -> Vec<SessionId> {
        let shows = self
            .people
            .sessions
            .iter()
            .filter(|(_, s)| s.shows == Some(order));
        shows.map(|(id, _)| *id).collect()
    }

    /// The order that a screen shows.
    pub fn shown_view(&mut self, session: SessionId) -> Option<OrderView> {
        let order = self.people.sessions.get(&session)?.shows?;
        let member = self.who_quietly(session);
        self.order_view(order, member.as_ref()).ok()
    }

    /// Who is signed in under a session.
    pub(super) fn people_staff(&self, session: SessionId) -> Option<StaffId> {
        self.people
            .sessions
            .get(&session)
            .map(|session| session.staff)
    }

    /// What the others call somebody.
    pub(super) fn name_of(&self, id: StaffId) -> String {
        let menu = self.catalogue.as_ref();
        menu.and_then(|menu| menu.staff.iter().find(|member| member.id == id))
            .map(|member| member.name.clone())
            .unwrap_or_default()
    }
}
