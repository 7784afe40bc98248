//! The page's state: the queue, the item looked at, what is typed about it, and how it is decided.

use super::{
    draft::{Draft, is_for_many},
    queue::{Choice, Queue, Rows},
    words::{number, said},
};
use crate::{
    backend,
    components::{
        loaded::sentence,
        toast::{Toasts, use_toasts},
    },
    format,
    live::{
        Live,
        fetched::{Fetched, fetched},
        topics::Topic,
        use_live,
    },
    route::Wanted,
    t,
};
use contract::{
    ExamId, Failure, FailureCode, UndoToken,
    reconciliation::{
        AssignItems, Candidate, CaseEvent, CaseEventKind, CaseView, Decide, Decided, Decision,
        DecisionKind, QueueItem, QueueView, ShowCase, ShowQueue,
    },
};
use leptos::{prelude::*, task::spawn_local};
use std::{collections::BTreeMap, sync::Arc};
use wasm_bindgen::JsCast;

/// The id of the list of items, which has the focus while nothing else needs it.
pub const LIST: &str = "queue-list";

/// The button that leaves an item somebody else closed.
const GO_ON: &str = ".meanwhile button";

/// What became of an item while a person was deciding it.
#[derive(Clone, PartialEq)]
pub struct Meanwhile {
    /// The last that happened to it, if that is known.
    pub event: Option<CaseEvent>,
    /// What the service says of it.
    pub detail: String,
}

/// The state of the page.
#[derive(Clone, Copy)]
pub struct QueueDesk {
    /// The window's live state.
    pub live: Live,
    /// The queue as it is fetched.
    pub fetched: Fetched<QueueView>,
    /// All open items.
    pub queue: Memo<Arc<Queue>>,
    /// What is asked of it.
    pub choice: RwSignal<Choice>,
    /// The items shown.
    pub rows: Memo<Arc<Rows>>,
    /// The item looked at.
    pub selected: RwSignal<Option<i64>>,
    /// Items marked to be decided together, all of one kind.
    pub marked: RwSignal<Vec<i64>>,
    /// The item looked at as it is fetched.
    pub fetched_case: Fetched<CaseView>,
    /// The item looked at, with all a decision needs; `None` until it is here.
    pub case: Memo<Option<Arc<CaseView>>>,
    /// Orders found by hand.
    pub found: RwSignal<Vec<Candidate>>,
    /// What is chosen and typed about the item.
    pub draft: RwSignal<Draft>,
    /// Why the last decision was refused.
    pub problem: RwSignal<Option<String>>,
    /// Whether to say what the decision lacks.
    pub says_missing: RwSignal<bool>,
    /// What became of the item while it was looked at.
    pub meanwhile: RwSignal<Option<Meanwhile>>,
    /// Whether the form that gives items to somebody is open.
    pub is_assigning: RwSignal<bool>,
    is_busy: RwSignal<bool>,
    draft_of: StoredValue<Option<i64>>,
    drafts: StoredValue<BTreeMap<i64, Draft>>,
    toasts: Toasts,
}

/// The state of the page; call it while a component is set up.
pub fn use_queue_desk() -> QueueDesk {
    expect_context()
}

impl QueueDesk {
    /// Made once by the page, which follows what the address wants.
    pub fn start(wanted: Memo<Option<Wanted>>) -> Self {
        let fetched_queue = fetched(|| Some(ShowQueue {}), vec![Topic::Queue]);
        let queue = Memo::new(move |_| {
            let queue = fetched_queue
                .value
                .with(|view| view.as_ref().map(Queue::of));
            Arc::new(queue.unwrap_or_default())
        });
        let choice = RwSignal::new(Choice::default());
        let rows = Memo::new(move |_| {
            Arc::new(queue.with(|queue| choice.with(|choice| Rows::of(queue, choice))))
        });
        let selected = RwSignal::new(None::<i64>);
        let fetched_case = fetched(
            move || selected.get().map(|id| ShowCase { id }),
            vec![Topic::Queue, Topic::AnyExam],
        );
        let case = Memo::new(move |_| {
            let id = selected.get()?;
            let view = fetched_case.value.get()?;
            (view.item.id == id).then(|| Arc::new(view))
        });
        let desk = Self {
            live: use_live(),
            fetched: fetched_queue,
            queue,
            choice,
            rows,
            selected,
            marked: RwSignal::new(Vec::new()),
            fetched_case,
            case,
            found: RwSignal::new(Vec::new()),
            draft: RwSignal::new(Draft::default()),
            problem: RwSignal::new(None),
            says_missing: RwSignal::new(false),
            meanwhile: RwSignal::new(None),
            is_assigning: RwSignal::new(false),
            is_busy: RwSignal::new(false),
            draft_of: StoredValue::new(None),
            drafts: StoredValue::new(BTreeMap::new()),
            toasts: use_toasts(),
        };
        desk.follow_address(wanted);
        Effect::new(move || desk.stay_on_something());
        Effect::new(move || desk.take_draft());
        desk
    }

