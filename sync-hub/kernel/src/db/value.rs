//! What goes into a statement and what comes out of a row.

use std::borrow::Cow;

use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use shared::ids::{
    DeviceId, EntryId, FactId, JobId, LineId, OrderId, SessionId, ShiftId, SiteId, StaffId,
    TenantId, TicketId,
};
use uuid::Uuid;

use super::{DbError, engine};

/// A parameter of a statement; [`params!`](crate::params) makes a list of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Param<'a> {
    /// Nothing.
    Null,
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A text, and every id.
    Text(Cow<'a, str>),
    /// Bytes.
    Bytes(Cow<'a, [u8]>),
}

/// A list of parameters: `params![ctx.tenant_id, name, price_minor]`.
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => { &[$($crate::Param::from($value)),*] };
}

impl Param<'_> {
    pub(super) fn as_sql(&self) -> ToSqlOutput<'_> {
        match self {
            Self::Null => ToSqlOutput::Owned(Value::Null),
            Self::Bool(value) => ToSqlOutput::Owned(Value::Integer(i64::from(*value))),
            Self::Int(value) => ToSqlOutput::Owned(Value::Integer(*value)),
            Self::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Self::Bytes(bytes) => ToSqlOutput::Borrowed(ValueRef::Blob(bytes)),
        }
    }
}

impl From<bool> for Param<'_> {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

macro_rules! whole_number {
    ($($kind:ty),*) => { $(
        impl From<$kind> for Param<'_> {
            fn from(value: $kind) -> Self {
                Self::Int(i64::from(value))
            }
        }
    )* };
}

whole_number!(i64, i32, u32, u16, u8);

impl<'a> From<&'a str> for Param<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl<'a> From<&'a String> for Param<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Param<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl<'a> From<&'a [u8]> for Param<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        Self::Bytes(Cow::Borrowed(bytes))
    }
}

impl<'a, const N: usize> From<&'a [u8; N]> for Param<'a> {
    fn from(bytes: &'a [u8; N]) -> Self {
        Self::Bytes(Cow::Borrowed(bytes))
    }
}

impl<'a> From<&'a Vec<u8>> for Param<'a> {
    fn from(bytes: &'a Vec<u8>) -> Self {
        Self::Bytes(Cow::Borrowed(bytes))
    }
}

impl From<Vec<u8>> for Param<'_> {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(Cow::Owned(bytes))
    }
}

impl<'a, T: Into<Self>> From<Option<T>> for Param<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Param::<'a>::Null, Into::into)
    }
}

/// A row of an answer.
pub struct Row<'a>(&'a rusqlite::Row<'a>);

impl<'a> Row<'a> {
    pub(super) fn new(row: &'a rusqlite::Row<'a>) -> Self {
        Self(row)
    }

    /// The value of a column, counted from 0: `row.get::<OrderId>(0)?`.
    pub fn get<T: FromColumn>(&self, index: usize) -> Result<T, DbError> {
        let value = match self.0.get_ref(index).map_err(engine)? {
            ValueRef::Null => ColumnValue::Null,
            ValueRef::Integer(value) => ColumnValue::Int(value),
            ValueRef::Real(_) => ColumnValue::Other("a float"),
            ValueRef::Text(bytes) => std::str::from_utf8(bytes)
                .map_or(ColumnValue::Other("broken text"), ColumnValue::Text),
            ValueRef::Blob(bytes) => ColumnValue::Bytes(bytes),
        };
        T::from_column(Column { index, value })
    }
}

/// A value and where it stood.
#[derive(Clone, Copy, Debug)]
pub struct Column<'a> {
    /// Counted from 0.
    pub index: usize,
    /// The value.
    pub value: ColumnValue<'a>,
}

/// A value of a row.
#[derive(Clone, Copy, Debug)]
pub enum ColumnValue<'a> {
    /// Nothing.
    Null,
    /// A whole number, or yes (1) and no (0).
    Int(i64),
    /// A text.
    Text(&'a str),
    /// Bytes.
    Bytes(&'a [u8]),
    /// Something that this hub never stores.
    Other(&'static str),
}

impl Column<'_> {
    /// The error that says that the column holds no `wanted`.
    pub fn is_no(&self, wanted: &'static str) -> DbError {
        let found = match self.value {
            ColumnValue::Null => "nothing".to_owned(),
            ColumnValue::Int(value) => value.to_string(),
            ColumnValue::Text(_) => "a text".to_owned(),
            ColumnValue::Bytes(bytes) => format!("{} bytes", bytes.len()),
            ColumnValue::Other(what) => what.to_owned(),
        };
        DbError::Column {
            index: self.index,
            wanted,
            found,
        }
    }
}

/// A type that a column can be read into.
pub trait FromColumn: Sized {
    /// Reads it.
    fn from_column(column: Column<'_>) -> Result<Self, DbError>;
}

impl<T: FromColumn> FromColumn for Option<T> {
    fn from_column(column: Column<'_>) -> Result<Self, DbError> {
        match column.value {
            ColumnValue::Null => Ok(None),
            _ => T::from_column(column).map(Some),
        }
    }
}

macro_rules! from_int {
    ($($kind:ident),*) => { $(
        impl FromColumn for $kind {
            fn from_column(column: Column<'_>) -> Result<Self, DbError> {
                match column.value {
                    ColumnValue::Int(value) => {
                        Self::try_from(value).map_err(|_| column.is_no(stringify!($kind)))
                    }
                    _ => Err(column.is_no(stringify!($kind))),
                }
            }
        }
    )* };
}

from_int!(i64, i32, u64, u32, u16, u8, usize);

impl FromColumn for bool {
    fn from_column(column: Column<'_>) -> Result<Self, DbError> {
        match column.value {
            ColumnValue::Int(0) => Ok(false),
            ColumnValue::Int(1) => Ok(true),
            _ => Err(column.is_no("yes or no")),
        }
    }
}

impl FromColumn for String {
    fn from_column(column: Column<'_>) -> Result<Self, DbError> {
        match column.value {
            ColumnValue::Text(text) => Ok(text.to_owned()),
            _ => Err(column.is_no("text")),
        }
    }
}

impl FromColumn for Vec<u8> {
    fn from_column(column: Column<'_>) -> Result<Self, DbError> {
        match column.value {
            ColumnValue::Bytes(bytes) => Ok(bytes.to_owned()),
            _ => Err(column.is_no("bytes")),
        }
    }
}

impl<const N: usize> FromColumn for [u8; N] {
    fn from_column(column: Column<'_>) -> Result<Self, DbError> {
        match column.value {
            ColumnValue::Bytes(bytes) => {
                bytes.try_into().map_err(|_| column.is_no("so many bytes"))
            }
            _ => Err(column.is_no("bytes")),
        }
    }
}

macro_rules! id_as_text {
    ($($id:ident),*) => { $(
        impl From<$id> for Param<'_> {
            fn from(id: $id) -> Self {
                Self::Text(Cow::Owned(id.to_string()))
            }
        }

        impl From<&$id> for Param<'_> {
            fn from(id: &$id) -> Self {
                Self::from(*id)
            }
        }

        impl FromColumn for $id {
            fn from_column(column: Column<'_>) -> Result<Self, DbError> {
                match column.value {
                    ColumnValue::Text(text) => {
                        text.parse().map_err(|_| column.is_no(stringify!($id)))
                    }
                    _ => Err(column.is_no(stringify!($id))),
                }
            }
        }
    )* };
}

id_as_text!(
    TenantId, SiteId, DeviceId, StaffId, OrderId, LineId, EntryId, TicketId, FactId, ShiftId,
    JobId, SessionId, Uuid
);
