//! The character sets a device can be given, with the languages they are for.

use crate::t;

/// Character sets that are offered; others are declared by `apply` and stay as they are.
const CHARACTER_SETS: [&str; 18] = [
    "ISO_IR 192",
    "ISO_IR 6",
    "ISO_IR 100",
    "ISO_IR 101",
    "ISO_IR 109",
    "ISO_IR 110",
    "ISO_IR 203",
    "ISO_IR 144",
    "ISO_IR 127",
    "ISO_IR 126",
    "ISO_IR 138",
    "ISO_IR 148",
    "ISO_IR 166",
    "\\ISO 2022 IR 87",
    "\\ISO 2022 IR 149",
    "\\ISO 2022 IR 58",
    "GB18030",
    "GBK",
];

fn language_of(term: &str) -> String {
    match term {
        "ISO_IR 192" => t!("charset-unicode"),
        "ISO_IR 6" => t!("charset-ascii"),
        "ISO_IR 100" | "ISO_IR 203" => t!("charset-western"),
        "ISO_IR 101" => t!("charset-central"),
        "ISO_IR 109" => t!("charset-southern"),
        "ISO_IR 110" => t!("charset-northern"),
        "ISO_IR 144" => t!("charset-cyrillic"),
        "ISO_IR 127" => t!("charset-arabic"),
        "ISO_IR 126" => t!("charset-greek"),
        "ISO_IR 138" => t!("charset-hebrew"),
        "ISO_IR 148" => t!("charset-turkish"),
        "ISO_IR 166" => t!("charset-thai"),
        "\\ISO 2022 IR 87" => t!("charset-japanese"),
        "\\ISO 2022 IR 149" => t!("charset-korean"),
        _ => t!("charset-chinese"),
    }
}

/// The choices of a field, the one `chosen` among them; `none` are the words for no choice.
pub fn character_sets(chosen: &str, none: String) -> Vec<(String, String)> {
    let mut options = vec![(String::new(), none)];
    options.extend(CHARACTER_SETS.map(|term| {
        let words = format!("{} ({term})", language_of(term));
        (term.to_owned(), words)
    }));
    if !chosen.is_empty() && !CHARACTER_SETS.contains(&chosen) {
        options.push((chosen.to_owned(), chosen.to_owned()));
    }
    options
}
