//! C-ECHO (PS3.4 Annex A): "ping". Many devices ask it before they send an MPPS.

use crate::command_set::{Request, Response};
use crate::status;

/// The answer to a C-ECHO: always success.
pub(crate) fn answer(request: &Request) -> Response {
    Response::to(request, status::SUCCESS)
}
