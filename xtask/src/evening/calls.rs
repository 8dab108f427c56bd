//! The doors that the screens of till and kitchen use.

use std::collections::BTreeMap;

use anyhow::{Context as _, anyhow};
use serde::de::DeserializeOwned;
use serde_json::Value;
use shared::{
    api::{
        Problem, kds,
        till::{Ask, Command, Me, MenuView, OrderView, Pin, Reply},
    },
    ids::SessionId,
    staff::Permit,
};

use super::Person;
use crate::http;

/// Why a node did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub(super) enum CallError {
    #[error("{0}")]
    Refused(Problem),
    #[error("{0:#}")]
    Away(anyhow::Error),
}

/// The till, as those see it who work at it.
pub(super) struct Till {
    door: String,
    staff: Vec<Person>,
    sessions: BTreeMap<usize, SessionId>,
    /// Tells the touches of this evening from those of another.
    evening: u64,
    touches: u64,
}

impl Till {
    pub(super) fn new(address: String, staff: Vec<Person>, evening: u64) -> Self {
        let door = format!("{address}/api/till");
        Self {
            door,
            staff,
            sessions: BTreeMap::new(),
            evening,
            touches: 0,
        }
    }

    /// Those who may do something, by their place in the staff's list: who does only that comes first.
    pub(super) fn who_may(&self, permit: Permit) -> Vec<usize> {
        let may = |permit| {
            let people = self.staff.iter().enumerate();
            people
                .filter(move |(_, one)| one.role.may(permit))
                .map(|(place, _)| place)
        };
        let others: Vec<usize> = may(Permit::OpenDrawer).collect();
        let (last, first): (Vec<usize>, Vec<usize>) =
            may(permit).partition(|place| others.contains(place));
        if first.is_empty() { last } else { first }
    }

    /// What the restaurant sells.
    pub(super) fn menu(&mut self) -> Result<MenuView, CallError> {
        match self.ask(0, Command::Menu)? {
            Reply::Menu(menu) => Ok(*menu),
            other => Err(unexpected(&other)),
        }
    }

    /// A command that answers with the order.
    pub(super) fn order(&mut self, who: usize, command: Command) -> Result<OrderView, CallError> {
        match self.ask(who, command)? {
            Reply::Order(view) | Reply::Paid { order: view, .. } => Ok(*view),
            other => Err(unexpected(&other)),
        }
    }

    /// Any command. Whoever was locked out signs in again.
    pub(super) fn ask(&mut self, who: usize, command: Command) -> Result<Reply, CallError> {
        let session = match self.sessions.get(&who) {
            Some(session) => *session,
            None => self.sign_in(who)?,
        };
        self.touches += 1;
        let request = format!("{:016x}-{}", self.evening, self.touches);
        let mut ask = Ask {
            session: Some(session),
            request: Some(request),
            command,
            approval: None,
        };
        let answer = self.send(&ask);
        match answer {
            Err(CallError::Refused(Problem::SignedOut)) => {
                ask.session = Some(self.sign_in(who)?);
                self.send(&ask)
            }
            // The same touch again does nothing twice, so an answer that was lost is simply asked for once more.
            Err(CallError::Away(_)) => self.send(&ask),
            answer => answer,
        }
    }

    fn sign_in(&mut self, who: usize) -> Result<SessionId, CallError> {
        let person = self.staff.get(who);
        let pin = person.map(|person| person.pin.clone()).unwrap_or_default();
        let ask = Ask {
            session: None,
            request: None,
            command: Command::SignIn { pin: Pin(pin) },
            approval: None,
        };
        match self.send(&ask)? {
            Reply::SignedIn(Me { session, .. }) => {
                self.sessions.insert(who, session);
                Ok(session)
            }
            other => Err(unexpected(&other)),
        }
    }

    fn send(&self, ask: &Ask) -> Result<Reply, CallError> {
        let words = serde_json::to_value(ask).context("a command is JSON");
        call(&self.door, &words.map_err(CallError::Away)?)
    }
}

/// The kitchen's screen.
pub(super) struct Kitchen {
    door: String,
}

impl Kitchen {
    pub(super) fn new(address: String) -> Self {
        Self {
            door: format!("{address}/api/kds"),
        }
    }

    /// Does something and answers with all that the screen then shows.
    pub(super) fn ask(&self, command: &kds::Command) -> Result<kds::View, CallError> {
        let words = serde_json::to_value(command).context("a command is JSON");
        call(&self.door, &words.map_err(CallError::Away)?)
    }
}

fn call<T: DeserializeOwned>(door: &str, words: &Value) -> Result<T, CallError> {
    const REFUSED: u16 = 422;
    let answer = http::post(door, None, words).map_err(CallError::Away)?;
    let read = match answer.status {
        200 => serde_json::from_value(answer.body.clone()).map(Ok),
        REFUSED => {
            serde_json::from_value(answer.body.clone()).map(|why| Err(CallError::Refused(why)))
        }
        status => {
            return Err(CallError::Away(anyhow!(
                "{door} answers {status} {}",
                answer.body
            )));
        }
    };
    read.unwrap_or_else(|why| Err(CallError::Away(anyhow!("{door}: {why} in {}", answer.body))))
}

fn unexpected(reply: &Reply) -> CallError {
    CallError::Away(anyhow!("the till answers something else: {reply:?}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::staff::Role;

    fn till(roles: &[Role]) -> Till {
        let person = |&role| Person {
            role,
            pin: "1".to_owned(),
        };
        Till::new(String::new(), roles.iter().map(person).collect(), 1)
    }

    #[test]
    fn the_manager_helps_out_only_where_nobody_else_can() {
        let full = till(&[Role::Manager, Role::Cashier, Role::Waiter, Role::Cook]);
        assert_eq!(full.who_may(Permit::TakeMoney), [1]);
        assert_eq!(full.who_may(Permit::TakeOrders), [1, 2]);
        assert_eq!(
            till(&[Role::Manager, Role::Cook]).who_may(Permit::TakeMoney),
            [0]
        );
    }
}
