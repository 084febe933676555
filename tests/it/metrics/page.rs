//! A page of metrics, as Prometheus reads it.

use std::collections::BTreeSet;

/// The lines of a page.
pub struct Page(String);

impl Page {
    pub async fn at(url: &str) -> Page {
        let answer = reqwest::get(url).await.expect("an answer");
        assert_eq!(answer.status().as_u16(), 200, "{url}");
        Page(answer.text().await.expect("text"))
    }

    pub fn text(&self) -> &str {
        &self.0
    }

    /// The value of a series, written as on the page.
    pub fn value(&self, series: &str) -> f64 {
        let value = self
            .0
            .lines()
            .find_map(|line| line.strip_prefix(series)?.strip_prefix(' '));
        let value = value.unwrap_or_else(|| panic!("{series} in\n{}", self.0));
        value.parse().expect("a number")
    }

    /// Fails unless each series has this value.
    pub fn has(&self, expected: &[(&str, f64)]) {
        for (series, value) in expected {
            let found = self.value(series);
            assert!((found - value).abs() < 0.000_1, "{series} is {found}, not {value}");
        }
    }

    /// The names of all families.
    pub fn names(&self) -> BTreeSet<String> {
        let name = |line: &str| Some(line.strip_prefix("# TYPE ")?.split(' ').next()?.to_owned());
        self.0.lines().filter_map(name).collect()
    }

    /// How many series a family has.
    pub fn count(&self, family: &str) -> usize {
        let of = |line: &&str| line.starts_with(&format!("{family}{{")) || line.starts_with(&format!("{family} "));
        self.0.lines().filter(of).count()
    }

    /// All values of labels: what stands between quotes.
    pub fn label_values(&self) -> BTreeSet<&str> {
        let samples = self.0.lines().filter(|line| !line.starts_with('#'));
        samples.flat_map(|line| line.split('"').skip(1).step_by(2)).collect()
    }
}
