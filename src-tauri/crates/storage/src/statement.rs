//! Statements whose text never changes, so that SQLite prepares each once for a connection.
//!
//! Preparing costs several times what running costs. Diesel prepares anew whatever may have another
//! text the next time: each UPDATE, each upsert, each list of values, and SQLite does so itself when
//! a LIMIT is bound.

use diesel::expression::{ValidGrouping, is_aggregate};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::{BigInt, Bool, SqlType, Text};
use diesel::sqlite::Sqlite;

/// `UPDATE table SET changes WHERE id = id`. The columns of `changes` must not depend on its values:
/// a changeset made of `Option`s needs `treat_none_as_null`.
pub(crate) struct Change<T, C> {
    table: T,
    id: i64,
    changes: C,
}

/// Changes the row with this number.
pub(crate) fn change<T, C>(table: T, id: i64, changes: C) -> Change<T, C::Changeset>
where
    T: Table,
    C: AsChangeset<Target = T>,
{
    Change {
        table,
        id,
        changes: changes.as_changeset(),
    }
}

impl<T, C> QueryFragment<Sqlite> for Change<T, C>
where
    T: QueryFragment<Sqlite>,
    C: QueryFragment<Sqlite>,
{
    fn walk_ast<'b>(&'b self, mut pass: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        pass.push_sql("UPDATE ");
        self.table.walk_ast(pass.reborrow())?;
        pass.push_sql(" SET ");
        self.changes.walk_ast(pass.reborrow())?;
        pass.push_sql(" WHERE id = ");
        pass.push_bind_param::<BigInt, _>(&self.id)
    }
}

/// Found again by its type, which says the columns.
impl<T: 'static, C: 'static> QueryId for Change<T, C> {
    type QueryId = Self;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl<T, C> RunQueryDsl<SqliteConnection> for Change<T, C> {}

/// A statement without values.
pub(crate) struct Fixed(pub(crate) &'static str);

impl QueryFragment<Sqlite> for Fixed {
    fn walk_ast<'b>(&'b self, mut pass: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        pass.push_sql(self.0);
        Ok(())
    }
}

impl QueryId for Fixed {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl RunQueryDsl<SqliteConnection> for Fixed {}

/// The rows of a query whose column has one of these numbers. Nothing is asked for none, and one,
/// which is what a message asks for, needs no list: SQLite would make a table of it.
macro_rules! load_among {
    ($query:expr, $column:expr, $numbers:expr, $connection:expr) => {
        match $numbers {
            [] => Ok(Vec::new()),
            [number] => $query.filter($column.eq(*number)).load($connection),
            numbers => $query
                .filter($crate::statement::among($column, numbers))
                .load($connection),
        }
    };
}
pub(crate) use load_among;

/// Whether a column has one of these numbers: however many there are, they are one bound value.
#[derive(QueryId)]
pub(crate) struct Among<C> {
    column: C,
    numbers: String,
}

/// `column IN (numbers)`.
pub(crate) fn among<C: Expression>(column: C, numbers: &[i64]) -> Among<C> {
    let numbers: Vec<String> = numbers.iter().map(i64::to_string).collect();
    Among {
        column,
        numbers: format!("[{}]", numbers.join(",")),
    }
}

impl<C: Expression<SqlType: SqlType>> Expression for Among<C> {
    type SqlType = Bool;
}

impl<C: QueryFragment<Sqlite>> QueryFragment<Sqlite> for Among<C> {
    fn walk_ast<'b>(&'b self, mut pass: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        self.column.walk_ast(pass.reborrow())?;
        pass.push_sql(" IN (SELECT value FROM json_each(");
        pass.push_bind_param::<Text, _>(&self.numbers)?;
        pass.push_sql("))");
        Ok(())
    }
}

impl<C, From> AppearsOnTable<From> for Among<C>
where
    Self: Expression,
    C: AppearsOnTable<From>,
{
}

impl<C, From> SelectableExpression<From> for Among<C>
where
    Self: AppearsOnTable<From>,
    C: SelectableExpression<From>,
{
}

impl<C> ValidGrouping<()> for Among<C> {
    type IsAggregate = is_aggregate::No;
}