    /// Looks at what the address names, once it is known.
    fn follow_address(self, wanted: Memo<Option<Wanted>>) {
        Effect::new(move |done: Option<Option<Wanted>>| {
            let done = done.flatten();
            let wanted = wanted.get();
            let queue = self.queue.get();
            let Some(asked) = wanted.clone().filter(|_| wanted != done) else {
                return wanted;
            };
            if !self.is_loaded() {
                return done;
            }
            match queue.about(&asked.exam, asked.kind) {
                Some(id) => {
                    if self.rows.with_untracked(|rows| rows.position(id).is_none()) {
                        self.choice
                            .update(|choice| *choice = choice.without_filters());
                    }
                    self.select(id);
                }
                None => self.toasts.say(t!("nothing-open-about"), None),
            }
            wanted
        });
    }

    /// Whether the queue is known.
    pub fn is_loaded(self) -> bool {
        self.fetched.value.with(Option::is_some)
    }

    /// Whether the item looked at is not open any more.
    pub fn is_gone(self) -> bool {
        let Some(id) = self.selected.get() else {
            return false;
        };
        self.is_loaded() && self.queue.with(|queue| queue.find(id).is_none())
    }

    /// Keeps an item selected as long as there is one; one that somebody else closed stays, so
    /// that nothing typed about it disappears.
    fn stay_on_something(self) {
        let rows = self.rows.get();
        let queue = self.queue.get();
        let hidden = match self.selected.get_untracked() {
            None => true,
            Some(id) => queue.find(id).is_some() && rows.position(id).is_none(),
        };
        if hidden && self.is_loaded() {
            match rows.step(None, 0) {
                Some(first) => self.select(first),
                None if queue.entries.is_empty() => {}
                None => self.selected.set(None),
            }
        }
        let marked = self.marked.get_untracked();
        if marked.iter().any(|id| queue.find(*id).is_none()) {
            self.marked
                .update(|marked| marked.retain(|id| queue.find(*id).is_some()));
        }
    }

    /// Begins with what was typed about the item before, or anew.
    fn take_draft(self) {
        let Some(case) = self.case.get() else {
            return;
        };
        let id = case.item.id;
        let now = self.live.clock.exact();
        if self.draft_of.get_value() == Some(id) {
            let offered = |draft: &Draft| {
                let chosen = draft.chosen;
                chosen.is_some_and(|kind| case.decisions.iter().any(|one| one.decision == kind))
            };
            // An item that was closed offers nothing, and keeps what was typed.
            if !case.decisions.is_empty() && !self.draft.with_untracked(offered) {
                let begun = Draft::of(&case, now);
                self.draft.update(|draft| draft.chosen = begun.chosen);
            }
            return;
        }
        let kept = self
            .drafts
            .try_update_value(|drafts| drafts.remove(&id))
            .flatten();
        self.draft_of.set_value(Some(id));
        self.draft
            .set(kept.unwrap_or_else(|| Draft::of(&case, now)));
    }

    /// Looks at an item.
    pub fn select(self, id: i64) {
        if self.selected.get_untracked() == Some(id) {
            return;
        }
        if let Some(before) = self.draft_of.get_value() {
            let draft = self.draft.get_untracked();
            self.drafts.update_value(|drafts| {
                drafts.insert(before, draft);
            });
            self.draft_of.set_value(None);
        }
        self.problem.set(None);
        self.says_missing.set(false);
        self.meanwhile.set(None);
        self.found.set(Vec::new());
        self.selected.set(Some(id));
    }

    /// Looks at the item so many places further.
    pub fn step(self, by: isize) {
        let rows = self.rows.get_untracked();
        if let Some(id) = rows.step(self.selected.get_untracked(), by) {
            self.select(id);
        }
    }

    /// Chooses a decision.
    pub fn choose(self, decision: DecisionKind) {
        if self.offers().contains(&decision) {
            self.says_missing.set(false);
            self.problem.set(None);
            self.draft.update(|draft| draft.chosen = Some(decision));
        }
    }

