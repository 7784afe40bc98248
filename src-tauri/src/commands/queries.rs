//! The commands about worklist queries.

use contract::Failure;
use contract::queries::{ExplainQuery, ListQueries, QueriesView, QueryExplanation};
use service::desk::Desk;
use tauri::State;

#[tauri::command]
pub async fn list_queries(
    desk: State<'_, Desk>,
    request: ListQueries,
) -> Result<QueriesView, Failure> {
    desk.run(request).await
}

#[tauri::command]
pub async fn explain_query(
    desk: State<'_, Desk>,
    request: ExplainQuery,
) -> Result<QueryExplanation, Failure> {
    desk.run(request).await
}
