//! What a card says: its words by the room it has, and its name for a screen reader.

use super::layout::Size;
use crate::{
    components::{discrepancy::kind_words, glyph::Glyph, status::status_word},
    format,
    standing::{Look, Standing},
    t,
};
use contract::{StepStatus, WallTime, alerts::Severity, board::ExamCard};

/// Pixels a letter takes on average, and what stands beside a name and a status.
const LETTER: f64 = 6.3;
const AROUND_NAME: f64 = 37.0;
const AROUND_STATUS: f64 = 18.0;
const CRITICAL_MARK: f64 = 18.0;

/// The words and marks of a card.
#[derive(Debug, Clone, PartialEq)]
pub struct Face {
    /// How it looks.
    pub look: Look,
    /// Its glyph.
    pub glyph: Glyph,
    /// Whether the patient is here: the notch at the left edge.
    pub notch: bool,
    /// Whether a critical mark stands at the top right.
    pub critical: bool,
    /// How urgent the most urgent open item about it is: another mark, where there is no critical one.
    pub open: Option<Severity>,
    /// The patient.
    pub name: String,
    /// What is done.
    pub what: String,
    /// The accession number at the foot; empty when the status needs the room.
    pub number: String,
    /// The status in words; empty when the look says all.
    pub status: String,
}

/// What the status of a card says beside its look; empty for plain ones.
pub fn status_words(card: &ExamCard, standing: &Standing) -> String {
    match standing.look() {
        Look::Late => t!("minutes-late", minutes = standing.late.unwrap_or_default()),
        Look::Arrived => card.arrived.map_or_else(
            || t!("status-arrived"),
            |at| t!("arrived-at", time = format::time(at)),
        ),
        Look::Ready => t!("status-ready"),
        Look::Stuck | Look::Overrun => t!(
            "elapsed-over",
            elapsed = standing.elapsed.unwrap_or_default(),
            expected = card.expected_minutes
        ),
        Look::InProgress => elapsed_of(card, standing),
        Look::Unscheduled => t!("not-on-schedule"),
        Look::Discontinued => discontinuation(card),
        Look::Canceled => t!("status-canceled"),
        Look::Scheduled | Look::Completed => String::new(),
    }
}

/// Why an exam was discontinued, or that nobody said.
pub fn discontinuation(card: &ExamCard) -> String {
    match &card.discontinuation {
        Some(code) if !code.meaning.is_empty() => code.meaning.clone(),
        Some(code) if !code.value.is_empty() => code.value.clone(),
        _ => t!("no-reason"),
    }
}

/// Minutes so far of minutes expected.
pub fn elapsed_of(card: &ExamCard, standing: &Standing) -> String {
    t!(
        "elapsed-of",
        elapsed = standing.elapsed.unwrap_or_default(),
        expected = card.expected_minutes
    )
}

/// The same where it has no room, as far as the look says the rest: how late, when the patient came,
/// how long it runs of how long.
fn status_digits(card: &ExamCard, standing: &Standing) -> Option<String> {
    match standing.look() {
        Look::Late => standing.late.map(format::duration),
        Look::Arrived => card.arrived.map(format::time),
        Look::InProgress | Look::Stuck | Look::Overrun => standing
            .elapsed
            .map(|elapsed| format!("{elapsed}/{}", card.expected_minutes)),
        Look::Ready
        | Look::Unscheduled
        | Look::Discontinued
        | Look::Canceled
        | Look::Scheduled
        | Look::Completed => None,
    }
}

