//! The words of actions and kinds of records; what has none is shown as it is written.

use crate::t;

/// What was done.
pub fn action_word(action: &str) -> String {
    match action {
        "create" => t!("did-create"),
        "edit" => t!("did-edit"),
        "remove" => t!("did-remove"),
        "arrive" => t!("did-arrive"),
        "ready" => t!("did-ready"),
        "back" => t!("did-back"),
        "cancel" => t!("did-cancel"),
        "move" => t!("did-move"),
        "undo" => t!("did-undo"),
        "admit" => t!("did-admit"),
        "import" => t!("did-import"),
        "export" => t!("did-export"),
        "link" => t!("did-link"),
        "unlink" => t!("did-unlink"),
        "split" => t!("did-split"),
        "merge" => t!("did-merge"),
        "accept" => t!("did-accept"),
        "assign" => t!("did-assign"),
        "dismiss" => t!("did-dismiss"),
        other => other.to_owned(),
    }
}

/// The kind of record.
pub fn subject_word(subject: &str) -> String {
    match subject {
        "scheduled-step" => t!("record-scheduled-step"),
        "performed-step" => t!("record-performed-step"),
        "link" => t!("record-link"),
        "discrepancy" => t!("record-discrepancy"),
        "device" => t!("record-device"),
        "caller" => t!("record-caller"),
        "called-ae" => t!("record-called-ae"),
        "setting" => t!("record-setting"),
        "protocol" => t!("record-protocol"),
        "charge" => t!("record-charge"),
        "audit" => t!("record-audit"),
        "quality" => t!("record-quality"),
        other => other.to_owned(),
    }
}
