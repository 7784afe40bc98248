//! Where the cards of a lane lie: pixels, rows, and how much text they have room for.

use super::axis::Axis;
use crate::{format, standing::Standing};
use contract::{ExamId, StepStatus, WallTime, board::ExamCard};

/// Minutes between now and a late exam at least: it cannot start in the past.
const SLIDE: f64 = 2.0;
const TICK: f64 = 8.0;
/// Below this width a surname is cut to nothing that can be read.
const SMALLEST: f64 = 44.0;
/// Pixels between two cards side by side.
const GAP: f64 = 2.0;

/// How much text a card has room for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Size {
    /// A glyph at most.
    Tick,
    /// Surname, procedure, number.
    Narrow,
    /// Initial and shortened accession number.
    Medium,
    /// Everything.
    Full,
}

impl Size {
    fn of(width: f64, compressed: bool) -> Self {
        match width {
            _ if compressed => Self::Tick,
            width if width < SMALLEST => Self::Tick,
            width if width < 76.0 => Self::Narrow,
            width if width < 140.0 => Self::Medium,
            _ => Self::Full,
        }
    }

    /// The name the style knows it by.
    pub fn name(self) -> &'static str {
        match self {
            Self::Tick => "tick",
            Self::Narrow => "narrow",
            Self::Medium => "medium",
            Self::Full => "full",
        }
    }
}

/// The place of one card.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// The exam.
    pub id: ExamId,
    /// Pixels from the left edge of the lane.
    pub left: f64,
    /// Pixels.
    pub width: f64,
    /// Row within its group of overlapping cards, from the top.
    pub row: u32,
    /// Rows of that group.
    pub rows: u32,
    /// How much text it has room for.
    pub size: Size,
    /// Pixels from the card's left edge to its expected end, while it runs.
    pub expected: Option<f64>,
    /// Pixels from the card's left edge to now, while it runs.
    pub elapsed: Option<f64>,
    /// Pixels from the lane's left edge to the planned start of a late exam.
    pub planned: Option<f64>,
}

/// What the places of a lane depend on besides its cards.
#[derive(Debug, Clone, PartialEq)]
pub struct Scene {
    /// The axis.
    pub axis: Axis,
    /// When the day shown begins.
    pub midnight: WallTime,
    /// The clock; `None` when another day is shown.
    pub now: Option<WallTime>,
}

impl Scene {
    /// Minutes after midnight of the day shown.
    pub fn minute(&self, instant: WallTime) -> f64 {
        #[expect(
            clippy::cast_precision_loss,
            reason = "milliseconds of a day are exact"
        )]
        let minutes = (instant - self.midnight) as f64;
        #[expect(clippy::cast_precision_loss, reason = "a small constant")]
        let minute = format::MINUTE as f64;
        minutes / minute
    }

    /// Pixels from the left edge.
    pub fn at(&self, instant: WallTime) -> f64 {
        self.axis.at(self.minute(instant))
    }
}

struct Stretch {
    id: ExamId,
    from: f64,
    to: f64,
    late: bool,
    planned: Option<f64>,
    expected: Option<f64>,
}

