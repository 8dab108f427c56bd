//! Closures: at the end of each business day, month and year the journal says what was sold in it
//! and since the device began, so that a part taken out would not add up any more.
//!
//! A closure covers records by their numbers, not by the clock: each record is in exactly one day,
//! whatever was done to the clock. Which day that is, says the first of them.

mod tenders;

use serde::{Deserialize, Serialize};

pub use tenders::{Takings, TakingsError, TenderSum, TenderSums};

use crate::{
    deposit::Deposits,
    gift::loaded,
    journal::{Fact, OrderClosed},
    menu::TaxRate,
    money::{Money, MoneyError},
    price::TaxRow,
    refund::RefundKind,
    time::BusinessDay,
};

/// What is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Period {
    /// A business day.
    Day,
    /// A month of business days.
    Month,
    /// A year of business days.
    Year,
}

impl Period {
    /// All of them, the shortest first.
    pub const ALL: [Self; 3] = [Self::Day, Self::Month, Self::Year];

    /// The word that names it where it is kept.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Month => "month",
            Self::Year => "year",
        }
    }

    /// What the period of this day is called: `2026-11-21`, `2026-11`, `2026`.
    pub fn name_of(self, day: BusinessDay) -> String {
        let (year, month, _) = day.ymd();
        match self {
            Self::Day => day.to_string(),
            Self::Month => format!("{year:04}-{month:02}"),
            Self::Year => format!("{year:04}"),
        }
    }
}

/// What was sold and given back at one rate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RateSum {
    /// The rate.
    pub rate: TaxRate,
    /// Sold, without tax.
    pub sold_net: Money,
    /// The tax on it.
    pub sold_tax: Money,
    /// Given back, without tax; below zero.
    pub refunded_net: Money,
    /// The tax on it; below zero.
    pub refunded_tax: Money,
}

/// What was sold and given back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sums {
    /// Checks settled; one that was settled again counts once.
    pub checks: i64,
    /// What they owed together.
    pub sold: Money,
    /// What was given back for what was sold; below zero.
    pub refunded: Money,
    /// What went onto gift cards, less what came off them with a refund: no sale.
    #[serde(default, skip_serializing_if = "Money::is_nothing")]
    pub gift_cards: Money,
    /// By rate, the lowest first.
    pub rates: Vec<RateSum>,
    /// What happened to deposits.
    #[serde(default, skip_serializing_if = "Deposits::is_nothing")]
    pub deposits: Deposits,
}

impl Sums {
    /// Adds a settled check, or what was given back (below zero).
    pub fn add_check(&mut self, total: Money, taxes: &[TaxRow]) -> Result<(), MoneyError> {
        self.checks += 1;
        if total.is_negative() {
            self.refunded = self.refunded.plus(total)?;
        } else {
            self.sold = self.sold.plus(total)?;
        }
        for tax in taxes {
            let row = self.row(tax.rate);
            if tax.net.is_negative() || tax.tax.is_negative() {
                row.refunded_net = row.refunded_net.plus(tax.net)?;
                row.refunded_tax = row.refunded_tax.plus(tax.tax)?;
            } else {
                row.sold_net = row.sold_net.plus(tax.net)?;
                row.sold_tax = row.sold_tax.plus(tax.tax)?;
            }
        }
        Ok(())
    }

    /// Takes a check off that is counted again.
    fn take_back(&mut self, total: Money, taxes: &[TaxRow]) -> Result<(), MoneyError> {
        self.checks -= 1;
        self.sold = self.sold.minus(total)?;
        for tax in taxes {
            let row = self.row(tax.rate);
            row.sold_net = row.sold_net.minus(tax.net)?;
            row.sold_tax = row.sold_tax.minus(tax.tax)?;
        }
        Ok(())
    }

    /// Adds what was given back for what was sold; the amounts come above zero.
    fn add_refund(&mut self, amount: Money, taxes: &[TaxRow]) -> Result<(), MoneyError> {
        self.refunded = self.refunded.minus(amount)?;
        for tax in taxes {
            let row = self.row(tax.rate);
            row.refunded_net = row.refunded_net.minus(tax.net)?;
            row.refunded_tax = row.refunded_tax.minus(tax.tax)?;
        }
        Ok(())
    }

