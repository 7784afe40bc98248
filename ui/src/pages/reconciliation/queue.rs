//! Which items of the queue are shown, in which order, and where each row of them lies.

use crate::format;
use contract::{
    ExamId,
    alerts::Severity,
    reconciliation::{DiscrepancyKind, QueueItem, QueueView},
};
use std::{cmp::Reverse, ops::Range, sync::Arc};

/// Pixels of the line over a group.
pub const GROUP: f64 = 28.0;
/// Pixels of an item.
pub const ITEM: f64 = 64.0;
/// Items drawn above and below the visible ones.
const MARGIN: usize = 6;

/// Whose items are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scope {
    /// All.
    #[default]
    All,
    /// Those that block reading.
    Blocking,
    /// Those of the person at this desk.
    Mine,
}

/// The order within a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// Oldest first.
    #[default]
    Oldest,
    /// Newest first.
    Newest,
    /// Most urgent first, then oldest.
    Urgent,
    /// By the patient's name.
    Patient,
}

/// What is asked of the queue.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Choice {
    /// Whose items.
    pub scope: Scope,
    /// In which order.
    pub order: Order,
    /// Only this kind.
    pub kind: Option<DiscrepancyKind>,
    /// Words that all must occur.
    pub text: String,
}

impl Choice {
    /// Whether some open items may be hidden.
    pub fn is_filtered(&self) -> bool {
        self.scope != Scope::All || self.kind.is_some() || !self.text.trim().is_empty()
    }

    /// The same order without filters.
    pub fn without_filters(&self) -> Self {
        Self {
            order: self.order,
            ..Self::default()
        }
    }
}

/// An open item with the text that a search looks at.
#[derive(Clone, PartialEq)]
pub struct Entry {
    /// The item.
    pub item: QueueItem,
    text: String,
}

/// All open items.
#[derive(Clone, PartialEq, Default)]
pub struct Queue {
    /// The person at this desk.
    pub user: String,
    /// The items as they came.
    pub entries: Vec<Arc<Entry>>,
}

impl Queue {
    /// The items of an answer.
    pub fn of(view: &QueueView) -> Self {
        let entry = |item: &QueueItem| {
            let words = [
                format::name(&item.patient),
                item.accession_number.clone(),
                item.procedure.clone(),
                item.station_name.clone(),
                item.assigned_to.clone(),
                item.expected.clone(),
                item.actual.clone(),
            ];
            Arc::new(Entry {
                item: item.clone(),
                text: folded(&words.join(" ")),
            })
        };
        Self {
            user: view.user.clone(),
            entries: view.items.iter().map(entry).collect(),
        }
    }

    /// The item of this number, if it is open.
    pub fn find(&self, id: i64) -> Option<&QueueItem> {
        let entry = self.entries.iter().find(|entry| entry.item.id == id);
        entry.map(|entry| &entry.item)
    }

    /// The item about an exam: the one of this kind, or else the first.
    pub fn about(&self, exam: &ExamId, kind: Option<DiscrepancyKind>) -> Option<i64> {
        let of_exam = |entry: &&Arc<Entry>| entry.item.exam == *exam;
        let mut all = self.entries.iter().filter(of_exam);
        let exact = all.find(|entry| Some(entry.item.kind) == kind);
        let any = || {
            let items = self.entries.iter().filter(of_exam);
            items.min_by_key(|entry| (entry.item.severity, entry.item.kind))
        };
        exact.or_else(any).map(|entry| entry.item.id)
    }

    /// How many items a scope has.
    pub fn count(&self, scope: Scope) -> usize {
        let within = |entry: &&Arc<Entry>| self.is_within(&entry.item, scope);
        self.entries.iter().filter(within).count()
    }

    /// The kinds that are open, in the order of the queue, with how many there are.
    pub fn kinds(&self) -> Vec<(DiscrepancyKind, usize)> {
        let mut kinds: Vec<DiscrepancyKind> =
            self.entries.iter().map(|entry| entry.item.kind).collect();
        kinds.sort();
        let mut counted: Vec<(DiscrepancyKind, usize)> = Vec::new();
        for kind in kinds {
            match counted.last_mut() {
                Some((last, count)) if *last == kind => *count += 1,
                _ => counted.push((kind, 1)),
            }
        }
        counted
    }

    fn is_within(&self, item: &QueueItem, scope: Scope) -> bool {
        match scope {
            Scope::All => true,
            Scope::Blocking => item.severity == Severity::BlocksReading,
            Scope::Mine => !self.user.is_empty() && item.assigned_to == self.user,
        }
    }
}

/// A group of rows that are drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawn {
    /// Its kind.
    pub kind: DiscrepancyKind,
    /// How many items it has in all.
    pub count: usize,
    /// Pixels from the top of the list to its line.
    pub top: f64,
    /// The positions drawn.
    pub positions: Range<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Group {
    kind: DiscrepancyKind,
    positions: Range<usize>,
}

/// The items shown, in their order.
#[derive(Clone, PartialEq, Default)]
pub struct Rows {
    entries: Vec<Arc<Entry>>,
    groups: Vec<Group>,
}

