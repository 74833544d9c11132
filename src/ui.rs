//! The screens: the terminal, the loop, and nothing that belongs to the data.
//!
//! The loop waits, takes everything that has come, draws once, and sends one write per frame.
//! No timer draws, nothing is drawn without a reason.

pub mod app;
pub mod behaviour;
pub mod canvas;
pub mod clash;
pub mod command;
pub mod cursor;
pub mod desk;
pub mod draw;
pub mod effect;
pub mod field;
pub mod form;
pub mod grid;
pub mod history_line;
pub mod input;
pub mod key;
pub mod keymap;
pub mod line;
pub mod lock;
pub mod looked;
pub mod palette;
pub mod pasted;
pub mod patience;
pub mod people_table;
pub mod person_keys;
pub mod screen;
pub mod seen;
pub mod settle;
pub mod subject;
pub mod theme;
pub mod tree;
pub mod typing;
pub mod viewer;
pub mod world;

use app::App;
use crossterm::cursor::Show;
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::terminal::{
    Clear, ClearType, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use crossterm::{execute, queue};
use input::Event;
use patience::Patience;
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;
use std::sync::mpsc::{Receiver, RecvError, RecvTimeoutError};

/// Gathers the bytes of a frame, which then go out in one write.
#[derive(Clone, Debug, Default)]
pub struct Frame(Rc<RefCell<Vec<u8>>>);

impl Frame {
    /// The bytes gathered so far, which are then gone from here.
    pub fn take(&self) -> Vec<u8> {
        std::mem::take(&mut self.0.borrow_mut())
    }
}

impl Write for Frame {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Runs the interface until the person leaves or the line is gone.
///
/// # Errors
/// When the terminal cannot be set up or written to.
pub fn run(mut app: App, patience: &Patience) -> io::Result<()> {
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        let _ = leave();
        hook(info);
    }));
    let (sender, events) = input::listen(patience)?;
    app.seen.desk.listen(sender);
    enter()?;
    patience.open();
    let result = turn(&mut app, &events, patience);
    let _ = std::panic::take_hook();
    let left = leave();
    // After a hang-up nobody is there to be told.
    if app.quit { Ok(()) } else { result.and(left) }
}

fn enter() -> io::Result<()> {
    enable_raw_mode()?;
    execute!(io::stdout(), EnterAlternateScreen, EnableBracketedPaste)
}

fn leave() -> io::Result<()> {
    let left = execute!(io::stdout(), DisableBracketedPaste, LeaveAlternateScreen, Show);
    disable_raw_mode().and(left)
}

fn turn(app: &mut App, events: &Receiver<Event>, patience: &Patience) -> io::Result<()> {
    let frame = Frame::default();
    let mut terminal = blank(&frame)?;
    let mut changed = true;
    loop {
        if patience.is_dirty() {
            terminal = blank(&frame)?;
            changed = true;
        }
        if std::mem::take(&mut changed)
            && let Err(error) = show(app, &mut terminal, &frame)
        {
            app.hang_up();
            return Err(error);
        }
        if app.seen.unseen {
            changed = app.look_first();
            continue;
        }
        let Ok(first) = next(app, events, &mut changed) else { return Ok(()) };
        let Some(first) = first else { continue };
        let mut others = false;
        for event in std::iter::once(first).chain(events.try_iter()) {
            // News of others alone draw nothing: only what they changed on this screen does.
            changed |= event != Event::Others;
            match event {
                Event::Key(key) => app.key(key),
                Event::Paste(text) => app.paste(&text),
                Event::Resize => {}
                Event::Others => others = true,
                Event::Resumed => {
                    enter()?;
                    terminal = blank(&frame)?;
                }
                Event::Suspend => app.suspend = true,
                Event::HangUp => app.hang_up(),
            }
            if app.quit {
                return Ok(());
            }
            if std::mem::take(&mut app.suspend) && suspend()? {
                // The stop takes a moment to arrive: draw nothing on the shell's screen till then.
                while !matches!(events.recv(), Ok(Event::Resumed | Event::HangUp) | Err(_)) {}
                enter()?;
                terminal = blank(&frame)?;
            }
        }
        changed |= others && app.others();
    }
}

/// The next event; `None` when none came for so long that what was typed is kept, or the screen is
/// locked. Without a reason to wake up there is no waking up.
fn next(app: &mut App, events: &Receiver<Event>, changed: &mut bool) -> Result<Option<Event>, RecvError> {
    let patience = app.draft_after().or(app.lock_after());
    let Some(patience) = patience else { return events.recv().map(Some) };
    match events.recv_timeout(patience) {
        Ok(event) => Ok(Some(event)),
        Err(RecvTimeoutError::Disconnected) => Err(RecvError),
        Err(RecvTimeoutError::Timeout) if app.draft_after().is_some() => {
            app.keep_typed();
            Ok(None)
        }
        Err(RecvTimeoutError::Timeout) => {
            app.lock();
            *changed = true;
            Ok(None)
        }
    }
}

/// A terminal of which nothing is known: the next frame draws every cell. `Terminal::clear` would
/// ask the terminal where its cursor is, and wait for an answer that a slow line brings late.
fn blank(frame: &Frame) -> io::Result<Terminal<CrosstermBackend<Frame>>> {
    let mut bytes = frame.clone();
    queue!(bytes, Clear(ClearType::All))?;
    Terminal::new(CrosstermBackend::new(frame.clone()))
}

fn show(app: &mut App, terminal: &mut Terminal<CrosstermBackend<Frame>>, frame: &Frame) -> io::Result<()> {
    terminal.draw(|f| {
        if let Some(cursor) = draw::draw(app, f.buffer_mut()) {
            f.set_cursor_position(cursor);
        }
    })?;
    let bytes = frame.take();
    let mut out = io::stdout().lock();
    out.write_all(&bytes)?;
    out.flush()
}

/// Stops for a while. A session without a shell behind it has nobody to wake it: it goes on, and
/// the answer is false.
fn suspend() -> io::Result<bool> {
    let me = rustix::process::getpid();
    if rustix::process::getsid(None).is_ok_and(|leader| leader == me) {
        return Ok(false);
    }
    leave()?;
    // The other one that stops is caught.
    rustix::process::kill_process(me, rustix::process::Signal::STOP)?;
    Ok(true)
}