    /// Adds what was summed elsewhere.
    pub fn add(&mut self, other: &Self) -> Result<(), MoneyError> {
        self.checks += other.checks;
        self.sold = self.sold.plus(other.sold)?;
        self.refunded = self.refunded.plus(other.refunded)?;
        self.deposits.add(&other.deposits)?;
        self.gift_cards = self.gift_cards.plus(other.gift_cards)?;
        for from in &other.rates {
            let row = self.row(from.rate);
            row.sold_net = row.sold_net.plus(from.sold_net)?;
            row.sold_tax = row.sold_tax.plus(from.sold_tax)?;
            row.refunded_net = row.refunded_net.plus(from.refunded_net)?;
            row.refunded_tax = row.refunded_tax.plus(from.refunded_tax)?;
        }
        Ok(())
    }

    fn row(&mut self, rate: TaxRate) -> &mut RateSum {
        let place = match self.rates.binary_search_by_key(&rate, |row| row.rate) {
            Ok(place) => place,
            Err(place) => {
                let empty = RateSum {
                    rate,
                    sold_net: Money::ZERO,
                    sold_tax: Money::ZERO,
                    refunded_net: Money::ZERO,
                    refunded_tax: Money::ZERO,
                };
                self.rates.insert(place, empty);
                place
            }
        };
        #[expect(clippy::indexing_slicing, reason = "the row was found or put there")]
        &mut self.rates[place]
    }

    /// Adds what a fact sold. A fact of a training sells nothing.
    fn add_fact(&mut self, fact: &Fact) -> Result<(), MoneyError> {
        match fact {
            Fact::OrderClosed(closed) if !closed.is_nothing() => {
                if let Some(before) = &closed.counted {
                    // It was closed before, and something came to it late: only what is new.
                    self.take_back(before.total, &before.taxes)?;
                    self.gift_cards = self.gift_cards.minus(before.gift_cards)?;
                }
                self.deposits.add_closing(closed)?;
                self.gift_cards = self.gift_cards.plus(loaded(&closed.gift_cards)?)?;
                self.add_check(closed.total, &closed.taxes)
            }
            Fact::Refunded(refunded) if refunded.of == RefundKind::Lines => {
                let gift_cards = loaded(&refunded.gift_cards)?;
                self.gift_cards = self.gift_cards.minus(gift_cards)?;
                self.add_refund(refunded.amount.minus(gift_cards)?, &refunded.taxes)
            }
            Fact::Refunded(refunded) => self.deposits.add_refund(refunded),
            Fact::Payment(payment) => self.deposits.add_payment(payment),
            _ => Ok(()),
        }
    }
}

/// The end of a day, a month or a year, as the journal holds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closure {
    /// What was closed.
    pub period: Period,
    /// Its name: see [`Period::name_of`].
    pub of: String,
    /// Its number among the device's closures of that kind, from 1 without gaps.
    pub number: u64,
    /// The first record that it covers.
    pub from_number: u64,
    /// The last one.
    pub to_number: u64,
    /// What was sold in it.
    pub sums: Sums,
    /// What was sold since the device's first record, up to and with this period.
    pub perpetual: Sums,
    /// What was paid and went back in it by tender. None in what an older version wrote, and for a
    /// month or a year that began under one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tenders: Option<TenderSums>,
}

impl OrderClosed {
    /// Nothing was sold: a table opened by mistake, or everything was taken off again. Such an
    /// order ends and is counted nowhere, where no closing before counted something.
    pub fn is_nothing(&self) -> bool {
        let before = self.counted.as_ref();
        let took_off =
            before.is_some_and(|counted| !counted.total.is_zero() || !counted.gift_cards.is_zero());
        let nothing_now = self.lines.is_empty() && self.gift_cards.is_empty();
        nothing_now && self.total.is_zero() && !took_off
    }
}

/// A record, as far as closing needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dated {
    /// Its number.
    pub number: u64,
    /// The business day of its time.
    pub day: BusinessDay,
    /// What it says.
    pub fact: Fact,
}

/// Days that wait for the end of their month or year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Running {
    /// A day of it.
    day: BusinessDay,
    from_number: u64,
    to_number: u64,
    sums: Sums,
    /// None where an older version began it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    tenders: Option<TenderSums>,
}

/// Closures of one kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Series {
    /// Number of the last one.
    number: u64,
    running: Option<Running>,
}

/// Where a device's closures stand. It follows from the journal alone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Book {
    /// The last record that a day's closure covers.
    to_number: u64,
    days: u64,
    months: Series,
    years: Series,
    perpetual: Sums,
}