    /// What can be chosen: for several items only what fits all of them; of an item that was closed
    /// what had been chosen, with what was typed. Tracked.
    pub fn offers(self) -> Vec<DecisionKind> {
        let many = self.together().len() > 1;
        let is_closed = self.case.with(|case| {
            let case = case.as_ref();
            case.is_some_and(|case| case.decisions.is_empty())
        });
        if is_closed {
            return self.draft.with(|draft| draft.chosen.into_iter().collect());
        }
        self.case.with(|case| {
            let offers = case.iter().flat_map(|case| case.decisions.iter());
            let kinds = offers.map(|offer| offer.decision);
            kinds.filter(|kind| !many || is_for_many(*kind)).collect()
        })
    }

    /// The items that are decided together: the marked ones when this is one of them, or else this
    /// one alone. Tracked.
    pub fn together(self) -> Vec<i64> {
        let Some(id) = self.selected.get() else {
            return Vec::new();
        };
        let marked = self.marked.get();
        if marked.contains(&id) {
            marked
        } else {
            vec![id]
        }
    }

    /// Marks the item looked at, or takes the mark away.
    pub fn mark(self, id: i64) {
        let queue = self.queue.get_untracked();
        let Some(item) = queue.find(id) else {
            return;
        };
        let marked = self.marked.get_untracked();
        let first = marked.first().and_then(|first| queue.find(*first));
        if first.is_some_and(|first| first.kind != item.kind) {
            self.toasts.say(t!("mark-one-kind"), None);
            return;
        }
        self.marked
            .update(|marked| match marked.iter().position(|one| *one == id) {
                Some(place) => {
                    marked.remove(place);
                }
                None => marked.push(id),
            });
    }

    /// Chooses a candidate, or an order found by hand.
    pub fn take_order(self, exam: &ExamId) {
        self.says_missing.set(false);
        self.draft.update(|draft| draft.take_order(exam));
    }

    /// Carries the decision out, or says what it lacks; of an item that was closed meanwhile, leads to
    /// what is said of that.
    pub fn confirm(self) {
        if self.is_busy.get_untracked() {
            return;
        }
        if untrack(|| self.is_gone()) {
            // The press was meant for a decision: it must not carry away unread what was typed.
            focus(document().query_selector(GO_ON).ok().flatten());
            return;
        }
        let Some(case) = self.case.get_untracked() else {
            return;
        };
        let draft = self.draft.get_untracked();
        let offered = untrack(|| self.offers());
        let chosen = draft.chosen.filter(|chosen| offered.contains(chosen));
        let found = self.found.get_untracked();
        match (chosen, draft.decision(&case, &found)) {
            (Some(chosen), Ok(decision)) => self.send(&case, chosen, decision, draft.note),
            (None, _) | (_, Err(_)) => {
                self.says_missing.set(true);
                focus_first_control();
            }
        }
    }

    /// Goes on when the item looked at was closed by somebody else.
    pub fn go_on(self) {
        let rows = self.rows.get_untracked();
        match rows.step(None, 0) {
            Some(first) => self.select(first),
            None => self.selected.set(None),
        }
        focus_list();
    }

    fn send(self, case: &Arc<CaseView>, chosen: DecisionKind, decision: Decision, note: String) {
        let case = Arc::clone(case);
        let items = self.revisions(&case.item);
        let orders = self.chosen_numbers();
        let who = format::name_with_initial(&case.item.patient);
        let words = said(chosen, who, &orders, items.len());
        self.is_busy.set(true);
        self.problem.set(None);
        spawn_local(async move {
            let answer = backend::call(Decide {
                items,
                decision,
                note,
            })
            .await;
            if self.is_busy.try_set(false).is_some() {
                // The page was left meanwhile; the decision holds all the same.
                match answer {
                    Ok(decided) => self.toasts.say(words, Some(decided.undo)),
                    Err(failure) => self.toasts.say_failure(&failure),
                }
                return;
            }
            match answer {
                Ok(decided) => self.done(&case.item, decided, words),
                Err(failure) if is_conflict(&failure) => self.explain(&case.item, failure).await,
                Err(failure) => self.problem.set(Some(sentence(&failure))),
            }
        });
    }

    /// The items that are decided together, each with the revision the person saw.
    fn revisions(self, item: &QueueItem) -> Vec<(i64, i64)> {
        let queue = self.queue.get_untracked();
        let revision = |id: i64| {
            if id == item.id {
                return Some((id, item.revision));
            }
            queue.find(id).map(|item| (id, item.revision))
        };
        let together = untrack(|| self.together());
        together.into_iter().filter_map(revision).collect()
    }

