//! The records of all commands, and which of them a word means.

use super::record::Record;

/// The least likeness of two words for one to be offered for the other.
const LIKENESS_MIN: f64 = 0.5;

/// A topic of the help.
pub(crate) struct Topic {
    pub(crate) name: &'static str,
    pub(crate) records: Vec<&'static Record>,
}

/// All records, by topic and in the order of a day's work.
pub(crate) struct Records {
    topics: Vec<Topic>,
}

impl Records {
    pub(crate) fn new(topics: Vec<Topic>) -> Self {
        Self { topics }
    }

    pub(super) fn topics(&self) -> &[Topic] {
        &self.topics
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = &'static Record> {
        self.topics.iter().flat_map(|topic| topic.records.iter().copied())
    }

    /// The command of this full name; of a parent alone, the first of its children.
    pub(crate) fn find(&self, name: &str) -> Option<&'static Record> {
        self.all()
            .find(|record| record.is_called(name))
            .or_else(|| self.all().find(|record| record.begins_with(name)))
    }

    /// Whether a command is called exactly this, in small letters.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.all().any(|record| record.names().any(|own| own == name))
    }

    /// The name most like a word.
    pub(crate) fn nearest(&self, word: &str) -> Option<&'static str> {
        let word = word.to_lowercase();
        let names = self.all().flat_map(Record::names);
        names
            .map(|name| (strsim::normalized_damerau_levenshtein(&word, name), name))
            .filter(|(likeness, _)| LIKENESS_MIN <= *likeness)
            .max_by(|a, b| a.0.total_cmp(&b.0))
            .map(|(_, name)| name)
    }

    /// Whether somebody who typed this word meant a command of the desk.
    pub(crate) fn is_like_one(&self, word: &str) -> bool {
        let typed = word.to_lowercase();
        let begins = |name: &str| name.split_whitespace().next() == Some(typed.as_str());
        let is_one = self
            .all()
            .any(|record| begins(record.name) || record.aliases.contains(&typed.as_str()));
        is_one || self.nearest(word).is_some()
    }
}

#[cfg(test)]
mod tests {
    use crate::discord::commands::records;

    #[test]
    fn a_slip_of_the_finger_is_understood() {
        let records = records();
        let nearest = |word| records.nearest(word);
        assert_eq!(nearest("endbach"), Some("endbatch"));
        assert_eq!(nearest("SETRATS"), Some("setrates"));
        assert_eq!(nearest("startbatc"), Some("startbatch"));
        assert_eq!(nearest("tt"), Some("t"));
        assert_eq!(nearest("xyz"), None);
    }

    #[test]
    fn a_parent_alone_is_explained_by_its_child() {
        let records = records();
        assert_eq!(records.find("start").unwrap().name, "start batch");
        assert_eq!(records.find("STARTBATCH").unwrap().name, "start batch");
        assert!(records.find("nada").is_none());
    }
}
