//! Waits until somebody else did something in the store: by inotify on the bell's folder, and where
//! that does not reach (several login servers, no watches left) by looking at it now and then.
//!
//! Says only that something happened; what, the books say.

use super::Store;
use super::files::Dir;
use super::layout::PRESENCE;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::inotify;
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, OwnedFd};
use std::time::Duration;

/// How often the folder is looked at where nothing tells.
const PACE: Duration = Duration::from_millis(1500);

/// How long a session waits after it was told, and how much longer than its neighbour.
const QUIET: Duration = Duration::from_millis(100);
const STAGGER: Duration = Duration::from_millis(50);

/// A watch over a store.
#[derive(Debug)]
pub struct Watch {
    events: Option<OwnedFd>,
    /// Looks at the folder besides, or instead.
    looks: Option<Dir>,
    seen: Vec<(String, i64)>,
}

impl Store {
    /// Begins to watch. Begin before reading, so that nothing falls in between.
    pub fn watch(&self) -> Watch {
        let flags = inotify::CreateFlags::CLOEXEC | inotify::CreateFlags::NONBLOCK;
        let what = inotify::WatchFlags::ATTRIB
            | inotify::WatchFlags::MOVED_TO
            | inotify::WatchFlags::DELETE
            | inotify::WatchFlags::CLOSE_WRITE;
        let folder = self.root.dir(PRESENCE).ok();
        let events = inotify::init(flags).ok().filter(|events| {
            folder.is_some() && inotify::add_watch(events, self.path().join(PRESENCE), what).is_ok()
        });
        let distant = self.plate.allow_network_file_system;
        let looks = folder.filter(|_| events.is_none() || distant);
        let seen = looks.as_ref().map(Dir::stamps).unwrap_or_default();
        Watch { events, looks, seen }
    }
}

impl Watch {
    /// Waits until something happened; false when `stop` was closed at its other end.
    pub fn wait(&mut self, stop: &impl AsFd) -> bool {
        loop {
            let pace = Timespec { tv_sec: PACE.as_secs() as i64, tv_nsec: PACE.subsec_nanos().into() };
            let mut watched = vec![PollFd::new(stop, PollFlags::IN)];
            watched.extend(self.events.as_ref().map(|events| PollFd::new(events, PollFlags::IN)));
            let polled = poll(&mut watched, self.looks.is_some().then_some(&pace));
            let ready = |n: usize| watched.get(n).is_some_and(|fd| !fd.revents().is_empty());
            match polled {
                Err(rustix::io::Errno::INTR) => continue,
                Err(_) => return false,
                Ok(_) if ready(0) => return false,
                Ok(_) => {}
            }
            let told = ready(1);
            if told && !self.quiet(stop) {
                return false;
            }
            let now = self.looks.as_ref().map(Dir::stamps).unwrap_or_default();
            if told || now != self.seen {
                self.seen = now;
                return true;
            }
        }
    }

    /// Lets a burst of saves pass and whoever saves finish first: thirty sessions that all read at
    /// once would be in the way of the one that everybody waits for. False when told to stop.
    fn quiet(&self, stop: &impl AsFd) -> bool {
        // Not all at the same moment.
        let wait = QUIET + STAGGER * (std::process::id() % 16);
        let pause = Timespec { tv_sec: 0, tv_nsec: wait.subsec_nanos().into() };
        let mut watched = [PollFd::new(stop, PollFlags::IN)];
        let polled = poll(&mut watched, Some(&pause));
        self.swallow();
        !polled.is_ok_and(|ready| ready > 0)
    }

    /// Takes what was told out of the queue: that there was something is all that counts.
    fn swallow(&self) {
        let mut buffer = [MaybeUninit::uninit(); 4096];
        if let Some(events) = &self.events {
            let mut reader = inotify::Reader::new(events, &mut buffer);
            while reader.next().is_ok() {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::pipe;

    /// A watch that has only its eyes.
    fn looking(folder: &std::path::Path) -> Watch {
        let looks = Some(Dir::open(folder).unwrap());
        let seen = looks.as_ref().map(Dir::stamps).unwrap();
        Watch { events: None, looks, seen }
    }

    #[test]
    fn where_nothing_tells_a_look_now_and_then_does() {
        let dir = tempfile::TempDir::new().unwrap();
        let mut watch = looking(dir.path());
        let (stop, open) = pipe().unwrap();
        let waiter = std::thread::spawn(move || (watch.wait(&stop), watch.wait(&stop)));
        Dir::open(dir.path()).unwrap().touch("lan.bell").unwrap();
        // It has looked once more by the time that it is told to stop.
        std::thread::park_timeout(PACE * 2);
        drop(open);
        assert_eq!(waiter.join().unwrap(), (true, false));
    }
}
