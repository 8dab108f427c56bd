//! An evening in the restaurant: guests come, order, add, change their minds and pay; cooks strike and bump.
//!
//! Everybody here uses the commands of the screens and nothing else, so that what an evening leaves behind is what a
//! real one would. Time runs as much faster than life as was asked for; a dead node is waited for.

mod agenda;
mod calls;
mod cooks;
mod dice;
mod guests;
mod service;
mod words;

use std::{
    collections::BTreeSet,
    sync::mpsc::{Receiver, RecvTimeoutError},
    time::{Duration, Instant},
};

use anyhow::{Result, bail};
use shared::{
    api::{Problem, till::MenuView},
    ids::OrderId,
    staff::Role,
};

use agenda::minutes;
use calls::{CallError, Kitchen, Till};
use dice::Dice;
use service::Service;

/// How long an evening is.
const EVENING_MIN: u64 = 240;
/// How often the reader hears how it goes.
const TELL_EVERY_MIN: u64 = 30;
/// How long to wait before trying again at a node that does not answer, in its own time.
const AWAY: Duration = Duration::from_secs(1);
/// How long the first catalogue may take from the hub to the till.
const OPENING_LIMIT: Duration = Duration::from_mins(1);

/// Somebody who works here.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub(crate) role: Role,
    pub(crate) pin: String,
}

/// Guests who sit there already.
#[derive(Clone, Debug)]
pub(crate) struct Seated {
    pub(crate) order: OrderId,
    pub(crate) table: Option<String>,
    pub(crate) guests: u32,
}

/// What an evening needs to know.
pub(crate) struct Evening {
    /// Address of the till's node.
    pub(crate) till: String,
    /// Address of the kitchen's node.
    pub(crate) kitchen: String,
    pub(crate) staff: Vec<Person>,
    pub(crate) seated: Vec<Seated>,
    /// How many times faster than life.
    pub(crate) speed: u32,
}

/// How an evening ended.
enum End {
    /// The clock struck.
    Over,
    /// Somebody stopped it.
    Stopped,
}

/// Plays until the evening is over, or until `stop` says something or is gone.
pub(crate) fn play(evening: Evening, stop: &Receiver<()>, say: impl Fn(&str)) -> Result<()> {
    let mut dice = Dice::new()?;
    let mut till = Till::new(evening.till, evening.staff, dice.next());
    let Some(menu) = wait_for_menu(&mut till, stop)? else {
        return Ok(());
    };
    let taken: BTreeSet<String> = evening
        .seated
        .iter()
        .filter_map(|party| party.table.clone())
        .collect();
    let mut service = Service::new(till, Kitchen::new(evening.kitchen), menu, dice, taken);
    service.open(evening.seated);
    match run(&mut service, evening.speed, stop, &say) {
        End::Over => say(&format!("The evening is over: {}.", service.summary())),
        End::Stopped => {}
    }
    Ok(())
}

fn run(service: &mut Service, speed: u32, stop: &Receiver<()>, say: &impl Fn(&str)) -> End {
    let mut began = Instant::now();
    let mut told_min = 0;
    let mut away = false;
    while let Some((due_ms, act)) = service.agenda.next() {
        if due_ms > minutes(EVENING_MIN) {
            break;
        }
        let due = began + Duration::from_millis(due_ms / u64::from(speed));
        if !sleep_until(due, stop) {
            return End::Stopped;
        }
        while due_ms >= minutes(told_min + TELL_EVERY_MIN)
            && told_min + TELL_EVERY_MIN < EVENING_MIN
        {
            told_min += TELL_EVERY_MIN;
            say(&format!("After {told_min} minutes: {}.", service.summary()));
        }
        match service.perform(act, due_ms) {
            Ok(()) => away = false,
            Err(CallError::Refused(why)) => service.note_refusal(&why),
            Err(CallError::Away(why)) => {
                if !away {
                    say(&format!("The evening waits: {why:#}"));
                }
                away = true;
                service.agenda.put_back(due_ms, act);
                let waited = Instant::now();
                if !sleep_until(waited + AWAY, stop) {
                    return End::Stopped;
                }
                // The time in which nothing could be done does not count.
                began += waited.elapsed();
                continue;
            }
        }
        service.follow(due_ms, act);
    }
    End::Over
}

/// Sleeps; says `false` when the evening has to stop.
fn sleep_until(due: Instant, stop: &Receiver<()>) -> bool {
    let left = due.saturating_duration_since(Instant::now());
    matches!(stop.recv_timeout(left), Err(RecvTimeoutError::Timeout))
}

/// A new till has to get its first catalogue from the hub.
fn wait_for_menu(till: &mut Till, stop: &Receiver<()>) -> Result<Option<MenuView>> {
    let until = Instant::now() + OPENING_LIMIT;
    loop {
        let why = match till.menu() {
            Ok(menu) => return Ok(Some(menu)),
            Err(CallError::Refused(why @ (Problem::NotEnrolled | Problem::NoCatalogue))) => {
                why.to_string()
            }
            Err(CallError::Away(why)) => format!("{why:#}"),
            Err(CallError::Refused(why)) => bail!("the till lets nobody begin: {why}"),
        };
        if Instant::now() >= until {
            bail!("the till cannot begin: {why}");
        }
        if !sleep_until(Instant::now() + AWAY, stop) {
            return Ok(None);
        }
    }
}
