//! Every client of other makers, in every transfer syntax and character set it can do: it asks for a
//! patient by a name in that set and must find that patient, named in that set again.

use serde_json::{Value, json};
use std::fmt::Write;
use tests::peers::Association;
use tests::{
    Appointment, Dcmtk, Department, DicomRs, ForeignModality, Orthanc, TestService, place,
};

/// A name in a character set.
struct Case {
    /// Specific Character Set (0008,0005).
    term: &'static str,
    /// The name.
    name: &'static str,
    /// The name in that set: from the examples of PS3.5 Annexes H to K where they have one.
    bytes: &'static [u8],
    /// What Orthanc calls the set; empty when it has no name for it.
    orthanc: &'static str,
}

const fn case(
    term: &'static str,
    name: &'static str,
    bytes: &'static [u8],
    orthanc: &'static str,
) -> Case {
    Case {
        term,
        name,
        bytes,
        orthanc,
    }
}

const CASES: [Case; 20] = [
    case("", "Curie^Marie", b"Curie^Marie", "Ascii"),
    case("ISO_IR 100", "Buc^Jérôme", b"Buc^J\xE9r\xF4me", "Latin1"),
    case("ISO_IR 101", "Wałęsa^Lech", b"Wa\xB3\xEAsa^Lech", "Latin2"),
    case("ISO_IR 109", "Ĉapelo^Ĝoja", b"\xC6apelo^\xD8oja", "Latin3"),
    case(
        "ISO_IR 110",
        "Ķēniņš^Jānis",
        b"\xD3\xBAni\xF1\xB9^J\xE0nis",
        "Latin4",
    ),
    case(
        "ISO_IR 144",
        "Люкceмбypг",
        b"\xBB\xEE\xDAce\xDC\xD1yp\xD3",
        "Cyrillic",
    ),
    case(
        "ISO_IR 127",
        "قباني^لنزار",
        b"\xE2\xC8\xC7\xE6\xEA^\xE4\xE6\xD2\xC7\xD1",
        "Arabic",
    ),
    case(
        "ISO_IR 126",
        "Διονυσιος",
        b"\xC4\xE9\xEF\xED\xF5\xF3\xE9\xEF\xF2",
        "Greek",
    ),
    case(
        "ISO_IR 138",
        "שרון^דבורה",
        b"\xF9\xF8\xE5\xEF^\xE3\xE1\xE5\xF8\xE4",
        "Hebrew",
    ),
    case(
        "ISO_IR 148",
        "Çavuşoğlu^Şükrü",
        b"\xC7avu\xFEo\xF0lu^\xDE\xFCkr\xFC",
        "Latin5",
    ),
    case(
        "ISO_IR 166",
        "สมชาย^ใจดี",
        b"\xCA\xC1\xAA\xD2\xC2^\xE3\xA8\xB4\xD5",
        "Thai",
    ),
    case("ISO_IR 203", "Œuvré^Zoë", b"\xBCuvr\xE9^Zo\xEB", ""),
    case(
        "ISO_IR 13",
        "ﾔﾏﾀﾞ^ﾀﾛｳ",
        b"\xD4\xCF\xC0\xDE^\xC0\xDB\xB3",
        "Japanese",
    ),
    case(
        "\\ISO 2022 IR 87",
        "Yamada^Tarou=山田^太郎=やまだ^たろう",
        b"Yamada^Tarou=\x1B$B;3ED\x1B(B^\x1B$BB@O:\x1B(B=\x1B$B$d$^$@\x1B(B^\x1B$B$?$m$&\x1B(B",
        "JapaneseKanji",
    ),
    case(
        "ISO 2022 IR 13\\ISO 2022 IR 87",
        "ﾔﾏﾓﾄ^ﾊﾅｺ=山本^花子=やまもと^はなこ",
        b"\xD4\xCF\xD3\xC4^\xCA\xC5\xBA=\x1B$B;3K\\\x1B(J^\x1B$B2V;R\x1B(J=\x1B$B$d$^$b$H\x1B(J^\x1B$B$O$J$3\x1B(J",
        "",
    ),
    case(
        "\\ISO 2022 IR 149",
        "Hong^Gildong=洪^吉洞=홍^길동",
        b"Hong^Gildong=\x1B$)C\xFB\xF3^\x1B$)C\xD1\xCE\xD4\xD7=\x1B$)C\xC8\xAB^\x1B$)C\xB1\xE6\xB5\xBF",
        "Korean",
    ),
    case(
        "\\ISO 2022 IR 58",
        "Zhang^XiaoDong=张^小东",
        b"Zhang^XiaoDong=\x1B$)A\xD5\xC5^\x1B$)A\xD0\xA1\xB6\xAB",
        "SimplifiedChinese",
    ),
    case(
        "ISO_IR 192",
        "Wang^XiaoDong=王^小東",
        "Wang^XiaoDong=王^小東".as_bytes(),
        "Utf8",
    ),
    case(
        "GB18030",
        "Wang^XiaoMing=王^小明",
        b"Wang^XiaoMing=\xCD\xF5^\xD0\xA1\xC3\xF7",
        "Chinese",
    ),
    case("GBK", "Li^XiaoHong=李^小红", b"Li^XiaoHong=\xC0\xEE^\xD0\xA1\xBA\xEC", ""),
];