    /// The accession numbers of the chosen orders.
    pub fn chosen_numbers(self) -> Vec<String> {
        let Some(case) = self.case.get() else {
            return Vec::new();
        };
        let orders = self.draft.with(Draft::chosen_orders);
        self.found.with(|found| {
            let known = orders
                .iter()
                .filter_map(|exam| super::draft::candidate(exam, &case, found));
            known.map(number).collect()
        })
    }

    fn done(self, item: &QueueItem, decided: Decided, words: String) {
        self.toasts.say(words, Some(decided.undo));
        let rows = self.rows.get_untracked();
        let next = rows.after(item.id, &decided.closed);
        self.marked.set(Vec::new());
        self.draft_of.set_value(None);
        self.drafts.update_value(|drafts| {
            drafts.remove(&item.id);
            for id in &decided.closed {
                drafts.remove(id);
            }
        });
        let stays = next == Some(item.id);
        match next {
            Some(next) => self.select(next),
            None => self.selected.set(None),
        }
        self.fetched.value.update(|view| {
            if let Some(view) = view {
                view.items.retain(|item| !decided.closed.contains(&item.id));
            }
        });
        if stays {
            self.fetched_case.again();
        }
        focus_list();
    }

    /// Finds out who decided meanwhile, and shows the item as it is now.
    async fn explain(self, item: &QueueItem, failure: Failure) {
        let now = backend::call(ShowCase { id: item.id }).await;
        let event = now.ok().and_then(|case| {
            let mut events = case.history.into_iter().rev();
            events.find(|event| event.kind == item.kind && event.event != CaseEventKind::Raised)
        });
        if self.selected.try_get_untracked() == Some(Some(item.id)) {
            self.meanwhile.set(Some(Meanwhile {
                event,
                detail: failure.detail,
            }));
            self.fetched.again();
            self.fetched_case.again();
        }
    }

    /// Gives the items to somebody; an empty name gives them back.
    pub fn assign(self, to: String) {
        let item = {
            let queue = self.queue.get_untracked();
            let id = self.selected.get_untracked();
            id.and_then(|id| queue.find(id).cloned())
        };
        let Some(item) = item else {
            return;
        };
        let items = self.revisions(&item);
        let count = items.len();
        spawn_local(async move {
            let request = AssignItems {
                items,
                to: to.clone(),
            };
            let answer: Result<UndoToken, Failure> = backend::call(request).await;
            match answer {
                Ok(undo) if to.is_empty() => {
                    self.toasts
                        .say(t!("said-given-back", count = count), Some(undo));
                }
                Ok(undo) => {
                    let words = t!("said-assigned", who = to, count = count);
                    self.toasts.say(words, Some(undo));
                }
                Err(failure) => self.toasts.say_failure(&failure),
            }
            if !self.is_busy.is_disposed() {
                self.fetched.again();
                self.fetched_case.again();
            }
        });
    }

    /// Gives the items to the person at this desk, or back if they have them already.
    pub fn assign_to_me(self) {
        let queue = self.queue.get_untracked();
        let id = self.selected.get_untracked();
        let Some(item) = id.and_then(|id| queue.find(id)) else {
            return;
        };
        let to = if item.assigned_to == queue.user {
            String::new()
        } else {
            queue.user.clone()
        };
        self.assign(to);
    }

    /// Closes the uppermost layer that is open on the page.
    pub fn close_layer(self) {
        if self.meanwhile.get_untracked().is_some() {
            self.meanwhile.set(None);
        } else if self.says_missing.get_untracked() || self.problem.get_untracked().is_some() {
            self.says_missing.set(false);
            self.problem.set(None);
        } else if !self.marked.with_untracked(Vec::is_empty) {
            self.marked.set(Vec::new());
        } else if self.choice.with_untracked(Choice::is_filtered) {
            self.choice
                .update(|choice| *choice = choice.without_filters());
        }
        focus_list();
    }
}

fn is_conflict(failure: &Failure) -> bool {
    matches!(failure.code, FailureCode::Changed | FailureCode::NotFound)
}

/// Puts the focus on the list.
pub fn focus_list() {
    focus(document().get_element_by_id(LIST));
}

/// Puts the focus on an element, if it is there.
pub fn focus(element: Option<web_sys::Element>) {
    if let Some(element) = element.and_then(|one| one.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// Puts the focus where the decision lacks something: on its first field.
fn focus_first_control() {
    let controls = ".decision-body input, .decision-body select, .decision-body textarea";
    let first = document().query_selector(controls).ok().flatten();
    focus(first);
}
