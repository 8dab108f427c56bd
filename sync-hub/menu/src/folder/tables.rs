//! `tables.csv`: where guests sit.

use shared::menu::{Room, Table, TableShape};

use super::sheet::{Errors, Sheet};

pub(super) const COLUMNS: &[&str] = &["room", "table", "seats", "x", "y", "shape"];
const SEATS_MAX: u32 = 100;
const PLACE_MAX: u32 = 1_000;

/// Reads the sheet.
pub(super) fn read(sheet: &Sheet, errors: &mut Errors) -> Vec<Room> {
    let mut rooms: Vec<Room> = Vec::new();
    for row in &sheet.rows {
        let room = row.name(errors, "room");
        let name = row.name(errors, "table");
        if let Some(name) = &name
            && rooms
                .iter()
                .flat_map(|room| &room.tables)
                .any(|table| table.name == *name)
        {
            row.wrong(
                errors,
                "table",
                format!("there is a table `{name}` already"),
            );
        }
        let seats = row.whole(errors, "seats", 1..=SEATS_MAX);
        let x = row.whole(errors, "x", 0..=PLACE_MAX);
        let y = row.whole(errors, "y", 0..=PLACE_MAX);
        let shape = match row.get("shape") {
            "square" => Some(TableShape::Square),
            "round" => Some(TableShape::Round),
            "stool" => Some(TableShape::Stool),
            other => {
                row.wrong(
                    errors,
                    "shape",
                    format!("`{other}` is none of square, round, stool"),
                );
                None
            }
        };
        let table = || {
            Some(Table {
                name: name?,
                seats: seats?,
                x: x?,
                y: y?,
                shape: shape?,
            })
        };
        if let (Some(room), Some(table)) = (room, table()) {
            match rooms.iter_mut().find(|known| known.name == room) {
                Some(known) => known.tables.push(table),
                None => rooms.push(Room {
                    name: room,
                    tables: vec![table],
                }),
            }
        }
    }
    rooms
}
