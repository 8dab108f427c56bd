//! One CSV file as rows that know their line, so that whatever is wrong can be named.
//!
//! A byte-order mark, CRLF, blank lines, quoted fields and semicolons between the columns are all
//! fine: spreadsheets write them.

use shared::api::hub::ImportError;

/// Most rows of one file.
pub(crate) const ROWS_MAX: usize = 20_000;
/// Most errors that are told; the rest is only counted.
pub(crate) const ERRORS_MAX: usize = 500;
/// Longest text in a field.
const FIELD_CHARS_MAX: usize = 300;
/// Longest name of anything.
const NAME_CHARS_MAX: usize = 80;

/// All that is wrong with a folder.
#[derive(Debug, Default)]
pub(crate) struct Errors {
    list: Vec<ImportError>,
    untold: usize,
}

impl Errors {
    /// Notes something that a file must not say.
    pub(crate) fn push(&mut self, file: &str, line: u64, field: &str, why: impl Into<String>) {
        if self.list.len() < ERRORS_MAX {
            self.list.push(ImportError {
                file: file.to_owned(),
                line,
                field: field.to_owned(),
                why: why.into(),
            });
        } else {
            self.untold += 1;
        }
    }

    /// Nothing is wrong so far.
    pub(crate) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// By file and line, each once.
    pub(crate) fn into_sorted(mut self) -> Vec<ImportError> {
        self.list.sort();
        self.list.dedup();
        if self.untold > 0 {
            self.list.push(ImportError {
                file: String::new(),
                line: 0,
                field: String::new(),
                why: format!("and {} more errors", self.untold),
            });
        }
        self.list
    }
}

/// The name of a column; a `?` after it says that a file may leave it out.
fn plain(column: &str) -> &str {
    column.strip_suffix('?').unwrap_or(column)
}

/// A file with the columns that were asked for.
#[derive(Debug)]
pub(crate) struct Sheet {
    /// Its rows in the order of the file.
    pub(crate) rows: Vec<Row>,
    /// Its first line names the columns.
    pub(crate) readable: bool,
}

/// One row.
#[derive(Debug)]
pub(crate) struct Row {
    file: &'static str,
    /// The line of the file, from 1.
    pub(crate) line: u64,
    columns: &'static [&'static str],
    values: Vec<String>,
}

impl Sheet {
    /// Reads a file. Rows that cannot be read are noted as errors and left out.
    pub(crate) fn read(
        file: &'static str,
        text: &str,
        columns: &'static [&'static str],
        errors: &mut Errors,
    ) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut sheet = Self {
            rows: Vec::new(),
            readable: false,
        };
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter(text))
            .trim(csv::Trim::All)
            .from_reader(text.as_bytes());
        let mut lines = Lines::new(text);
        let mut record = csv::StringRecord::new();
        let mut places: Option<Places> = None;
        loop {
            let started_at = reader.position().byte();
            match reader.read_record(&mut record) {
                Ok(true) => {}
                Ok(false) => break,
                Err(error) => {
                    errors.push(file, lines.at(started_at), "", error.to_string());
                    break;
                }
            }
            let line = lines.at(started_at);
            let Some(places) = &places else {
                places = Places::find(file, line, columns, &record, errors);
                if places.is_none() {
                    return sheet;
                }
                sheet.readable = true;
                continue;
            };
            if record.iter().all(str::is_empty) {
                continue;
            }
            if sheet.rows.len() == ROWS_MAX {
                errors.push(file, line, "", format!("more than {ROWS_MAX} rows"));
                break;
            }
            let values = places.values(file, line, columns, &record, errors);
            sheet.rows.extend(values.map(|values| Row {
                file,
                line,
                columns,
                values,
            }));
        }
        if !sheet.readable {
            errors.push(
                file,
                1,
                "",
                "is empty; the first line must name the columns",
            );
        }
        sheet
    }
}

/// Semicolons, where the first line has some and no comma: spreadsheets of comma countries.
fn delimiter(text: &str) -> u8 {
    let header = text.lines().next().unwrap_or_default();
    if header.contains(';') && !header.contains(',') {
        b';'
    } else {
        b','
    }
}

/// Turns places in a text into line numbers; places only grow.
struct Lines<'a> {
    bytes: &'a [u8],
    at: usize,
    line: u64,
}

