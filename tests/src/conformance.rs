//! The tables of CONFORMANCE.md, written from the tables of the code.

use dimse::Limits;
use dimse::conformance;
use std::fmt::Write;
use std::time::Duration;

/// A table with its name in the marks around it.
type Section = (&'static str, fn() -> String);

const SECTIONS: [Section; 7] = [
    ("sop classes", sop_classes),
    ("transfer syntaxes", transfer_syntaxes),
    ("limits", limits),
    ("worklist attributes", worklist_attributes),
    ("performed step attributes", performed_step_attributes),
    ("statuses", statuses),
    ("character sets", character_sets),
];

/// The statement with its tables as the code has them now.
///
/// # Errors
/// The table whose marks are missing.
pub fn fill(statement: &str) -> Result<String, String> {
    let mut filled = statement.to_owned();
    for (name, table) in SECTIONS {
        let begin = format!("<!-- {name}: written by `cargo xtask conformance` -->\n");
        let end = format!("<!-- end of {name} -->");
        let missing = || format!("the statement has no marks for {name}: {begin}{end}");
        let (before, rest) = filled.split_once(&begin).ok_or_else(missing)?;
        let (_, after) = rest.split_once(&end).ok_or_else(missing)?;
        filled = format!("{before}{begin}{}{end}{after}", table());
    }
    Ok(filled)
}

fn rows<const N: usize>(head: [&str; N], rows: impl IntoIterator<Item = [String; N]>) -> String {
    let mut text = format!("| {} |\n|{}\n", head.join(" | "), " --- |".repeat(N));
    for row in rows {
        let _ = writeln!(text, "| {} |", row.join(" | "));
    }
    text
}

fn sop_classes() -> String {
    let classes = conformance::sop_classes().into_iter();
    rows(
        ["SOP class", "UID", "services", "role"],
        classes
            .map(|class| [class.name, class.uid, class.services, class.roles].map(str::to_owned)),
    )
}

fn transfer_syntaxes() -> String {
    let syntaxes = conformance::transfer_syntaxes().into_iter();
    rows(
        ["transfer syntax", "UID"],
        syntaxes.map(|(name, uid)| [name.to_owned(), uid.to_owned()]),
    )
}

fn limits() -> String {
    let limits = Limits::default();
    let kib = |bytes: usize| format!("{} KiB", bytes / 1024);
    let pdu = |bytes: u32| kib(usize::try_from(bytes).unwrap_or_default());
    let time = |time: Duration| format!("{} s", time.as_secs());
    let all = [
        (
            "associations",
            limits.associations.to_string(),
            "rejected (2, 3, 2)",
        ),
        (
            "associations from one address",
            limits.associations_per_peer.to_string(),
            "rejected (2, 3, 2)",
        ),
        ("A-ASSOCIATE-RQ", pdu(limits.association_request), "aborted"),
        ("P-DATA-TF", pdu(limits.pdu), "aborted"),
        ("command set", kib(limits.command_set), "aborted"),
        ("data set", kib(limits.data_set), "aborted"),
        (
            "until the A-ASSOCIATE-RQ (ARTIM)",
            time(limits.association_request_time),
            "closed",
        ),
        ("silence between messages", time(limits.idle), "aborted"),
        ("one message", time(limits.message_time), "aborted"),
        ("a write without progress", time(limits.write), "closed"),
        ("one association", time(limits.association_time), "aborted"),
    ];
    rows(
        ["limit", "value", "beyond it"],
        all.map(|(what, value, then)| [what.to_owned(), value, then.to_owned()]),
    )
}

fn worklist_attributes() -> String {
    let attributes = conformance::worklist_attributes().into_iter();
    rows(
        ["attribute", "tag", "matching key", "returned"],
        attributes.map(|attribute| {
            let depth = if attribute.in_step { ">" } else { "" };
            let yes = if attribute.is_key { "yes" } else { "" };
            let filled = if attribute.is_filled {
                "with its value"
            } else {
                "without value"
            };
            [
                format!("{depth}{}", attribute.keyword),
                attribute.tag,
                yes.to_owned(),
                filled.to_owned(),
            ]
        }),
    )
}

fn performed_step_attributes() -> String {
    let attributes = conformance::performed_step_attributes().into_iter();
    rows(
        ["attribute", "tag", "N-CREATE", "N-SET", "at the end"],
        attributes.map(|attribute| {
            let at_end = if attribute.at_end { "1" } else { "" };
            [
                attribute.keyword,
                attribute.tag,
                attribute.create.to_owned(),
                attribute.set.to_owned(),
                at_end.to_owned(),
            ]
        }),
    )
}

fn statuses() -> String {
    let statuses = conformance::statuses().iter();
    rows(
        ["status", "meaning"],
        statuses.map(|(status, meaning)| [format!("{status:04X}"), (*meaning).to_owned()]),
    )
}

fn character_sets() -> String {
    let terms = conformance::character_sets();
    let terms: Vec<String> = terms.iter().map(|term| format!("`{term}`")).collect();
    format!("{}\n", terms.join(", "))
}
