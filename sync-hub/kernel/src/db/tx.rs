//! The one transaction that a module's code sees.

use std::{
    cell::RefCell,
    panic::{AssertUnwindSafe, catch_unwind},
};

use rusqlite::{CachedStatement, Connection};

use super::{DbError, Param, Row, Topic, engine, panic_text};

/// Called after the commit.
type Hook = Box<dyn FnOnce() + Send>;

/// What is to happen after the commit.
#[derive(Default)]
pub(super) struct After {
    pub(super) hooks: Vec<Hook>,
    pub(super) topics: Vec<Topic>,
}

/// A transaction.
pub struct Tx<'a> {
    connection: &'a Connection,
    after: RefCell<After>,
}

impl<'a> Tx<'a> {
    pub(super) fn new(connection: &'a Connection) -> Self {
        Self {
            connection,
            after: RefCell::default(),
        }
    }

    pub(super) fn into_after(self) -> After {
        self.after.into_inner()
    }

    /// Runs a statement and says how many rows it changed.
    pub fn execute(&self, sql: &str, params: &[Param<'_>]) -> Result<u64, DbError> {
        let mut statement = self.bound(sql, params)?;
        let changed = statement.raw_execute().map_err(engine)?;
        Ok(u64::try_from(changed).unwrap_or(u64::MAX))
    }

    /// The first row, if there is one. A statement with `RETURNING` may be run so too.
    pub fn query_row<T>(
        &self,
        sql: &str,
        params: &[Param<'_>],
        read: impl FnOnce(&Row<'_>) -> Result<T, DbError>,
    ) -> Result<Option<T>, DbError> {
        let mut statement = self.bound(sql, params)?;
        let mut rows = statement.raw_query();
        let value = match rows.next().map_err(engine)? {
            Some(row) => Some(read(&Row::new(row))?),
            None => return Ok(None),
        };
        // A statement that changes rows is done only when it was read to its end.
        while rows.next().map_err(engine)?.is_some() {}
        Ok(value)
    }

    /// All rows.
    pub fn query<T>(
        &self,
        sql: &str,
        params: &[Param<'_>],
        mut read: impl FnMut(&Row<'_>) -> Result<T, DbError>,
    ) -> Result<Vec<T>, DbError> {
        let mut statement = self.bound(sql, params)?;
        let mut rows = statement.raw_query();
        let mut values = Vec::new();
        while let Some(row) = rows.next().map_err(engine)? {
            values.push(read(&Row::new(row))?);
        }
        Ok(values)
    }

    /// Runs a part that may fail alone: an error or a panic undoes that part, and the transaction
    /// goes on.
    pub fn attempt<T, E: From<DbError>>(
        &self,
        part: impl FnOnce(&Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.run("SAVEPOINT part")?;
        let inner = Tx::new(self.connection);
        let result = catch_unwind(AssertUnwindSafe(|| part(&inner)))
            .unwrap_or_else(|panic| Err(DbError::Panicked(panic_text(panic.as_ref())).into()));
        if self.connection.is_autocommit() {
            // The engine undid the whole transaction (disk full), this savepoint too. The writer
            // sees it and answers everybody.
            return result.and(Err(
                DbError::Commit("the transaction is gone".to_owned()).into()
            ));
        }
        if result.is_err() {
            self.run("ROLLBACK TO part")?;
        }
        self.run("RELEASE part")?;
        if result.is_ok() {
            let inner = inner.into_after();
            let mut after = self.after.borrow_mut();
            after.hooks.extend(inner.hooks);
            after.topics.extend(inner.topics);
        }
        result
    }

    /// Calls `hook` right after the commit, before the answer; never when the commit fails.
    pub fn on_commit(&self, hook: impl FnOnce() + Send + 'static) {
        self.after.borrow_mut().hooks.push(Box::new(hook));
    }

    /// Wakes those who [listen](super::Db::listen) to the topic, after the commit.
    pub fn announce(&self, topic: Topic) {
        self.after.borrow_mut().topics.push(topic);
    }

    pub(super) fn run(&self, sql: &str) -> Result<(), DbError> {
        let mut statement = self.connection.prepare_cached(sql).map_err(engine)?;
        statement.raw_execute().map_err(engine).map(|_changed| ())
    }

    fn bound(&self, sql: &str, params: &[Param<'_>]) -> Result<CachedStatement<'a>, DbError> {
        if self.connection.is_autocommit() {
            // Undone by the engine in the middle: what follows must not be kept alone.
            return Err(DbError::Commit("the transaction is gone".to_owned()));
        }
        let mut statement = self.connection.prepare_cached(sql).map_err(engine)?;
        bind(&mut statement, params)?;
        Ok(statement)
    }
}

/// Binds `$1` to the first parameter and so on. SQLite takes `$2` for a name and numbers names in
/// the order in which they appear; here the number in the name counts, as in PostgreSQL.
fn bind(statement: &mut CachedStatement<'_>, params: &[Param<'_>]) -> Result<(), DbError> {
    let mut highest = 0;
    for index in 1..=statement.parameter_count() {
        let name = statement.parameter_name(index).unwrap_or_default();
        let number = name
            .strip_prefix('$')
            .and_then(|number| number.parse::<usize>().ok());
        let value = number.and_then(|number| params.get(number.checked_sub(1)?));
        let (Some(value), Some(number)) = (value, number) else {
            return Err(DbError::Param(name.to_owned()));
        };
        highest = highest.max(number);
        statement
            .raw_bind_parameter(index, value.as_sql())
            .map_err(engine)?;
    }
    if highest < params.len() {
        return Err(DbError::Param(format!("no ${}", params.len())));
    }
    Ok(())
}
