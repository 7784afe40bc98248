//! What runs beside the requests: on a timer, idempotent, without input, ended with the service.

pub(crate) mod associations;
pub(crate) mod judging;
pub(crate) mod notifications;
pub(crate) mod outside;
pub(crate) mod time;
pub(crate) mod traffic;