impl<'a> Lines<'a> {
    const fn new(text: &'a str) -> Self {
        Self {
            bytes: text.as_bytes(),
            at: 0,
            line: 1,
        }
    }

    /// The line of the first byte from `offset` on that ends no line. The reader tells where it
    /// stands, and that may be before blank lines.
    fn at(&mut self, offset: u64) -> u64 {
        let offset = usize::try_from(offset).unwrap_or(usize::MAX);
        while let Some(byte) = self.bytes.get(self.at) {
            let ends_a_line = matches!(byte, b'\n' | b'\r');
            if self.at >= offset && !ends_a_line {
                break;
            }
            self.line += u64::from(*byte == b'\n');
            self.at += 1;
        }
        self.line
    }
}

/// Where the columns are in this file.
struct Places {
    of_columns: Vec<usize>,
    width: usize,
}

impl Places {
    fn find(
        file: &str,
        line: u64,
        columns: &[&str],
        header: &csv::StringRecord,
        errors: &mut Errors,
    ) -> Option<Self> {
        let mut of_columns = Vec::with_capacity(columns.len());
        for column in columns {
            let mut found = header
                .iter()
                .enumerate()
                .filter(|(_, name)| name.eq_ignore_ascii_case(plain(column)))
                .map(|(place, _)| place);
            match (found.next(), found.next()) {
                (Some(place), None) => of_columns.push(place),
                (None, _) if plain(column) != *column => of_columns.push(usize::MAX),
                (None, _) => errors.push(file, line, column, "this column is missing"),
                (Some(_), Some(_)) => errors.push(file, line, column, "this column is there twice"),
            }
        }
        (of_columns.len() == columns.len()).then(|| Self {
            of_columns,
            width: header.len(),
        })
    }

    fn values(
        &self,
        file: &str,
        line: u64,
        columns: &[&str],
        record: &csv::StringRecord,
        errors: &mut Errors,
    ) -> Option<Vec<String>> {
        let mut readable = true;
        for (place, value) in record.iter().enumerate() {
            if let Some(why) = unreadable(value) {
                let column = self.of_columns.iter().position(|at| *at == place);
                let name = column
                    .and_then(|at| columns.get(at))
                    .map(|name| plain(name));
                errors.push(file, line, name.unwrap_or_default(), why);
                readable = false;
            }
        }
        if readable && record.len() != self.width {
            let why = format!(
                "has {} fields, the first line has {}",
                record.len(),
                self.width
            );
            errors.push(file, line, "", why);
            readable = false;
        }
        let value = |place: &usize| record.get(*place).unwrap_or_default().to_owned();
        readable.then(|| self.of_columns.iter().map(value).collect())
    }
}

/// Why a field cannot be what somebody meant to write.
fn unreadable(value: &str) -> Option<String> {
    if value.contains(['\n', '\r']) {
        return Some("holds a line break; perhaps a quote is not closed".to_owned());
    }
    if value.contains(char::REPLACEMENT_CHARACTER) {
        return Some("holds letters that are not UTF-8; save the file as UTF-8".to_owned());
    }
    if value.chars().any(char::is_control) {
        return Some("holds a control character".to_owned());
    }
    (value.chars().count() > FIELD_CHARS_MAX)
        .then(|| format!("has more than {FIELD_CHARS_MAX} characters"))
}

impl Row {
    /// The value of a column, blanks around it taken off.
    pub(crate) fn get(&self, column: &str) -> &str {
        let place = self.columns.iter().position(|name| plain(name) == column);
        place
            .and_then(|place| self.values.get(place))
            .map_or("", String::as_str)
    }

    /// Notes that a column of this row holds what it must not hold.
    pub(crate) fn wrong(&self, errors: &mut Errors, column: &str, why: impl Into<String>) {
        errors.push(self.file, self.line, column, why);
    }

    /// A name: something, and not too long.
    pub(crate) fn name(&self, errors: &mut Errors, column: &str) -> Option<String> {
        let text = self.get(column);
        if text.is_empty() {
            self.wrong(errors, column, "must not be empty");
            return None;
        }
        self.optional_name(errors, column)
    }

    /// A name, or nothing.
    pub(crate) fn optional_name(&self, errors: &mut Errors, column: &str) -> Option<String> {
        let text = self.get(column);
        if text.chars().count() > NAME_CHARS_MAX {
            let why = format!("has more than {NAME_CHARS_MAX} characters");
            self.wrong(errors, column, why);
            return None;
        }
        Some(text.to_owned())
    }

