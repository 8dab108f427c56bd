//! Tax marks: a letter for each rate of a check, in the order of its tax table, so that each amount
//! on a paper says what it is taxed at.
//!
//! `AB` carries both taxes. `A/B` is spread: a part of it carries one, the rest the other. The
//! letters are those of the whole check, also on the papers of its parts and of what goes back. Where
//! some prices of a check hold their taxes and others do not, `A+` is what comes on top.

use shared::{
    ids::LineId,
    menu::TaxRate,
    order::{Line, Order},
    price::{DiscountRow, ReckonedLines, TaxRow, Totals, reckoned},
};

/// Behind the letters of what comes on top, where other prices hold their taxes.
const ADDED: &str = "+";

/// The letters of a check.
pub(super) struct Marks<'a> {
    order: &'a Order,
    how: ReckonedLines,
    /// The rates of the tax table, from the top.
    rates: Vec<TaxRate>,
    /// Some prices hold their taxes and others do not, and the paper has a table for each.
    is_mixed: bool,
}

impl<'a> Marks<'a> {
    /// The letters of this check, and after them those of `also`, where a rate is on a paper that
    /// is no longer on the check.
    pub(super) fn of(order: &'a Order, sums: &Totals, also: &[TaxRow]) -> Self {
        let how = reckoned(order);
        let mut marks = Self {
            order,
            how,
            rates: Vec::new(),
            is_mixed: false,
        };
        let of_check = sums.taxes.iter().map(|row| row.rate);
        marks.rates = of_check.filter(|rate| marks.is_carried(*rate)).collect();
        for row in also {
            if !marks.rates.contains(&row.rate) {
                marks.rates.push(row.rate);
            }
        }
        marks
    }

    /// The same on a paper that may have a table for what prices hold and one for what is added.
    pub(super) fn in_two_tables(self, is_mixed: bool) -> Self {
        Self { is_mixed, ..self }
    }

    /// Something that is sold carries the rate. A dish that was voided leaves an empty row of its
    /// rate, which is nobody's.
    fn is_carried(&self, rate: TaxRate) -> bool {
        let pieces = self.how.lines.iter().flatten().map(|piece| piece.tax);
        let mut places = pieces.chain(self.how.check.delivery);
        places.any(|place| {
            let set = self.how.check.taxes.get(to_usize(place));
            set.is_some_and(|set| set.rates.contains(&rate))
        })
    }

    /// The rows of a tax table that a paper shows.
    pub(super) fn rows<'b>(&self, rows: &'b [TaxRow]) -> impl Iterator<Item = &'b TaxRow> {
        rows.iter().filter(|row| self.rates.contains(&row.rate))
    }

    /// The letter of a rate; nothing where the check does not have it.
    pub(super) fn of_rate(&self, rate: TaxRate) -> String {
        let place = self.rates.iter().position(|one| *one == rate);
        place.map(letter).map(String::from).unwrap_or_default()
    }

    /// The same for a row of what is added to prices.
    pub(super) fn of_added_rate(&self, rate: TaxRate) -> String {
        let mark = self.of_rate(rate);
        if self.is_mixed && !mark.is_empty() {
            mark + ADDED
        } else {
            mark
        }
    }

    /// What of a line is taxed how, by itself.
    pub(super) fn of_line(&self, line: LineId) -> String {
        self.of_places(self.places(line))
    }

    /// The same where the amount holds the line's part of the fee for bringing it.
    pub(super) fn of_line_with_fee(&self, line: LineId) -> String {
        let own = self.places(line);
        if own.is_empty() {
            return String::new();
        }
        self.of_places(own.into_iter().chain(self.how.check.delivery))
    }

    /// What a discount takes off is spread over these.
    pub(super) fn of_discount(&self, row: &DiscountRow) -> String {
        self.of_lines(|line| row.is_for(line))
    }

    /// What the service charge is spread over, where it is taxed.
    pub(super) fn of_charge(&self) -> String {
        match &self.how.check.charge {
            Some(charge) if charge.taxed => self.of_lines(|line| !line.is_gift()),
            _ => String::new(),
        }
    }

    /// The fee for bringing it.
    pub(super) fn of_delivery(&self) -> String {
        self.of_places(self.how.check.delivery)
    }

    /// An amount of the whole check.
    pub(super) fn of_all(&self) -> String {
        let lines = self.how.lines.iter().flatten().map(|piece| piece.tax);
        self.of_places(lines.chain(self.how.check.delivery))
    }

    fn places(&self, line: LineId) -> Vec<u32> {
        let lines = self.order.lines.iter().zip(&self.how.lines);
        let mut own = lines.filter(|(one, _)| one.id == line);
        let pieces = own.next().map(|(_, pieces)| pieces.as_slice());
        let pieces = pieces.unwrap_or_default().iter();
        pieces.map(|piece| piece.tax).collect()
    }

    fn of_lines(&self, is_meant: impl Fn(&Line) -> bool) -> String {
        let lines = self.order.lines.iter().zip(&self.how.lines);
        let meant = lines.filter(|(line, _)| is_meant(line));
        self.of_places(meant.flat_map(|(_, pieces)| pieces.iter().map(|piece| piece.tax)))
    }

    fn of_places(&self, places: impl IntoIterator<Item = u32>) -> String {
        let mut marks: Vec<String> = Vec::new();
        for place in places {
            let set = self.how.check.taxes.get(to_usize(place));
            let rates = set.map_or(&[][..], |set| &set.rates);
            let on_it = self.rates.iter().enumerate();
            let on_it = on_it.filter(|(_, rate)| rates.contains(rate));
            let mut mark: String = on_it.map(|(place, _)| letter(place)).collect();
            if self.is_mixed && !mark.is_empty() && set.is_some_and(|set| set.added) {
                mark.push_str(ADDED);
            }
            if !mark.is_empty() && !marks.contains(&mark) {
                marks.push(mark);
            }
        }
        marks.sort();
        marks.join("/")
    }
}

/// `A` for the first, after `Z` the small letters; nobody has more taxes.
fn letter(place: usize) -> char {
    ('A'..='Z').chain('a'..='z').nth(place).unwrap_or('*')
}

fn to_usize(place: u32) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}
