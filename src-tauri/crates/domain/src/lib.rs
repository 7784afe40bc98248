//! The rules of the department: no input or output, no clock (now is a parameter), no failure for
//! outside reasons.

pub mod alert;
pub mod candidate;
pub mod change;
pub mod charge;
pub mod code;
pub mod comparison;
pub mod device_learning;
pub mod discontinuation;
pub mod discrepancy;
pub mod exam;
pub mod folding;
pub mod identifier;
pub mod laterality;
pub mod linking;
pub mod patient;
pub mod performed_step;
pub mod person_name;
pub mod protocol;
pub mod scheduled_step;
pub mod validation;
pub mod wall_clock;
pub mod worklist;

pub use code::Code;
pub use identifier::{AeTitle, Uid};
pub use patient::Patient;
pub use person_name::PersonName;
