//! A view that is fetched, fetched again when it may have changed, and kept while that fails.

use super::{topics::Topic, use_live};
use crate::backend;
use contract::{Command, Failure, WallTime};
use leptos::{prelude::*, task::spawn_local};

/// A view with how it was obtained.
pub struct Fetched<T: 'static> {
    /// The last good answer.
    pub value: RwSignal<Option<T>>,
    /// Why the last attempt failed; `None` when it did not.
    pub failure: RwSignal<Option<Failure>>,
    /// When the last good answer came.
    pub as_of: RwSignal<Option<WallTime>>,
    news: RwSignal<u64>,
}

impl<T: 'static> Clone for Fetched<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: 'static> Copy for Fetched<T> {}

impl<T: Send + Sync + 'static> Fetched<T> {
    /// Asks again.
    pub fn again(&self) {
        self.news.update(|news| *news += 1);
    }
}

/// Fetches a view while the component lives: at once, when `request` changes and when there is
/// news of one of the topics. `None` asks for nothing.
pub fn fetched<C>(
    request: impl Fn() -> Option<C> + 'static,
    topics: Vec<Topic>,
) -> Fetched<C::Output>
where
    C: Command + PartialEq + Clone + 'static,
    C::Output: Send + Sync + 'static,
{
    let live = use_live();
    let view = Fetched {
        value: RwSignal::new(None),
        failure: RwSignal::new(None),
        as_of: RwSignal::new(None),
        news: RwSignal::new(0),
    };
    live.topics.update_value(|known| {
        for topic in topics {
            known.subscribe(topic, view.news);
        }
        known.subscribe(Topic::Everything, view.news);
    });
    on_cleanup(move || {
        live.topics
            .update_value(|known| known.unsubscribe(view.news));
    });

    // One request is under way at a time; what changes meanwhile is asked for after it.
    let asked = StoredValue::new_local(None::<(C, u64)>);
    let busy = StoredValue::new(false);
    let wanted = StoredValue::new_local(None::<(C, u64)>);
    Effect::new(move || {
        let news = view.news.get();
        wanted.set_value(request().map(|request| (request, news)));
        if busy.get_value() {
            return;
        }
        spawn_local(async move {
            while let Some(Some((request, news))) = wanted.try_get_value()
                && asked.try_get_value() != Some(Some((request.clone(), news)))
            {
                busy.set_value(true);
                asked.set_value(Some((request.clone(), news)));
                let answer = backend::call(request).await;
                if busy.is_disposed() {
                    return;
                }
                match answer {
                    Ok(value) => {
                        view.value.set(Some(value));
                        view.failure.set(None);
                        view.as_of.set(Some(live.clock.exact()));
                    }
                    Err(failure) => view.failure.set(Some(failure)),
                }
            }
            busy.try_set_value(false);
        });
    });
    view
}
