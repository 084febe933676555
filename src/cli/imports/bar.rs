//! A progress bar on a terminal; nothing where there is none.

use std::sync::Mutex;

use indicatif::{ProgressBar, ProgressStyle};

use super::words;
use crate::domain::flows::legacy::{Progress, Stage};

pub(super) struct Bar {
    bar: ProgressBar,
    stage: Mutex<Option<Stage>>,
}

impl Bar {
    pub(super) fn new() -> Bar {
        let bar = ProgressBar::new(0);
        if let Ok(style) = ProgressStyle::with_template("{msg} [{bar:32}] {human_pos}/{human_len} {elapsed}") {
            bar.set_style(style);
        }
        Bar {
            bar,
            stage: Mutex::new(None),
        }
    }

    pub(super) fn clear(&self) {
        self.bar.finish_and_clear();
    }
}

impl Progress for Bar {
    fn at(&self, stage: Stage, done: u64, all: u64) {
        if let Ok(mut shown) = self.stage.lock()
            && *shown != Some(stage)
        {
            *shown = Some(stage);
            self.bar.reset();
            self.bar.set_message(words::stage(stage));
        }
        self.bar.set_length(all);
        self.bar.set_position(done);
    }
}