    /// A whole number within bounds.
    pub(crate) fn whole(
        &self,
        errors: &mut Errors,
        column: &str,
        bounds: std::ops::RangeInclusive<u32>,
    ) -> Option<u32> {
        let text = self.get(column);
        let number = text.parse().ok().filter(|number| bounds.contains(number));
        if number.is_none() {
            let (low, high) = (bounds.start(), bounds.end());
            let why = format!("`{text}` is not a whole number from {low} to {high}");
            self.wrong(errors, column, why);
        }
        number
    }

    /// Words with `|` between, each once.
    pub(crate) fn words(&self, errors: &mut Errors, column: &str) -> Vec<String> {
        let mut words: Vec<String> = Vec::new();
        for word in self.get(column).split('|').map(str::trim) {
            if words.iter().any(|known| known == word) {
                self.wrong(errors, column, format!("`{word}` is there twice"));
            } else if !word.is_empty() {
                words.push(word.to_owned());
            }
        }
        words
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Vec<(u64, String, String)>, Vec<String>) {
        let mut errors = Errors::default();
        let sheet = Sheet::read("t.csv", text, &["a", "b"], &mut errors);
        let rows = sheet
            .rows
            .iter()
            .map(|row| (row.line, row.get("a").to_owned(), row.get("b").to_owned()))
            .collect();
        let told = errors
            .into_sorted()
            .iter()
            .map(|error| format!("{}:{} {}", error.line, error.field, error.why))
            .collect();
        (rows, told)
    }

    fn row(line: u64, a: &str, b: &str) -> (u64, String, String) {
        (line, a.to_owned(), b.to_owned())
    }

    #[test]
    fn a_mark_crlf_blank_lines_and_other_columns_do_no_harm() {
        let (rows, errors) = read("\u{feff}b,x,A\r\n\r\n2,,1\r\n,,\r\n\r\n\"4, \"\"q\"\"\",,3\r\n");
        assert_eq!(rows, [row(3, "1", "2"), row(6, "3", "4, \"q\"")]);
        assert!(errors.is_empty(), "{errors:?}");
    }

    #[test]
    fn semicolons_may_stand_between_columns() {
        assert_eq!(read("a;b\n1,5;2\n").0, [row(2, "1,5", "2")]);
    }

    #[test]
    fn a_row_with_too_few_fields_is_named_and_the_rest_is_read() {
        let (rows, errors) = read("a,b\n1\n3,4\n5,6,7");
        assert_eq!(rows, [row(3, "3", "4")]);
        assert_eq!(
            errors,
            [
                "2: has 1 fields, the first line has 2",
                "4: has 3 fields, the first line has 2"
            ]
        );
    }

    #[test]
    fn a_quote_that_is_not_closed_is_named_where_it_opens() {
        let (rows, errors) = read("a,b\n1,2\n\"3,4\n5,6\n");
        assert_eq!(rows, [row(2, "1", "2")]);
        assert_eq!(
            errors,
            ["3:a holds a line break; perhaps a quote is not closed"]
        );
    }

    #[test]
    fn missing_and_doubled_columns_are_named() {
        assert_eq!(
            read("b,b\n1,2\n").1,
            [
                "1:a this column is missing",
                "1:b this column is there twice"
            ]
        );
        assert_eq!(
            read("").1,
            ["1: is empty; the first line must name the columns"]
        );
    }

    #[test]
    fn control_characters_and_broken_letters_are_refused() {
        assert_eq!(
            read("a,b\n\u{1b}@,2\n").1,
            ["2:a holds a control character"]
        );
        assert!(read("a,b\n1,caf\u{fffd}\n").1[0].starts_with("2:b holds letters"));
    }

    #[test]
    fn errors_beyond_the_limit_are_counted() {
        let mut errors = Errors::default();
        for line in 0..u64::try_from(ERRORS_MAX + 2).unwrap() {
            errors.push("t.csv", line, "", "wrong");
        }
        let told = errors.into_sorted();
        assert_eq!(told.len(), ERRORS_MAX + 1);
        assert_eq!(told[ERRORS_MAX].why, "and 2 more errors");
    }
}
