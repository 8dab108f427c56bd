//! Brings a database to this version's tables, and refuses one that is newer.

mod embedded {
    refinery::embed_migrations!("../../migrations/hub-sqlite");
}

/// Runs what is missing, all of it in one transaction.
///
/// A database that knows a migration this program does not know is refused: a downgrade must not
/// write into tables that it does not understand.
pub(crate) fn run(connection: &mut rusqlite::Connection) -> Result<(), refinery::Error> {
    embedded::migrations::runner()
        .set_abort_missing(true)
        .set_abort_divergent(true)
        .set_grouped(true)
        .run(connection)
        .map(|_report| ())
}
