//! Closes business days, months and years that are over, by itself.

use local_store::StoreError;
use printers::layouts::{ClosurePaper, Words, closure_report};
use shared::{
    api::{
        Problem,
        till::{EarlierAsked, Reply},
    },
    closure::{Book, Closure, Dated, Period, first_open_day},
    journal::{Fact, Record},
    time::BusinessDay,
};

use super::{
    Action, Engine, device::stored, disk, json, not_found, papers::head as site_head,
    paying::money, shifts::read,
};

/// Where the book stands in the device's own facts. It follows from the journal, and is written
/// with the closures that move it on.
const BOOK: &str = "closures";

/// How many closures of a kind a till shows at once.
const fn shown(period: Period) -> u64 {
    match period {
        Period::Day => 62,
        Period::Month => 24,
        Period::Year => 10,
    }
}

/// Where a closure is kept beside the journal, so that nobody reads years to show one.
fn name_of(period: Period, number: u64) -> String {
    format!("closures/{}/{number}", period.word())
}

/// What is known of the days that wait for their closure.
#[derive(Default)]
pub(super) struct Closing {
    book: Book,
    /// The first day on which something happened and that is not closed.
    open_day: Option<BusinessDay>,
}

impl Engine {
    /// Reads where the closures stand; the site's day must be known.
    pub(super) fn load_closing(&mut self) -> Result<(), StoreError> {
        self.closing.book = stored(&self.store, BOOK)?.unwrap_or_default();
        self.closing.open_day = first_open_day(&self.records_to_close()?);
        Ok(())
    }

    fn records_to_close(&self) -> Result<Vec<Dated>, StoreError> {
        let records = self.store.facts_from(self.closing.book.next_number())?;
        let dated = |record: &Record| Dated {
            number: record.number,
            day: self.day_of(record.at_ms),
            fact: read(record),
        };
        Ok(records.iter().map(dated).collect())
    }

    /// Something was written down today.
    pub(super) fn note_day(&mut self, action: &Action) {
        let happened = |(_, fact): &&(i64, Fact)| !matches!(fact, Fact::PeriodClosed(_));
        if self.closing.open_day.is_none()
            && let Some((at_ms, _)) = action.facts.iter().find(happened)
        {
            self.closing.open_day = Some(self.day_of(*at_ms));
        }
    }

    /// Closes what is over. Doing it again does nothing; tells how many closures were written.
    pub fn close_days(&mut self) -> Result<usize, Problem> {
        if self.catalogue.is_none() {
            // Without a site nobody knows when its day ends.
            return Ok(0);
        }
        let today = self.today();
        let is_day_over = self.closing.open_day.is_some_and(|day| day != today);
        if !is_day_over && !self.closing.book.has_past_period(today) {
            return Ok(0);
        }
        let records = self.records_to_close().map_err(disk)?;
        let mut book = self.closing.book.clone();
        let made = book.close(today, &records).map_err(money)?;
        let count = made.len();
        if count > 0 {
            let mut action = Action::default();
            for closure in made {
                let name = name_of(closure.period, closure.number);
                action.batch.device.push((name, json(&closure)?));
                self.add_fact(&mut action, Fact::PeriodClosed(closure))?;
            }
            action.batch.device.push((BOOK.to_owned(), json(&book)?));
            self.commit(action)?;
            self.closing.book = book;
        }
        let left = self.records_to_close().map_err(disk)?;
        self.closing.open_day = first_open_day(&left);
        Ok(count)
    }

    /// The latest closures: days, then months, then years, each the newest first.
    pub(super) fn closures(&self) -> Result<Vec<Closure>, Problem> {
        let mut found = Vec::new();
        for period in Period::ALL {
            found.extend(self.closures_before(period, u64::MAX)?);
        }
        Ok(found)
    }

    /// Closures of one kind before this number, the newest first; as many as a list shows.
    pub(super) fn closures_before(
        &self,
        period: Period,
        before: u64,
    ) -> Result<Vec<Closure>, Problem> {
        let last = self.closing.book.count(period);
        let last = last.min(before.saturating_sub(1));
        let first = last.saturating_sub(shown(period)) + 1;
        let mut found = Vec::new();
        for number in (first..=last).rev() {
            found.extend(self.closure(period, number)?);
        }
        Ok(found)
    }

    /// What was before what a list shows.
    pub(super) fn earlier(&self, asked: EarlierAsked) -> Result<Reply, Problem> {
        Ok(match asked {
            EarlierAsked::Shifts { before } => Reply::Shifts(self.past_shifts(Some(before))?),
            EarlierAsked::Closures { period, before } => {
                Reply::Closures(self.closures_before(period, before)?)
            }
        })
    }

    fn closure(&self, period: Period, number: u64) -> Result<Option<Closure>, Problem> {
        stored(&self.store, &name_of(period, number)).map_err(disk)
    }

    /// Puts a closure on paper. It says the same each time, so no paper of it is a copy.
    pub(super) fn print_closure(&self, period: Period, number: u64) -> Result<Action, Problem> {
        let closure = self.closure(period, number)?;
        let closure = closure.ok_or_else(|| not_found("closure"))?;
        let menu = self.menu()?;
        let paper = ClosurePaper {
            site: site_head(&menu.site),
            currency: menu.site.currency,
            language: menu.site.language.clone(),
            till: self.name.clone(),
            printed_at: self.local_text(self.source.now_ms()),
            closure,
        };
        let mut action = Action::default();
        self.queue_on_receipts(
            &mut action,
            &menu,
            &closure_report(&paper, Words::of(&menu.site.language)),
        )?;
        Ok(action)
    }
}
