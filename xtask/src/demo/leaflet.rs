//! The leaflet at the end: where to look, and who may sign in.

use std::{fmt::Write as _, path::Path};

use anyhow::Result;

use super::{
    ports, staff,
    stage::{DEVICES, FirstManager, Stage},
};

/// All of it.
pub(super) fn text(
    stage: &Stage<'_>,
    first: &FirstManager,
    restaurant: &Path,
    by_hand: bool,
) -> Result<String> {
    let mut rows = vec![vec!["Back office".to_owned(), stage.url(ports::HUB)]];
    rows.extend(DEVICES.iter().map(|device| {
        let place = stage.url(device.port);
        let place = if stage.windows {
            format!("its window, and {place}")
        } else {
            place
        };
        vec![device.name.to_owned(), place]
    }));
    rows.push(vec!["Paper".to_owned(), stage.url(ports::PAPER_PAGE)]);
    rows.push(vec![
        "Data".to_owned(),
        stage.folder.path().display().to_string(),
    ]);
    rows.push(vec![
        "Logs".to_owned(),
        stage.folder.join("logs").display().to_string(),
    ]);
    let mut text = format!("\n{}", table(&rows));
    match first {
        Some((manager, password)) => {
            let file = stage.folder.password_file();
            writeln!(
                text,
                "\nThe back office knows the manager `{manager}` by the password `{password}`"
            )?;
            writeln!(
                text,
                "(made at the first start, kept in {}).",
                file.display()
            )?;
        }
        None => writeln!(
            text,
            "\nThe back office's password is the one you have set."
        )?,
    }
    if by_hand {
        writeln!(
            text,
            "\nTill and kitchen wait for a code: in the back office, open Devices, make a code for each,"
        )?;
        writeln!(text, "and type it on its screen.")?;
    }
    writeln!(text, "\n{}", table(&people(restaurant)?))?;
    write!(
        text,
        "Ctrl-C stops everything; the next start goes on with the same data."
    )?;
    Ok(text)
}

/// Name, role and PIN of everybody, under a heading.
fn people(restaurant: &Path) -> Result<Vec<Vec<String>>> {
    let heading = ["Staff", "role", "PIN"].map(str::to_owned).to_vec();
    let people = staff::read(restaurant)?
        .into_iter()
        .map(|one| vec![one.name, one.role, one.pin]);
    Ok(std::iter::once(heading).chain(people).collect())
}

/// Columns under each other. Han and kana take two columns on a terminal.
fn table(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    let widths: Vec<usize> = (0..columns)
        .map(|column| {
            rows.iter()
                .filter_map(|row| row.get(column))
                .map(|cell| width(cell))
                .max()
        })
        .map(Option::unwrap_or_default)
        .collect();
    let mut text = String::new();
    for row in rows {
        let line = row
            .iter()
            .zip(&widths)
            .map(|(cell, wide)| format!("  {cell}{}", " ".repeat(wide.saturating_sub(width(cell)))))
            .collect::<Vec<_>>()
            .concat();
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

fn width(cell: &str) -> usize {
    const FIRST_WIDE: char = '\u{2e80}';
    cell.chars()
        .map(|letter| if letter >= FIRST_WIDE { 2 } else { 1 })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_letters_keep_the_columns_straight() {
        let rows = [["健", "manager"], ["Dana", "cook"]].map(|row| row.map(str::to_owned).to_vec());
        assert_eq!(table(&rows), "  健    manager\n  Dana  cook\n");
    }
}