impl Book {
    /// The first record that no day's closure covers.
    pub const fn next_number(&self) -> u64 {
        self.to_number + 1
    }

    /// How many closures of this kind there are; the last one has this number.
    pub const fn count(&self, period: Period) -> u64 {
        match period {
            Period::Day => self.days,
            Period::Month => self.months.number,
            Period::Year => self.years.number,
        }
    }

    /// Whether a month or a year that is not today's waits for its closure.
    pub fn has_past_period(&self, today: BusinessDay) -> bool {
        let past = |series: &Series, period: Period| {
            let running = series.running.as_ref();
            running.is_some_and(|one| period.name_of(one.day) != period.name_of(today))
        };
        past(&self.months, Period::Month) || past(&self.years, Period::Year)
    }

    /// Closes every period before today. `records` are those from [`Book::next_number`] on, in
    /// their order. Closing again changes nothing and says nothing.
    pub fn close(
        &mut self,
        today: BusinessDay,
        records: &[Dated],
    ) -> Result<Vec<Closure>, MoneyError> {
        let mut next = self.clone();
        let mut made = Vec::new();
        let mut rest = records;
        while let Some((day, count)) = first_day(rest, today) {
            let (covered, after) = rest.split_at(count);
            rest = after;
            next.close_months(day, &mut made);
            next.close_day(day, covered, &mut made)?;
        }
        next.close_months(today, &mut made);
        *self = next;
        Ok(made)
    }

    fn close_day(
        &mut self,
        day: BusinessDay,
        covered: &[Dated],
        made: &mut Vec<Closure>,
    ) -> Result<(), MoneyError> {
        let mut sums = Sums::default();
        let mut by_tender = TenderSums::new();
        for record in covered {
            sums.add_fact(&record.fact)?;
            tenders::add_fact(&mut by_tender, &record.fact)?;
        }
        let from_number = self.next_number();
        let to_number = covered.last().map_or(self.to_number, |last| last.number);
        self.perpetual.add(&sums)?;
        self.to_number = to_number;
        self.days += 1;
        for series in [&mut self.months, &mut self.years] {
            let running = series.running.get_or_insert_with(|| Running {
                day,
                from_number,
                to_number,
                sums: Sums::default(),
                tenders: Some(TenderSums::new()),
            });
            running.to_number = to_number;
            running.sums.add(&sums)?;
            if let Some(rows) = &mut running.tenders {
                tenders::add(rows, &by_tender)?;
            }
        }
        made.push(Closure {
            period: Period::Day,
            of: Period::Day.name_of(day),
            number: self.days,
            from_number,
            to_number,
            sums,
            perpetual: self.perpetual.clone(),
            tenders: Some(by_tender),
        });
        Ok(())
    }

    /// Closes the month and the year that run, where `day` is in another one.
    fn close_months(&mut self, day: BusinessDay, made: &mut Vec<Closure>) {
        let all = [
            (Period::Month, &mut self.months),
            (Period::Year, &mut self.years),
        ];
        for (period, series) in all {
            let ended = |one: &mut Running| period.name_of(one.day) != period.name_of(day);
            if let Some(ended) = series.running.take_if(ended) {
                series.number += 1;
                made.push(Closure {
                    period,
                    of: period.name_of(ended.day),
                    number: series.number,
                    from_number: ended.from_number,
                    to_number: ended.to_number,
                    sums: ended.sums,
                    perpetual: self.perpetual.clone(),
                    tenders: ended.tenders,
                });
            }
        }
    }
}

/// The first day that is over, and how many records it covers: up to the first of a later day, or
/// of today. A day on which nothing but closures was written is none.
fn first_day(records: &[Dated], today: BusinessDay) -> Option<(BusinessDay, usize)> {
    let happened = |record: &&Dated| !matches!(record.fact, Fact::PeriodClosed(_));
    let day = records.iter().find(happened)?.day;
    if day == today {
        return None;
    }
    let over = |record: &Dated| happened(&record) && (record.day > day || record.day == today);
    let count = records.iter().position(over).unwrap_or(records.len());
    Some((day, count))
}

/// The first business day that waits for its closure; none where nothing happened since.
pub fn first_open_day(records: &[Dated]) -> Option<BusinessDay> {
    let mut happened = records
        .iter()
        .filter(|record| !matches!(record.fact, Fact::PeriodClosed(_)));
    happened.next().map(|record| record.day)
}
