//! The texts on screen in both languages, and the signal that says which one is shown.

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use leptos::prelude::*;
use std::sync::LazyLock;
use unic_langid::LanguageIdentifier;

/// A language of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// English.
    English,
    /// Spanish.
    Spanish,
}

impl Language {
    /// The language of a tag such as `es-MX`; English for every other language.
    pub fn of_tag(tag: &str) -> Self {
        if tag.to_ascii_lowercase().starts_with("es") {
            Self::Spanish
        } else {
            Self::English
        }
    }

    /// The tag for the `lang` attribute.
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Spanish => "es",
        }
    }

    fn source(self) -> &'static str {
        match self {
            Self::English => include_str!("../locales/en.ftl"),
            Self::Spanish => include_str!("../locales/es.ftl"),
        }
    }
}

/// The value of a placeable in a text.
pub type Value<'value> = FluentValue<'value>;

type Bundle = FluentBundle<FluentResource>;

thread_local! {
    static ENGLISH: Bundle = bundle(Language::English);
    static SPANISH: Bundle = bundle(Language::Spanish);
}

// Not tied to a component, so that event handlers and tasks can read it as well.
static SHOWN: LazyLock<ArcRwSignal<Language>> =
    LazyLock::new(|| ArcRwSignal::new(Language::English));

/// The language shown now; tracked.
pub fn language() -> Language {
    SHOWN.get()
}

/// Shows another language.
pub fn show_language(language: Language) {
    if SHOWN.get_untracked() != language {
        SHOWN.set(language);
    }
}

/// A text in the language shown now; tracked, so it changes when the language does.
pub fn text(key: &str, values: &[(&'static str, Value<'_>)]) -> String {
    text_in(language(), key, values)
}

/// A text in one language; the key itself where there is no such text.
pub fn text_in(language: Language, key: &str, values: &[(&'static str, Value<'_>)]) -> String {
    let bundle = match language {
        Language::English => &ENGLISH,
        Language::Spanish => &SPANISH,
    };
    bundle.with(|bundle| {
        let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
            return key.to_owned();
        };
        let mut arguments = FluentArgs::new();
        for (name, value) in values {
            arguments.set(*name, value.clone());
        }
        bundle
            .format_pattern(pattern, Some(&arguments), &mut Vec::new())
            .into_owned()
    })
}

fn bundle(language: Language) -> Bundle {
    let tag: LanguageIdentifier = language.tag().parse().unwrap_or_default();
    let mut bundle = FluentBundle::new(vec![tag]);
    // The marks would show in copied text and are needed only for mixed writing directions.
    bundle.set_use_isolating(false);
    let resource = match FluentResource::try_new(language.source().to_owned()) {
        Ok(resource) | Err((resource, _)) => resource,
    };
    bundle.add_resource_overriding(resource);
    bundle
}

/// A text in the language shown now: `t!("key")` or `t!("key", name = value)`.
#[macro_export]
macro_rules! t {
    ($key:literal) => {
        $crate::i18n::text($key, &[])
    };
    ($key:literal, $($name:ident = $value:expr),+ $(,)?) => {
        $crate::i18n::text($key, &[$((stringify!($name), $crate::i18n::Value::from($value))),+])
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::{BTreeMap, BTreeSet};
    use std::path::Path;

    /// Each key of a language with the names of its placeables.
    fn keys(language: Language) -> BTreeMap<String, BTreeSet<String>> {
        let mut keys: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut current = String::new();
        for line in language
            .source()
            .lines()
            .filter(|line| !line.starts_with('#'))
        {
            let mut rest = line;
            if !line.starts_with([' ', '}'])
                && let Some((key, value)) = line.split_once(" =")
            {
                current = key.to_owned();
                assert!(
                    keys.insert(current.clone(), BTreeSet::new()).is_none(),
                    "{key} twice in {}",
                    language.tag()
                );
                rest = value;
            }
            while let Some((_, after)) = rest.split_once('$') {
                let end = after
                    .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
                    .unwrap_or(after.len());
                if let Some(placeables) = keys.get_mut(&current) {
                    placeables.insert(after[..end].to_owned());
                }
                rest = &after[end..];
            }
        }
        keys
    }

    fn collect_used(folder: &Path, used: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                collect_used(&path, used);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let source = std::fs::read_to_string(&path).unwrap();
                let source = source.split("#[cfg(test)]").next().unwrap();
                let mut calls = source.split("t!(");
                let mut before = calls.next().unwrap_or_default();
                for call in calls {
                    let is_own = !before.ends_with(|c: char| c.is_ascii_alphanumeric());
                    before = call;
                    if is_own
                        && let Some(after) = call.trim_start().strip_prefix('"')
                        && let Some((key, _)) = after.split_once('"')
                        && key != "key"
                    {
                        used.insert(key.to_owned());
                    }
                }
            }
        }
    }

    #[test]
    fn both_languages_have_the_same_keys_and_placeables() {
        assert_eq!(keys(Language::English), keys(Language::Spanish));
    }

    #[test]
    fn both_languages_are_read_without_errors() {
        for language in [Language::English, Language::Spanish] {
            assert!(FluentResource::try_new(language.source().to_owned()).is_ok());
        }
    }

    #[test]
    fn every_key_is_used_and_every_used_key_exists() {
        let mut used = BTreeSet::new();
        collect_used(
            &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
            &mut used,
        );
        let known: BTreeSet<String> = keys(Language::English).into_keys().collect();
        let missing: Vec<_> = used.difference(&known).collect();
        let idle: Vec<_> = known.difference(&used).collect();
        assert!(missing.is_empty(), "used but not written: {missing:?}");
        assert!(idle.is_empty(), "written but not used: {idle:?}");
    }

    #[test]
    fn no_sentence_is_english_in_a_spanish_window() {
        let sentences = keys(Language::English).into_keys().filter_map(|key| {
            let [english, spanish] =
                [Language::English, Language::Spanish].map(|language| text_in(language, &key, &[]));
            let words = english.split(' ').filter(|word| word.len() > 2);
            (words.count() > 2 && english == spanish).then_some((key, english))
        });
        assert_eq!(sentences.collect::<Vec<_>>(), []);
    }

    #[test]
    fn plural_follows_the_count() {
        let one = text_in(Language::English, "callers-waiting", &[("count", 1.into())]);
        let many = text_in(Language::English, "callers-waiting", &[("count", 3.into())]);
        assert_eq!(
            (one.as_str(), many.as_str()),
            ("1 unknown device waits", "3 unknown devices wait")
        );
    }
}