impl Face {
    /// What `card` says in a place of this size.
    pub fn of(card: &ExamCard, now: WallTime, size: Size, width: f64) -> Self {
        let standing = Standing::of(card, now);
        let look = standing.look();
        let mut status = status_words(card, &standing);
        if let (Look::Stuck, Some(last)) = (look, card.last_message) {
            let longer = format!(
                "{status} · {}",
                t!("last-message", time = format::time(last))
            );
            if letters(&longer) <= width - AROUND_STATUS {
                status = longer;
            }
        }
        let critical = standing.critical && !matches!(look, Look::Stuck);
        let open = open_severity(card).filter(|_| !critical);
        let marked = critical || open.is_some();
        let for_name = width - AROUND_NAME - if marked { CRITICAL_MARK } else { 0.0 };
        let name = match size {
            Size::Full | Size::Medium => widest_name(card, for_name),
            Size::Narrow | Size::Tick => format::name_family(&card.patient),
        };
        let digits = format::accession_digits(&card.accession_number);
        let short = format::procedure_without_modality(&card.procedure, &card.modality);
        let is_cut = |status: &str| size != Size::Full && letters(status) > width - AROUND_STATUS;
        if is_cut(&status)
            && let Some(digits) = status_digits(card, &standing)
        {
            status = digits;
        }
        // The status is never cut: where it needs a second line, the procedure gives its own.
        let wraps = is_cut(&status);
        let what = if wraps {
            String::new()
        } else if card.canceled_after_start && standing.elapsed.is_some() {
            t!("order-canceled")
        } else {
            match size {
                Size::Full => card.procedure.clone(),
                Size::Medium if look == Look::Unscheduled && standing.elapsed.is_some() => {
                    format!("{digits} · {}", elapsed_of(card, &standing))
                }
                Size::Medium if !status.is_empty() && !digits.is_empty() => {
                    format!("{digits} · {short}")
                }
                Size::Medium | Size::Narrow | Size::Tick => short,
            }
        };
        let number = match size {
            Size::Full => card.accession_number.clone(),
            Size::Medium if status.is_empty() => card.accession_number.clone(),
            Size::Narrow if status.is_empty() => digits.to_owned(),
            Size::Medium | Size::Narrow | Size::Tick => String::new(),
        };
        Self {
            look,
            glyph: look.glyph(),
            notch: matches!(standing.status, StepStatus::Arrived | StepStatus::Ready),
            critical,
            open,
            name,
            what,
            number,
            status,
        }
    }
}

/// How urgent the most urgent open item about an exam is.
pub fn open_severity(card: &ExamCard) -> Option<Severity> {
    let open = card.discrepancies.iter();
    open.map(|open| open.severity).min()
}

/// The kinds that are open about an exam, in words.
pub fn open_words(card: &ExamCard) -> String {
    let kinds: Vec<_> = card.discrepancies.iter().map(|open| open.kind).collect();
    kind_words(&kinds)
}

/// The longest form of the name that has room.
fn widest_name(card: &ExamCard, room: f64) -> String {
    [
        format::name(&card.patient),
        format::name_with_initial(&card.patient),
    ]
    .into_iter()
    .find(|name| letters(name) <= room)
    .unwrap_or_else(|| format::name_family(&card.patient))
}

fn letters(text: &str) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "texts of cards are short")]
    let count = text.chars().count() as f64;
    count * LETTER
}