/// How one client in one transfer syntax fared with one set; `None` when it cannot do it.
type Outcome = Option<Result<(), String>>;

/// A client in a transfer syntax, and how it fared with each set.
struct Column {
    client: String,
    outcomes: Vec<Outcome>,
}

fn column(client: &str, mut ask: impl FnMut(&Case) -> Outcome) -> Column {
    Column {
        client: client.to_owned(),
        outcomes: CASES.iter().map(&mut ask).collect(),
    }
}

/// Exactly one answer, of the patient asked for. pydicom and Orthanc leave in the text the escape
/// sequences that designate the Korean and the Chinese set to G1; they are no part of the name.
fn one_named(expected: &str, found: &[String]) -> Result<(), String> {
    let without_escapes = |name: &String| name.replace("\u{1b}$)C", "").replace("\u{1b}$)A", "");
    match found {
        [name] if without_escapes(name) == expected => Ok(()),
        other => Err(format!("asked for {expected}, found {other:?}")),
    }
}

fn of_dcmtk(service: &TestService) -> Vec<Column> {
    let Some(dcmtk) = Dcmtk::find() else {
        return Vec::new();
    };
    [("explicit", "-xe"), ("implicit", "-xi")]
        .map(|(syntax, option)| {
            column(&format!("DCMTK {syntax}"), |case| {
                let name = [b"PatientName=".as_slice(), case.bytes].concat();
                let set = format!("0008,0005={}", case.term);
                let step: &[u8] = b"0040,0100[0].Modality";
                let mut keys: Vec<&[u8]> = vec![&name, step];
                if !case.term.is_empty() {
                    keys.push(set.as_bytes());
                }
                let found = dcmtk.worklist_bytes(service, &[option], &keys);
                let has_name = |answer: &Vec<u8>| {
                    answer
                        .windows(case.bytes.len())
                        .any(|part| part == case.bytes)
                };
                Some(match found.as_slice() {
                    [answer] if has_name(answer) => Ok(()),
                    other => Err(format!(
                        "asked for {}, found {} answers, none with its bytes",
                        case.name,
                        other.len()
                    )),
                })
            })
        })
        .into()
}

fn of_pynetdicom(service: &TestService) -> Vec<Column> {
    let Some(mut modality) = ForeignModality::pynetdicom_alone() else {
        return Vec::new();
    };
    ["explicit", "implicit"]
        .map(|syntax| {
            let association = Association {
                syntaxes: &[syntax],
                ..Association::of("CT1")
            };
            let established = modality.associate(service, &association);
            assert_eq!(established["established"], true, "{established}");
            let column = column(&format!("pynetdicom {syntax}"), |case| {
                // pydicom does not know Latin 9.
                (case.term != "ISO_IR 203").then(|| {
                    let found = modality.find(&named(case));
                    one_named(case.name, &found.all("PatientName"))
                })
            });
            modality.release();
            column
        })
        .into()
}

/// Keys for the patient of a case, in its set.
fn named(case: &Case) -> Value {
    let step = json!([{"Modality": ""}]);
    let keys = json!({"PatientName": case.name, "ScheduledProcedureStepSequence": step});
    let terms: Vec<&str> = case.term.split('\\').collect();
    match terms.as_slice() {
        [""] => keys,
        [one] => tests::report::with(keys, &json!({"SpecificCharacterSet": one})),
        several => tests::report::with(keys, &json!({"SpecificCharacterSet": several})),
    }
}