impl Rows {
    /// What a choice shows of the queue.
    pub fn of(queue: &Queue, choice: &Choice) -> Self {
        let words = folded(&choice.text);
        let words: Vec<&str> = words.split_whitespace().collect();
        let shown = |entry: &&Arc<Entry>| {
            choice.kind.is_none_or(|kind| kind == entry.item.kind)
                && queue.is_within(&entry.item, choice.scope)
                && words.iter().all(|word| entry.text.contains(word))
        };
        let mut entries: Vec<Arc<Entry>> =
            queue.entries.iter().filter(shown).map(Arc::clone).collect();
        match choice.order {
            Order::Oldest => {
                entries.sort_by_key(|entry| (entry.item.kind, entry.item.raised, entry.item.id));
            }
            Order::Newest => entries
                .sort_by_key(|entry| (entry.item.kind, Reverse(entry.item.raised), entry.item.id)),
            Order::Urgent => entries.sort_by_key(|entry| {
                let item = &entry.item;
                (item.kind, item.severity, item.raised, item.id)
            }),
            // The text begins with the name.
            Order::Patient => entries.sort_by(|one, other| {
                let key = |entry: &Entry| (entry.item.kind, entry.item.id);
                let (first, second) = (key(one), key(other));
                (first.0, &one.text, first.1).cmp(&(second.0, &other.text, second.1))
            }),
        }
        let mut groups: Vec<Group> = Vec::new();
        for (position, entry) in entries.iter().enumerate() {
            match groups.last_mut() {
                Some(group) if group.kind == entry.item.kind => {
                    group.positions.end = position + 1;
                }
                _ => groups.push(Group {
                    kind: entry.item.kind,
                    positions: position..position + 1,
                }),
            }
        }
        Self { entries, groups }
    }

    /// How many items are shown.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// The item at a position.
    pub fn get(&self, position: usize) -> Option<Arc<Entry>> {
        self.entries.get(position).cloned()
    }

    /// Where an item stands.
    pub fn position(&self, id: i64) -> Option<usize> {
        self.entries.iter().position(|entry| entry.item.id == id)
    }

    /// The item so many places after another; the first one when that is not shown.
    pub fn step(&self, from: Option<i64>, by: isize) -> Option<i64> {
        let last = self.len().checked_sub(1)?;
        let here = from.and_then(|id| self.position(id));
        let there = here.map_or(0, |here| here.saturating_add_signed(by).min(last));
        self.get(there).map(|entry| entry.item.id)
    }

    /// The item to go on with when these are closed: the next one, or else the one before.
    pub fn after(&self, from: i64, closed: &[i64]) -> Option<i64> {
        let here = self.position(from)?;
        let stays = |entry: &&Arc<Entry>| !closed.contains(&entry.item.id);
        let mut next = self.entries.iter().skip(here).filter(stays);
        let before = || self.entries.iter().take(here).rev().find(stays);
        let found = next.next().or_else(before);
        found.map(|entry| entry.item.id)
    }

    /// Pixels from the top of the list to an item.
    pub fn top(&self, position: usize) -> f64 {
        let groups = self
            .groups
            .partition_point(|group| group.positions.start <= position);
        pixels(groups, GROUP) + pixels(position, ITEM)
    }

    /// Pixels of the whole list.
    pub fn height(&self) -> f64 {
        pixels(self.groups.len(), GROUP) + pixels(self.len(), ITEM)
    }

    /// The rows to draw for a scroll position.
    pub fn drawn(&self, scrolled: f64, height: f64) -> Vec<Drawn> {
        let groups = self.groups.iter().enumerate();
        let drawn = groups.filter_map(|(place, group)| {
            let top = pixels(place, GROUP) + pixels(group.positions.start, ITEM);
            let first_item = top + GROUP;
            let skipped = rows_in(scrolled - first_item).saturating_sub(MARGIN);
            let reached = rows_in(scrolled + height - first_item) + MARGIN + 1;
            let count = group.positions.len();
            let start = group.positions.start + skipped.min(count);
            let end = group.positions.start + reached.min(count);
            let far = pixels(MARGIN, ITEM);
            let is_near =
                top < scrolled + height + far && first_item + pixels(count, ITEM) > scrolled - far;
            is_near.then_some(Drawn {
                kind: group.kind,
                count,
                top,
                positions: start..end,
            })
        });
        drawn.collect()
    }
}

fn pixels(count: usize, each: f64) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX)) * each
}

fn rows_in(pixels: f64) -> usize {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a position in a list; the cast saturates"
    )]
    let rows = (pixels / ITEM).floor().max(0.0) as usize;
    rows
}

