//! The service as its neighbours meet it: real sockets, real processes, clients of other makers.

mod linking;
mod performed_step;
mod worklist;
mod worklist_of_dcmtk;
