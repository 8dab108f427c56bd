//! Who works in a restaurant, out of its `staff.csv`. The importer checks that file; here it is only shown.

use std::{fs, path::Path};

use anyhow::{Context as _, Result};

/// Somebody who works there.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct StaffRow {
    pub(super) name: String,
    pub(super) role: String,
    pub(super) pin: String,
}

/// Everybody.
pub(super) fn read(restaurant: &Path) -> Result<Vec<StaffRow>> {
    let file = restaurant.join("staff.csv");
    let text =
        fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
    Ok(rows(&text))
}

fn rows(text: &str) -> Vec<StaffRow> {
    let row = |line: &str| {
        let mut words = line.split(',').map(|word| word.trim().to_owned());
        Some(StaffRow {
            name: words.next()?,
            role: words.next()?,
            pin: words.next()?,
        })
    };
    text.lines().skip(1).filter_map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heading_and_empty_lines_are_nobody() {
        let rows = rows("name,role,pin\nDana,manager,9901\n\n");
        let dana = ("Dana".to_owned(), "manager".to_owned(), "9901".to_owned());
        let (name, role, pin) = dana;
        assert_eq!(rows, [StaffRow { name, role, pin }]);
    }
}