/// A text in which neither case nor the accents of Western European languages matter.
pub fn folded(text: &str) -> String {
    let letters = text.chars().flat_map(char::to_lowercase);
    letters
        .map(|letter| match letter {
            'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' => 'a',
            'é' | 'è' | 'ê' | 'ë' => 'e',
            'í' | 'ì' | 'î' | 'ï' => 'i',
            'ó' | 'ò' | 'ô' | 'ö' | 'õ' | 'ø' => 'o',
            'ú' | 'ù' | 'û' | 'ü' => 'u',
            'ñ' => 'n',
            'ç' => 'c',
            other => other,
        })
        .collect()
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use contract::Name;

    /// An item of a test, raised at this minute.
    pub fn item(id: i64, kind: DiscrepancyKind, raised: i64) -> QueueItem {
        QueueItem {
            id,
            revision: 1,
            kind,
            severity: Severity::Review,
            raised: raised * format::MINUTE,
            exam: ExamId(format!("p{id}")),
            patient: Name {
                family: "Núñez".into(),
                given: "Inés".into(),
                ideographic: None,
                phonetic: None,
            },
            procedure: "CT head".into(),
            station_name: "CT 2".into(),
            accession_number: format!("ACC-{id}"),
            expected: String::new(),
            actual: String::new(),
            assigned_to: String::new(),
        }
    }

    fn queue(items: Vec<QueueItem>) -> Queue {
        Queue::of(&QueueView {
            now: 0,
            user: "nv".into(),
            items,
        })
    }

    fn three() -> Queue {
        queue(vec![
            item(1, DiscrepancyKind::StationDiffers, 30),
            item(2, DiscrepancyKind::Unscheduled, 20),
            item(3, DiscrepancyKind::StationDiffers, 10),
        ])
    }

    fn ids(rows: &Rows) -> Vec<i64> {
        rows.entries.iter().map(|entry| entry.item.id).collect()
    }

    #[test]
    fn groups_follow_the_order_of_kinds_and_items_their_age() {
        let rows = Rows::of(&three(), &Choice::default());
        assert_eq!(ids(&rows), [2, 3, 1]);
        let newest = Choice {
            order: Order::Newest,
            ..Choice::default()
        };
        assert_eq!(ids(&Rows::of(&three(), &newest)), [2, 1, 3]);
    }

    #[test]
    fn every_word_must_occur_but_case_and_accents_do_not_matter() {
        let shown = |text: &str| {
            let text = text.to_owned();
            let choice = Choice {
                text,
                ..Choice::default()
            };
            ids(&Rows::of(&three(), &choice))
        };
        assert_eq!(shown("NUNEZ acc-2"), [2]);
        assert!(shown("nunez acc-9").is_empty());
    }

    #[test]
    fn mine_are_those_given_to_the_person_at_the_desk() {
        let mut items = vec![item(1, DiscrepancyKind::Unscheduled, 0)];
        items.push(QueueItem {
            assigned_to: "nv".into(),
            ..item(2, DiscrepancyKind::Unscheduled, 0)
        });
        assert_eq!(queue(items).count(Scope::Mine), 1);
    }

    #[test]
    fn the_next_item_follows_when_one_closes_and_the_one_before_at_the_end() {
        let rows = Rows::of(&three(), &Choice::default());
        assert_eq!(rows.after(2, &[2]), Some(3));
        assert_eq!(rows.after(2, &[2, 3]), Some(1));
        assert_eq!(rows.after(1, &[1]), Some(3));
        assert_eq!(rows.after(3, &[1, 2, 3]), None);
    }

    #[test]
    fn steps_stop_at_both_ends() {
        let rows = Rows::of(&three(), &Choice::default());
        assert_eq!(rows.step(Some(2), -1), Some(2));
        assert_eq!(rows.step(Some(1), 1), Some(1));
        assert_eq!(rows.step(None, 1), Some(2));
    }

    #[test]
    fn rows_lie_below_the_lines_of_their_groups() {
        let rows = Rows::of(&three(), &Choice::default());
        assert_eq!(rows.top(0), GROUP);
        assert_eq!(rows.top(1), 2.0 * GROUP + ITEM);
        assert_eq!(rows.height(), 2.0 * GROUP + 3.0 * ITEM);
    }

    #[test]
    fn of_a_long_queue_only_the_rows_in_sight_are_drawn() {
        let items = (0..5000).map(|id| item(id, DiscrepancyKind::Unscheduled, id));
        let rows = Rows::of(&queue(items.collect()), &Choice::default());
        let drawn = rows.drawn(rows.top(2500), 640.0);
        assert_eq!(drawn.len(), 1);
        assert_eq!(drawn[0].positions, 2494..2517);
        assert_eq!(rows.drawn(0.0, 640.0)[0].positions, 0..16);
    }

    #[test]
    fn an_alert_finds_the_item_of_its_kind_or_the_most_urgent_one() {
        let exam = ExamId("p1".into());
        let mut first = item(1, DiscrepancyKind::StationDiffers, 0);
        first.exam = exam.clone();
        let mut second = item(2, DiscrepancyKind::PatientMismatch, 0);
        second.exam = exam.clone();
        second.severity = Severity::BlocksReading;
        let queue = queue(vec![first, second]);
        let about = |kind| queue.about(&exam, kind);
        assert_eq!(about(Some(DiscrepancyKind::StationDiffers)), Some(1));
        assert_eq!(about(Some(DiscrepancyKind::LateUpdate)), Some(2));
        assert_eq!(queue.about(&ExamId("s9".into()), None), None);
    }
}
