//! The first screen: the language, then what to open.

use crate::settings::Settings;
use crate::ui::behaviour::Behaviour;
use crate::ui::canvas::{Canvas, middle};
use crate::ui::command::Command;
use crate::ui::cursor::Cursor;
use crate::ui::effect::{Effect, Task};
use crate::ui::key::Key;
use crate::ui::typing::Typist;
use crate::ui::world::World;
use crate::words::Lang;
use ratatui::layout::Rect;

/// Which question is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Question {
    Language,
    Office,
}

/// The start screen.
#[derive(Clone, Debug, PartialEq)]
pub struct Start {
    question: Question,
    cursor: Cursor,
    settings: Settings,
}

impl Start {
    /// Asks for the language first when nobody has chosen one yet.
    pub fn new(settings: Settings, lang: Lang, ask_language: bool) -> Start {
        let question = if ask_language { Question::Language } else { Question::Office };
        let at = if ask_language && lang == Lang::En { 1 } else { 0 };
        Start { question, cursor: Cursor::at(at), settings }
    }

    fn answers(&self, lang: Lang) -> Vec<String> {
        match self.question {
            Question::Language => vec!["Tiếng Việt".to_owned(), "English".to_owned()],
            Question::Office => vec![lang.start_sample(), lang.start_new(), lang.start_open()],
        }
    }

    fn choose(&mut self) -> Vec<Effect> {
        match (self.question, self.cursor.at) {
            (Question::Language, at) => {
                self.question = Question::Office;
                self.cursor = Cursor::default();
                self.settings.lang = Some(if at == 0 { Lang::Vi } else { Lang::En });
                vec![Effect::Do(Task::KeepSettings(self.settings.clone()))]
            }
            (Question::Office, 0) => vec![Effect::Do(Task::OpenSample)],
            (Question::Office, 1) => vec![Effect::NewOfficeForm],
            (Question::Office, _) => vec![Effect::OpenFolderForm],
        }
    }
}

impl Behaviour for Start {
    fn command(&mut self, command: Command, _world: &World) -> Option<Vec<Effect>> {
        match command {
            Command::Open => Some(self.choose()),
            // There is nothing behind the first screen, and Esc never leaves the program.
            Command::Back if self.question == Question::Office => {
                self.question = Question::Language;
                self.cursor = Cursor::default();
                Some(Vec::new())
            }
            Command::Back
            | Command::Find
            | Command::Progress
            | Command::Undo
            | Command::Redo
            | Command::History
            | Command::Refresh
            | Command::Settings => Some(Vec::new()),
            _ => None,
        }
    }

    fn key(&mut self, key: Key, world: &World, _typist: &mut Typist) -> Option<Vec<Effect>> {
        let count = self.answers(world.lang).len();
        match key {
            Key::Enter => Some(self.choose()),
            Key::Char(c @ '1'..='3') => {
                let at = c as usize - '1' as usize;
                if at < count {
                    self.cursor.at = at;
                }
                Some(Vec::new())
            }
            key => self.cursor.key(key, count).then(Vec::new),
        }
    }

    fn draw(&mut self, canvas: &mut Canvas, area: Rect, world: &World) {
        let theme = canvas.theme;
        let lang = world.lang;
        let area = middle(area, 66, 14);
        canvas.text(area, 2, 0, "ketnap", theme.strong());
        canvas.text(area, 2, 1, &lang.start_what(), theme.text());
        let question = match self.question {
            Question::Language => "Chọn ngôn ngữ · Choose a language".to_owned(),
            Question::Office => lang.start_question(),
        };
        canvas.text(area, 2, 4, &question, theme.strong());
        for (n, answer) in self.answers(lang).iter().enumerate() {
            let row = 6 + n as u16;
            let selected = n == self.cursor.at;
            let style = if selected { theme.selected() } else { theme.text() };
            let mark = if selected { "▌" } else { " " };
            canvas.text(area, 2, row, &format!("{mark}{}. {answer} ", n + 1), style);
        }
        canvas.text(area, 2, 11, &lang.start_keys(world.key(Command::Quit)), theme.quiet());
    }
}