/// The name of a card for a screen reader: patient, procedure, state, room.
pub fn label(card: &ExamCard, now: WallTime, room: &str) -> String {
    let standing = Standing::of(card, now);
    let mut state = status_word(card.status);
    if standing.elapsed.is_some() {
        state = format!(
            "{state} {}",
            t!(
                "elapsed-spoken",
                elapsed = standing.elapsed.unwrap_or_default(),
                expected = card.expected_minutes
            )
        );
    } else if let Some(start) = card.started.or(card.planned_start) {
        state = format!("{state} {}", format::time(start));
    }
    if standing.stuck {
        state = format!("{state}, {}", t!("spoken-stuck"));
    } else if standing.overrun {
        state = format!("{state}, {}", t!("spoken-overrun"));
    }
    if let Some(minutes) = standing.late {
        state = format!("{state}, {}", t!("minutes-late", minutes = minutes));
    }
    if standing.unscheduled {
        state = format!("{state}, {}", t!("not-on-schedule"));
    }
    if card.patient_differs {
        state = format!("{state}, {}", t!("patient-mismatch"));
    }
    if card.canceled_after_start {
        state = format!("{state}, {}", t!("order-canceled"));
    }
    if card.status == StepStatus::Discontinued {
        state = format!("{state}, {}", discontinuation(card));
    }
    if !card.discrepancies.is_empty() {
        state = format!("{state}, {}", t!("open-in-queue", kinds = open_words(card)));
    }
    [
        format::name(&card.patient).as_str(),
        card.procedure.as_str(),
        state.as_str(),
        room,
    ]
    .into_iter()
    .filter(|part| !part.is_empty())
    .map(|part| format!("{}.", part.trim_end_matches('.')))
    .collect::<Vec<_>>()
    .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standing::tests::exam;
    use contract::{Code, board::OpenDiscrepancies, reconciliation::DiscrepancyKind};

    const NOW: WallTime = 642 * format::MINUTE;

    fn overrunning() -> ExamCard {
        ExamCard {
            started: Some(604 * format::MINUTE),
            overrun_from: Some(629 * format::MINUTE),
            expected_minutes: 25,
            accession_number: "ACC-10404".into(),
            procedure: "CT abdomen, contrast".into(),
            ..exam("s1", StepStatus::InProgress)
        }
    }

    #[test]
    fn a_wide_card_says_everything() {
        let face = Face::of(&overrunning(), NOW, Size::Full, 160.0);
        assert_eq!(face.name, "Zabala, Martín");
        assert_eq!(face.what, "CT abdomen, contrast");
        assert_eq!(
            (face.number.as_str(), face.status.as_str()),
            ("ACC-10404", "38 of 25\u{a0}min")
        );
    }

    #[test]
    fn a_narrower_card_keeps_the_status() {
        let face = Face::of(&overrunning(), NOW, Size::Medium, 100.0);
        assert_eq!(face.name, "Zabala, M.");
        assert_eq!(face.what, "10404 · Abdomen, contrast");
        assert_eq!(
            (face.number.as_str(), face.status.as_str()),
            ("", "38 of 25\u{a0}min")
        );
        let face = Face::of(&overrunning(), NOW, Size::Narrow, 60.0);
        assert_eq!(
            (face.name.as_str(), face.status.as_str()),
            ("Zabala", "38/25")
        );
        assert_eq!(
            face.what, "Abdomen, contrast",
            "one line is enough for both"
        );
    }

    #[test]
    fn a_discontinued_exam_says_why() {
        let mut card = exam("s1", StepStatus::Discontinued);
        assert_eq!(
            Face::of(&card, NOW, Size::Full, 160.0).status,
            "No reason given"
        );
        card.discontinuation = Some(Code {
            value: "110513".into(),
            scheme: "DCM".into(),
            meaning: String::new(),
        });
        assert_eq!(Face::of(&card, NOW, Size::Full, 160.0).status, "110513");
    }

    #[test]
    fn a_card_is_marked_by_the_most_urgent_open_item() {
        let open = |kind, severity| OpenDiscrepancies {
            kind,
            severity,
            count: 1,
        };
        let card = ExamCard {
            discrepancies: vec![
                open(DiscrepancyKind::StationDiffers, Severity::Info),
                open(DiscrepancyKind::MissingSeries, Severity::Review),
            ],
            ..overrunning()
        };
        let face = Face::of(&card, NOW, Size::Full, 160.0);
        assert_eq!(face.open, Some(Severity::Review));
        assert!(label(&card, NOW, "CT 1").contains("open: Other station, Missing series"));
        assert_eq!(Face::of(&overrunning(), NOW, Size::Full, 160.0).open, None);
    }

    #[test]
    fn a_screen_reader_hears_patient_procedure_state_and_room() {
        assert_eq!(
            label(&overrunning(), NOW, "CT 1"),
            "Zabala, Martín. CT abdomen, contrast. \
             In progress 38 of 25 minutes, overrunning. CT 1."
        );
    }
}
