//! Who is told when something a page has fetched may have changed.

use contract::ExamId;
use leptos::prelude::*;

/// What may have changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Topic {
    /// One exam.
    Exam(ExamId),
    /// Any exam.
    AnyExam,
    /// Devices or waiting callers.
    Devices,
    /// Charges or their catalogue.
    Charges,
    /// Associations and messages of devices.
    Network,
    /// Many orders at once.
    Orders,
    /// The reconciliation queue.
    Queue,
    /// Events were lost: all of it.
    Everything,
}

impl Topic {
    /// Whether who waits for `self` wants to hear of `news`.
    fn covers(&self, news: &Topic) -> bool {
        match news {
            Self::Everything => true,
            Self::Exam(_) => self == news || matches!(self, Self::AnyExam),
            Self::Orders => matches!(self, Self::Orders | Self::AnyExam | Self::Exam(_)),
            Self::AnyExam | Self::Charges | Self::Devices | Self::Network | Self::Queue => {
                self == news
            }
        }
    }
}

/// The waiting ones.
#[derive(Debug, Default)]
pub struct Topics {
    waiting: Vec<(Topic, RwSignal<u64>)>,
}

impl Topics {
    /// Counts `count` up whenever there is news of `topic`.
    pub fn subscribe(&mut self, topic: Topic, count: RwSignal<u64>) {
        self.waiting.push((topic, count));
    }

    /// Ends what [`Topics::subscribe`] began.
    pub fn unsubscribe(&mut self, count: RwSignal<u64>) {
        self.waiting.retain(|(_, waiting)| *waiting != count);
    }

    /// Tells those who wait for `news`.
    pub fn notify(&self, news: &Topic) {
        for (topic, count) in &self.waiting {
            if topic.covers(news) {
                count.update(|count| *count += 1);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn news_reach_those_who_wait_for_them() {
        let one = Topic::Exam(ExamId("s1".into()));
        let two = Topic::Exam(ExamId("s2".into()));
        assert!(one.covers(&one) && !one.covers(&two));
        assert!(Topic::AnyExam.covers(&one) && !Topic::Devices.covers(&one));
        assert!(Topic::Devices.covers(&Topic::Everything) && one.covers(&Topic::Orders));
    }
}
