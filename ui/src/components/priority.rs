//! The word of a priority.

use crate::t;
use contract::Priority;

/// All priorities, most urgent first.
pub const PRIORITIES: [Priority; 5] = [
    Priority::Stat,
    Priority::High,
    Priority::Routine,
    Priority::Medium,
    Priority::Low,
];

/// The word of a priority.
pub fn priority_word(priority: Priority) -> String {
    match priority {
        Priority::Stat => t!("priority-stat"),
        Priority::High => t!("priority-high"),
        Priority::Routine => t!("priority-routine"),
        Priority::Medium => t!("priority-medium"),
        Priority::Low => t!("priority-low"),
    }
}
