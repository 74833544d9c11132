//! Working beside others: telling them that one is here, hearing that they saved.

use crate::store::Store;
use crate::store::presence::Presence;
use crate::store::watch::Watch;
use crate::ui::input::Event;
use std::io::{PipeWriter, pipe};
use std::sync::mpsc::Sender;

/// What ties an open office to the others who have it open.
#[derive(Default)]
pub(super) struct Colleagues {
    /// Where news of others go; none in tests, which look by themselves.
    pub news: Option<Sender<Event>>,
    pub presence: Option<Presence>,
    /// Closing it ends the watch.
    _watching: Option<PipeWriter>,
    pub others: Vec<String>,
}

/// What has changed since the last look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct News {
    /// Somebody saved something.
    pub records: bool,
    /// Somebody came or went.
    pub people: bool,
}

impl Colleagues {
    /// A watch of a store, where somebody waits for news: to end one takes the kernel longer than to
    /// open an office.
    pub fn watch(&self, store: &Store) -> Option<Watch> {
        self.news.is_some().then(|| store.watch())
    }

    /// Is in a store, instead of the one before, and hears what the watch sees.
    pub fn join(&mut self, store: &Store, watch: Option<Watch>) {
        // The one before goes first: both would bear the same name.
        self.presence = None;
        self.presence = store.announce();
        self.hear(watch);
        self.others = store.others();
    }

    pub fn hear(&mut self, watch: Option<Watch>) {
        self._watching = watch.zip(self.news.clone()).and_then(|(watch, news)| listen(watch, news));
    }
}

/// Sends word whenever something happened, from a thread that ends with the returned pipe.
fn listen(mut watch: Watch, news: Sender<Event>) -> Option<PipeWriter> {
    let (stop, watching) = pipe().ok()?;
    std::thread::spawn(move || while watch.wait(&stop) && news.send(Event::Others).is_ok() {});
    Some(watching)
}
