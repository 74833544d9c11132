//! Drives the interface without a terminal: keys in, a screen as text out, everything fixed.

use crate::support::options;
use ketnap::domain::edit::NewBook;
use ketnap::domain::{Unit, UnitId, Why};
use ketnap::exchange::sample::sample;
use ketnap::settings::Settings;
use ketnap::store::init::New;
use ketnap::store::user::UserFolders;
use ketnap::store::{Options, Store};
use ketnap::ui::app::{App, Opening};
use ketnap::ui::desk::Desk;
use ketnap::ui::draw::draw;
use ketnap::ui::key::Key;
use ketnap::words::Lang;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use tempfile::TempDir;

/// A running interface.
pub struct Pilot {
    pub app: App,
    home: PathBuf,
    _dir: Option<TempDir>,
}

/// The sample office, made once for all tests that only look.
fn sample_store() -> &'static Path {
    static STORE: OnceLock<TempDir> = OnceLock::new();
    let dir = STORE.get_or_init(|| {
        let dir = TempDir::new().unwrap();
        let sample = sample().unwrap();
        let new = New { books: sample.books, why: Why::Sample, day: Some(sample.day), over: false };
        Store::init(&dir.path().join("store"), options("lan"), new).unwrap();
        dir
    });
    dir.path()
}

fn folders(home: &Path) -> UserFolders {
    UserFolders {
        config: home.join("config"),
        state: home.join("state"),
        data: home.join("data"),
        cache: home.join("cache"),
    }
}

fn open(home: &Path, store: Option<&Path>, lang: Lang, options: Options, settings: Settings) -> App {
    let mut desk = Desk::new(Some(folders(home)), None, options);
    if let Some(store) = store {
        desk.open(store).unwrap();
    }
    let waiting = Default::default();
    let ask_language = store.is_none();
    let mut app = App::new(Opening { desk, settings, lang, ask_language, no_color: false, waiting });
    look_first(&mut app);
    app
}

/// What the loop does after the first picture of an office.
fn look_first(app: &mut App) {
    if app.seen.unseen {
        app.look_first();
    }
}

impl Pilot {
    /// The sample office, to look at.
    pub fn sample(lang: Lang) -> Pilot {
        let dir = TempDir::new().unwrap();
        let store = sample_store().join("store");
        let app = open(dir.path(), Some(&store), lang, options("lan"), Settings::default());
        Pilot { app, home: dir.path().to_owned(), _dir: Some(dir) }
    }

    /// A store that is there.
    pub fn on(store: &Path, lang: Lang) -> Pilot {
        let dir = TempDir::new().unwrap();
        let app = open(dir.path(), Some(store), lang, options("lan"), Settings::default());
        Pilot { app, home: dir.path().to_owned(), _dir: Some(dir) }
    }

    /// The first start, nothing there yet.
    pub fn first_start(lang: Lang) -> Pilot {
        let dir = TempDir::new().unwrap();
        let app = open(dir.path(), None, lang, options("lan"), Settings::default());
        Pilot { app, home: dir.path().to_owned(), _dir: Some(dir) }
    }

    /// An office of one commune with two cells and nobody in it.
    pub fn small(lang: Lang) -> Pilot {
        let dir = TempDir::new().unwrap();
        let top = UnitId::from_bits(1);
        let cell = |id, name: &str| crate::support::add_unit(UnitId::from_bits(id), name, "cell", Some(top));
        let book = NewBook {
            id: top,
            unit: Unit::new("Xã Mẫu".into(), "base".into(), None),
            edits: vec![cell(2, "Chi bộ Thôn 1"), cell(3, "Chi bộ Thôn 2")],
        };
        let new = New { books: vec![book], why: Why::Sample, day: None, over: false };
        Store::init(&dir.path().join("store"), options("lan"), new).unwrap();
        let store = dir.path().join("store");
        let app = open(dir.path(), Some(&store), lang, options("lan"), Settings::default());
        Pilot { app, home: dir.path().to_owned(), _dir: Some(dir) }
    }

    /// The same office in a new run of the program.
    pub fn again(self) -> Pilot {
        let Pilot { app: ended, home, _dir } = self;
        let (store, lang) = (home.join("store"), ended.viewer.lang);
        drop(ended);
        let app = open(&home, Some(&store), lang, options("lan"), Settings::default());
        Pilot { app, home, _dir }
    }

    /// The same office, opened with other settings.
    pub fn with(self, settings: Settings, options: Options) -> Pilot {
        let store = if self.home.join("store").exists() {
            self.home.join("store")
        } else {
            sample_store().join("store")
        };
        let Pilot { app: ended, home, _dir } = self;
        let lang = ended.viewer.lang;
        drop(ended);
        let app = open(&home, Some(&store), lang, options, settings);
        Pilot { app, home, _dir }
    }

    /// The same office, opened by somebody else at the same time.
    pub fn beside(&self, name: &str) -> Pilot {
        let dir = TempDir::new().unwrap();
        let store = self.home.join("store");
        let app = open(dir.path(), Some(&store), self.app.viewer.lang, options(name), Settings::default());
        Pilot { app, home: dir.path().to_owned(), _dir: Some(dir) }
    }

    /// Where its store lies.
    pub fn store(&self) -> PathBuf {
        self.home.join("store")
    }

    /// The settings that were kept.
    pub fn settings(&self) -> Settings {
        folders(&self.home).settings().unwrap()
    }

    /// Presses keys by name, with spaces between.
    pub fn press(&mut self, keys: &str) -> &mut Pilot {
        for key in keys.split_whitespace() {
            self.app.key(Key::parse(key).unwrap_or_else(|| panic!("no such key: {key}")));
            look_first(&mut self.app);
        }
        self
    }

    /// Types text.
    pub fn type_text(&mut self, text: &str) -> &mut Pilot {
        for c in text.chars() {
            self.app.key(Key::Char(c));
        }
        self
    }

    /// Where the cursor stands.
    pub fn cursor(&mut self, width: u16, height: u16) -> Option<(u16, u16)> {
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
        draw(&mut self.app, &mut buffer).map(|position| (position.x, position.y))
    }

    /// The screen as text, trailing blanks cut.
    pub fn screen(&mut self, width: u16, height: u16) -> String {
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
        draw(&mut self.app, &mut buffer);
        let mut lines = Vec::new();
        for y in 0..height {
            let mut line = String::new();
            for x in 0..width {
                line.push_str(buffer[(x, y)].symbol());
            }
            lines.push(line.trim_end().to_owned());
        }
        steady(&lines.join("\n"))
    }
}

/// The screen with the random part of temporary folders made the same in every run.
fn steady(screen: &str) -> String {
    let mut parts = screen.split("/.tmp");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let rest: String = part.chars().skip_while(char::is_ascii_alphanumeric).collect();
        out.push_str("/.tmp000000");
        out.push_str(&rest);
    }
    out
}