/// It writes nothing but UTF-8.
fn of_dcmjs(service: &TestService) -> Vec<Column> {
    let Some(mut modality) = ForeignModality::dcmjs(service, "CT1") else {
        return Vec::new();
    };
    vec![column("dcmjs-dimse implicit", |case| {
        matches!(case.term, "" | "ISO_IR 192").then(|| {
            let mut keys = json!({"PatientName": case.name});
            if !case.term.is_empty() {
                keys["SpecificCharacterSet"] = json!(case.term);
            }
            let found = modality.find(&keys);
            let names = found
                .answers
                .iter()
                .map(|(_, answer)| &answer["PatientName"]);
            let text = |name: &Value| {
                let groups = name.as_array().map(|groups| alphabetic(groups));
                groups.unwrap_or_else(|| name.as_str().unwrap_or_default().to_owned())
            };
            one_named(case.name, &names.map(text).collect::<Vec<_>>())
        })
    })]
}

/// The name as dcmjs reads it: a list of one object with its groups.
fn alphabetic(groups: &[Value]) -> String {
    let of = |name: &Value| {
        let group = |which: &str| name[which].as_str().map(str::to_owned);
        let groups = ["Alphabetic", "Ideographic", "Phonetic"].map(group);
        groups.into_iter().flatten().collect::<Vec<_>>().join("=")
    };
    groups.first().map(of).unwrap_or_default()
}

/// Its text is UTF-8; it proposes both transfer syntaxes.
fn of_dicom_rs(service: &TestService) -> Vec<Column> {
    let Some(findscu) = DicomRs::find() else {
        return Vec::new();
    };
    vec![column("dicom-rs", |case| {
        matches!(case.term, "" | "ISO_IR 192").then(|| {
            let name = format!("PatientName={}", case.name);
            let set = format!("SpecificCharacterSet={}", case.term);
            let mut keys = vec![name.as_str(), "ScheduledProcedureStepSequence.Modality="];
            if !case.term.is_empty() {
                keys.push(&set);
            }
            let printed = findscu.worklist(service, &keys);
            let answers = printed
                .matches("Status                       US (1,  2 bytes): 65280")
                .count();
            match printed.contains(case.name) && answers == 1 {
                true => Ok(()),
                false => Err(format!("asked for {}, printed {printed}", case.name)),
            }
        })
    })]
}

fn of_orthanc(service: &TestService) -> Vec<Column> {
    let Some(orthanc) = Orthanc::start(service) else {
        return Vec::new();
    };
    vec![column("Orthanc", |case| {
        (!case.orthanc.is_empty()).then(|| {
            let keys = json!({
                "PatientName": case.name,
                "SpecificCharacterSet": case.term.trim_start_matches('\\'),
                "ScheduledProcedureStepSequence": [{"Modality": ""}],
            });
            let found = orthanc.worklist(case.orthanc, &keys)?;
            let name = |answer: &Value| {
                answer["PatientName"]
                    .as_str()
                    .unwrap_or_default()
                    .to_owned()
            };
            one_named(case.name, &found.iter().map(name).collect::<Vec<_>>())
        })
    })]
}

/// The table of a person who wants to know whether their device will work.
fn table(columns: &[Column]) -> String {
    let mut text = String::from("| Specific Character Set |");
    for column in columns {
        let _ = write!(text, " {} |", column.client);
    }
    text.push_str("\n| --- |");
    text.push_str(&" --- |".repeat(columns.len()));
    for (row, case) in CASES.iter().enumerate() {
        let term = if case.term.is_empty() {
            "none (ASCII)"
        } else {
            case.term
        };
        let _ = write!(text, "\n| {term} |");
        for column in columns {
            text.push_str(match column.outcomes.get(row) {
                Some(Some(Ok(()))) => " yes |",
                Some(Some(Err(_))) => " **no** |",
                Some(None) | None => " cannot ask |",
            });
        }
    }
    text.push('\n');
    text
}

#[test]
fn every_client_finds_a_patient_by_a_name_in_its_character_set() {
    let appointments: Vec<Appointment> = (1..)
        .zip(&CASES)
        .map(|(number, case)| Appointment::new(number).with("PatientName", case.name))
        .collect();
    let service = Department::scheduled(&appointments).serve();
    let columns: Vec<Column> = [of_dcmtk, of_pynetdicom, of_dcmjs, of_dicom_rs, of_orthanc]
        .into_iter()
        .flat_map(|of_client| of_client(&service))
        .collect();
    let table = table(&columns);
    println!("{table}");
    // `cargo xtask test` prints it from here: the output of a test that passes is not seen.
    let file = place::target().join("interop.md");
    std::fs::write(&file, &table).expect("the target folder can be written");
    let failures: Vec<String> = columns
        .iter()
        .flat_map(|column| {
            let failed = |outcome: &Outcome| outcome.as_ref()?.as_ref().err().cloned();
            let client = &column.client;
            let outcomes = column.outcomes.iter().filter_map(failed);
            outcomes.map(move |failure| format!("{client}: {failure}"))
        })
        .collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