/// Places the cards of one lane, in the order of time. Of a silent room nothing is known after
/// `heard_until`: its running exams are filled up to then.
pub fn place(cards: &[ExamCard], scene: &Scene, heard_until: Option<WallTime>) -> Vec<Place> {
    let mut stretches: Vec<Stretch> = cards
        .iter()
        .filter_map(|card| stretch(card, scene))
        .collect();
    stretches.sort_by(|a, b| a.from.total_cmp(&b.from).then_with(|| a.id.cmp(&b.id)));
    slide_late(&mut stretches, scene);
    stretches.sort_by(|a, b| a.from.total_cmp(&b.from).then_with(|| a.id.cmp(&b.id)));
    let filled_to = scene
        .now
        .map(|now| scene.at(heard_until.map_or(now, |heard| heard.min(now))));
    let mut places: Vec<Place> = stretches
        .into_iter()
        .map(|stretch| {
            let left = scene.axis.at(stretch.from);
            let natural = scene.axis.at(stretch.to) - left - GAP;
            let compressed = scene.axis.is_compressed(stretch.from, stretch.to);
            let width = natural.max(TICK);
            Place {
                left,
                width,
                row: 0,
                rows: 1,
                size: Size::of(width, compressed),
                elapsed: stretch
                    .expected
                    .and(filled_to)
                    .map(|filled_to| (filled_to - left).clamp(0.0, width)),
                expected: stretch
                    .expected
                    .map(|expected| (scene.axis.at(expected) - left).clamp(0.0, width)),
                planned: stretch.planned.map(|planned| scene.axis.at(planned)),
                id: stretch.id,
            }
        })
        .collect();
    stack(&mut places);
    places
}

/// The most rows that cards with text need side by side.
pub fn rows_needed(places: &[Place]) -> u32 {
    places
        .iter()
        .filter(|place| place.size > Size::Tick)
        .map(|place| place.rows)
        .max()
        .unwrap_or(1)
}

fn stretch(card: &ExamCard, scene: &Scene) -> Option<Stretch> {
    if card.status == StepStatus::Canceled {
        return None;
    }
    let expected = f64::from(card.expected_minutes.max(1));
    let from = scene.minute(card.started.or(card.planned_start).or(card.arrived)?);
    let now = scene.now.map(|now| scene.minute(now));
    let running = card.status == StepStatus::InProgress;
    let expected_end = card
        .expected_end
        .map_or(from + expected, |end| scene.minute(end));
    let to = match (card.ended, now) {
        (Some(ended), _) => scene.minute(ended),
        (None, Some(now)) if running => expected_end.max(now),
        (None, _) => expected_end,
    };
    let late = scene
        .now
        .is_some_and(|now| Standing::of(card, now).late.is_some());
    Some(Stretch {
        id: card.id.clone(),
        from,
        to: to.max(from),
        late,
        planned: late.then_some(from),
        expected: running.then_some(expected_end),
    })
}

/// Late exams are drawn one after the other from now on, behind the exam that still runs.
fn slide_late(stretches: &mut [Stretch], scene: &Scene) {
    let Some(now) = scene.now.map(|now| scene.minute(now)) else {
        return;
    };
    let busy_until = stretches
        .iter()
        .filter(|stretch| stretch.expected.is_some())
        .map(|stretch| stretch.to)
        .fold(now, f64::max);
    let mut free = busy_until + SLIDE;
    for stretch in stretches.iter_mut().filter(|stretch| stretch.late) {
        let length = stretch.to - stretch.from;
        stretch.from = free.max(stretch.from);
        stretch.to = stretch.from + length;
        free = stretch.to + SLIDE;
    }
}

/// Puts overlapping cards into rows, as few as there are cards at one instant.
fn stack(places: &mut [Place]) {
    let mut start = 0;
    while start < places.len() {
        let mut ends: Vec<f64> = Vec::new();
        let mut group_end = f64::MIN;
        let mut end = start;
        for place in places.iter_mut().skip(start) {
            if end > start && place.left >= group_end - 0.5 {
                break;
            }
            let right = place.left + place.width;
            let free = ends.iter().position(|row_end| place.left >= row_end - 0.5);
            let row = free.unwrap_or(ends.len());
            match ends.get_mut(row) {
                Some(row_end) => *row_end = right,
                None => ends.push(right),
            }
            place.row = u32::try_from(row).unwrap_or(0);
            group_end = group_end.max(right);
            end += 1;
        }
        let rows = u32::try_from(ends.len()).unwrap_or(1);
        for place in places.iter_mut().take(end).skip(start) {
            place.rows = rows;
        }
        start = end;
    }
}

#[cfg(test)]
mod tests {
    use super::super::axis::Span;
    use super::*;
    use crate::standing::tests::exam;

