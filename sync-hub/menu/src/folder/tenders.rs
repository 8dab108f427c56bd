//! `tenders.csv`: further ways to pay, which the restaurant names itself.

use shared::{
    menu::Name,
    tender::{ID_LETTERS_MAX, SITE_TENDERS_MAX, SiteTender, TenderId, TenderMay},
};

use super::sheet::{Errors, Row, Sheet};

pub(super) const COLUMNS: &[&str] = &["id", "name", "name_2", "may"];

/// Reads the sheet; the till offers them in its order.
pub(super) fn read(sheet: &Sheet, errors: &mut Errors) -> Vec<SiteTender> {
    let mut tenders: Vec<SiteTender> = Vec::new();
    for row in &sheet.rows {
        let id = id(row, errors);
        let first = row.name(errors, "name");
        let second = row.optional_name(errors, "name_2");
        let may = may(row, errors);
        let (Some(id), Some(first), Some(second), Some(may)) = (id, first, second, may) else {
            continue;
        };
        let name = Name { first, second };
        if tenders.iter().any(|one| one.id == id) {
            row.wrong(errors, "id", format!("`{id}` is there already"));
        } else if tenders.iter().any(|one| one.name.first == name.first) {
            let why = format!("`{}` is there already", name.first);
            row.wrong(errors, "name", why);
        } else if tenders.len() == SITE_TENDERS_MAX {
            row.wrong(
                errors,
                "id",
                format!("more than {SITE_TENDERS_MAX} tenders"),
            );
            break;
        } else {
            tenders.push(SiteTender { id, name, may });
        }
    }
    tenders
}

fn id(row: &Row, errors: &mut Errors) -> Option<TenderId> {
    let text = row.get("id");
    let id = TenderId::new(text);
    if id.is_err() {
        let why =
            format!("`{text}` is not 1 to {ID_LETTERS_MAX} small letters, digits, `-` and `_`");
        row.wrong(errors, "id", why);
    }
    id.ok()
}

/// `change|drawer|refund|tip`, or nothing.
fn may(row: &Row, errors: &mut Errors) -> Option<Vec<TenderMay>> {
    let mut may = Vec::new();
    for word in row.words(errors, "may") {
        let known = TenderMay::ALL.into_iter().find(|one| one.word() == word);
        if known.is_none() {
            let words = TenderMay::ALL.map(TenderMay::word).join(", ");
            row.wrong(errors, "may", format!("`{word}` is none of {words}"));
        }
        may.push(known?);
    }
    may.sort_unstable();
    may.dedup();
    Some(may)
}
