//! A person's own settings; every change is kept at once.

use crate::settings::{Colour, Glyphs, Settings, Typing};
use crate::ui::behaviour::Behaviour;
use crate::ui::canvas::Canvas;
use crate::ui::cursor::Cursor;
use crate::ui::effect::{Effect, Task};
use crate::ui::key::Key;
use crate::ui::subject::Subject;
use crate::ui::typing::Typist;
use crate::ui::world::World;
use crate::words::Lang;
use ratatui::layout::Rect;

/// Minutes after which the screen can be locked.
const LOCKS: [u16; 3] = [5, 15, 30];

/// The settings being looked at.
#[derive(Clone, Debug, PartialEq)]
pub struct SettingsScreen {
    settings: Settings,
    lang: Lang,
    path: String,
    cursor: Cursor,
}

impl SettingsScreen {
    /// The settings as they are; `path` is where the store lies.
    pub fn new(settings: Settings, lang: Lang, path: String) -> SettingsScreen {
        SettingsScreen { settings, lang, path, cursor: Cursor::default() }
    }

    /// The settings after they were changed elsewhere.
    pub fn renew(&mut self, settings: Settings) {
        self.settings = settings;
    }

    fn lines(&self, lang: Lang) -> [(String, String); 6] {
        let s = &self.settings;
        [
            (lang.setting_language(), lang.pick("Tiếng Việt", "English").to_owned()),
            (
                lang.setting_typing(),
                match s.typing {
                    Typing::Off => lang.off(),
                    Typing::Telex => "Telex".to_owned(),
                    Typing::Vni => "VNI".to_owned(),
                },
            ),
            (
                lang.setting_glyphs(),
                match s.glyphs {
                    Glyphs::Unicode => "Unicode".to_owned(),
                    Glyphs::Ascii => "ASCII".to_owned(),
                },
            ),
            (
                lang.setting_colour(),
                match s.colour {
                    Colour::Sixteen => "16".to_owned(),
                    Colour::None => lang.off(),
                },
            ),
            (
                lang.setting_lock(),
                if s.lock_minutes == 0 { lang.off() } else { lang.minutes(s.lock_minutes) },
            ),
            (lang.setting_pin(), if s.pin.is_empty() { "–".to_owned() } else { lang.pin_set() }),
        ]
    }

    fn turn(&mut self) -> Vec<Effect> {
        let s = &mut self.settings;
        match self.cursor.at {
            0 => {
                self.lang = if self.lang == Lang::Vi { Lang::En } else { Lang::Vi };
                s.lang = Some(self.lang);
            }
            1 => {
                s.typing = match s.typing {
                    Typing::Off => Typing::Telex,
                    Typing::Telex => Typing::Vni,
                    Typing::Vni => Typing::Off,
                }
            }
            4 => {
                // Off, then ever longer; what was typed into the file by hand comes round to off.
                let next = LOCKS.iter().find(|minutes| **minutes > s.lock_minutes);
                s.lock_minutes = next.copied().unwrap_or(0);
            }
            5 => return vec![Effect::Form(Subject::Pin)],
            2 => s.glyphs = if s.glyphs == Glyphs::Unicode { Glyphs::Ascii } else { Glyphs::Unicode },
            _ => s.colour = if s.colour == Colour::Sixteen { Colour::None } else { Colour::Sixteen },
        }
        vec![Effect::Do(Task::KeepSettings(s.clone()))]
    }
}

impl Behaviour for SettingsScreen {
    fn key(&mut self, key: Key, _world: &World, _typist: &mut Typist) -> Option<Vec<Effect>> {
        match key {
            Key::Enter | Key::Left | Key::Right | Key::Char(' ') => Some(self.turn()),
            key => self.cursor.key(key, 6).then(Vec::new),
        }
    }

    fn draw(&mut self, canvas: &mut Canvas, area: Rect, world: &World) {
        let theme = canvas.theme;
        let lang = world.lang;
        let inner = canvas.frame(area, &lang.title_settings(), true);
        for (n, (label, value)) in self.lines(lang).iter().enumerate() {
            let row = 1 + n as u16;
            let selected = n == self.cursor.at;
            canvas.text(inner, 2, row, label, if selected { theme.strong() } else { theme.text() });
            let shown = if selected { format!("‹ {value} ›") } else { format!("  {value}") };
            canvas.text(inner, 30, row, &shown, if selected { theme.selected() } else { theme.text() });
        }
        canvas.text(inner, 2, 9, &lang.setting_store(&self.path), theme.quiet());
        canvas.text(inner, 2, 11, &lang.setting_keys(), theme.quiet());
    }
}