    fn scene(now: i64) -> Scene {
        let span = Span {
            opens: 420.0,
            closes: 1140.0,
        };
        Scene {
            axis: Axis::whole_day(span, 7200.0),
            midnight: 0,
            now: Some(now * format::MINUTE),
        }
    }

    fn planned(id: &str, minute: i64) -> ExamCard {
        ExamCard {
            planned_start: Some(minute * format::MINUTE),
            late_from: Some((minute + 5) * format::MINUTE),
            ..exam(id, StepStatus::Scheduled)
        }
    }

    fn running(id: &str, from: i64) -> ExamCard {
        ExamCard {
            started: Some(from * format::MINUTE),
            expected_end: Some((from + 30) * format::MINUTE),
            ..exam(id, StepStatus::InProgress)
        }
    }

    #[test]
    fn a_running_exam_is_filled_up_to_now() {
        let places = place(&[running("s1", 600)], &scene(615), None);
        assert_eq!(places[0].elapsed.map(f64::round), Some(150.0));
        assert!((places[0].width - 298.0).abs() < 1e-9);
    }

    #[test]
    fn the_fill_of_a_silent_room_stops_where_it_was_last_heard() {
        let places = place(
            &[running("s1", 600)],
            &scene(615),
            Some(605 * format::MINUTE),
        );
        assert_eq!(places[0].elapsed.map(f64::round), Some(50.0));
    }

    #[test]
    fn an_overrunning_exam_reaches_to_now() {
        let places = place(&[running("s1", 600)], &scene(650), None);
        assert!((places[0].left + places[0].width - (650.0 - 420.0) * 10.0 + GAP).abs() < 1e-9);
        assert_eq!(places[0].expected, Some(300.0));
    }

    #[test]
    fn late_exams_queue_behind_the_running_one() {
        let cards = [planned("s2", 600), running("s1", 600), planned("s3", 605)];
        let places = place(&cards, &scene(620), None);
        let order: Vec<&str> = places.iter().map(|place| place.id.0.as_str()).collect();
        assert_eq!(order, ["s1", "s2", "s3"]);
        assert_eq!(places[1].left, (632.0 - 420.0) * 10.0);
        assert_eq!(places[1].planned, Some(1800.0));
        assert!(places.iter().all(|place| place.rows == 1));
    }

    #[test]
    fn overlapping_cards_get_rows_of_their_own() {
        let cards = [
            planned("s1", 900),
            planned("s2", 910),
            planned("s3", 930),
            planned("s4", 990),
        ];
        let places = place(&cards, &scene(600), None);
        let rows: Vec<(u32, u32)> = places.iter().map(|place| (place.row, place.rows)).collect();
        assert_eq!(rows, [(0, 2), (1, 2), (0, 2), (0, 1)]);
        assert_eq!(rows_needed(&places), 2);
    }

    #[test]
    fn no_two_cards_of_a_row_overlap() {
        let cards: Vec<ExamCard> = (0..60)
            .map(|n| planned(&format!("s{n}"), 620 + (n * 37) % 400))
            .collect();
        let places = place(&cards, &scene(600), None);
        for (index, first) in places.iter().enumerate() {
            for second in places
                .iter()
                .skip(index + 1)
                .filter(|second| second.row == first.row)
            {
                let apart = first.left + first.width <= second.left + 0.6
                    || second.left + second.width <= first.left + 0.6;
                assert!(apart, "{first:?} {second:?}");
            }
        }
    }

    #[test]
    fn canceled_exams_have_no_place() {
        assert!(place(&[exam("s1", StepStatus::Canceled)], &scene(600), None).is_empty());
    }

    #[test]
    fn text_follows_the_width() {
        assert_eq!(Size::of(150.0, false), Size::Full);
        assert_eq!(Size::of(150.0, true), Size::Tick);
        assert_eq!(Size::of(75.0, false), Size::Narrow);
        assert_eq!(Size::of(43.0, false), Size::Tick);
    }
}
