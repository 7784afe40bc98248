//! The service as its neighbours meet it: real sockets, real processes, clients of other makers.

#![expect(
    clippy::indexing_slicing,
    reason = "JSON answers null for what is not there"
)]

mod afterwards;
mod aliases;
mod audit;
mod callers;
mod charges;
mod consumption;
mod crash;
mod device_profiles;
mod hostile;
mod interop;
mod journal;
mod linking;
mod network;
mod notification;
mod orders;
mod performed_step;
mod protocols;
mod quality;
mod queries;
mod reconciliation;
mod retrieve;
mod robustness;
mod shutdown;
mod strict;
mod tls;
mod unusual_messages;
mod weaknesses;
mod worklist;
mod worklist_attributes;
mod worklist_negotiation;
mod worklist_of_dcmtk;
mod worklist_offers;
