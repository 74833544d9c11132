//! What comes from outside: keys, signals, a lost line. The only file that reads the terminal,
//! in a thread of its own, because its reader may spin when the line is gone.

use super::key::Key;
use super::patience::Patience;
use crossterm::event::{self, Event as Raw};
use rustix::event::{PollFd, PollFlags, poll};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGUSR1, SIGUSR2};
use signal_hook::iterator::Signals;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    Key(Key),
    Paste(String),
    Resize,
    /// Somebody else saved something, came or went.
    Others,
    /// Somebody else wants the program to stop for a while.
    Suspend,
    /// The program was stopped and goes on.
    Resumed,
    /// The terminal is gone, or the machine wants us to end.
    HangUp,
}

/// How long the rest of a split escape sequence may take on a slow line.
const ESCAPE_PATIENCE: Duration = Duration::from_millis(60);
/// For how long after an Esc that has acted what looks like the rest of an arrow key is one.
const LATE: Duration = Duration::from_millis(600);

/// Starts listening. Others may send on the same channel.
///
/// # Errors
/// When signals cannot be caught.
pub fn listen(patience: &Patience) -> std::io::Result<(Sender<Event>, Receiver<Event>)> {
    let (sender, receiver) = channel();
    // Each of them would end or stop the program with the terminal as it is.
    let caught = [SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2, SIGTSTP, SIGCONT];
    let mut signals = Signals::new(caught)?;
    let from_signals = sender.clone();
    thread::spawn(move || {
        for signal in signals.forever() {
            let event = match signal {
                SIGCONT => Event::Resumed,
                SIGTSTP => Event::Suspend,
                _ => Event::HangUp,
            };
            if from_signals.send(event).is_err() {
                return;
            }
        }
    });
    let from_line = sender.clone();
    thread::spawn(move || {
        // With SIGHUP ignored (nohup), only the line itself tells that it is gone.
        let stdin = std::io::stdin();
        loop {
            let mut watched = [PollFd::new(&stdin, PollFlags::empty())];
            let polled = poll(&mut watched, None);
            let gone = watched.iter().any(|fd| fd.revents().intersects(PollFlags::HUP | PollFlags::ERR));
            match polled {
                Err(rustix::io::Errno::INTR) => {}
                Ok(_) if !gone => {}
                _ => {
                    let _ = from_line.send(Event::HangUp);
                    return;
                }
            }
        }
    });
    let (others, patience) = (sender.clone(), patience.clone());
    thread::spawn(move || read(&sender, &patience));
    Ok((others, receiver))
}

fn read(sender: &Sender<Event>, patience: &Patience) {
    let mut escaped: Option<Instant> = None;
    loop {
        let event = match event::read() {
            Ok(Raw::Key(key)) => Key::of(key).map(Event::Key),
            Ok(Raw::Paste(text)) => Some(Event::Paste(text)),
            Ok(Raw::Resize(..)) => Some(Event::Resize),
            Ok(_) => None,
            Err(_) => Some(Event::HangUp),
        };
        let late = escaped.take().is_some_and(|at| at.elapsed() < LATE);
        let event = match event {
            Some(Event::Key(Key::Esc)) => keys(rejoin(next_key)),
            Some(Event::Key(Key::Char(c @ ('[' | 'O')))) if late => keys(rest_of(c, next_key)),
            other => other.into_iter().collect(),
        };
        escaped = (event == [Event::Key(Key::Esc)]).then(Instant::now);
        for event in event {
            if event == Event::Key(Key::Esc) && patience.stops() {
                continue;
            }
            let last = event == Event::HangUp;
            if sender.send(event).is_err() || last {
                return;
            }
        }
    }
}

/// A key that comes within a moment.
fn next_key() -> Option<Key> {
    if !event::poll(ESCAPE_PATIENCE).unwrap_or(false) {
        return None;
    }
    match event::read() {
        Ok(Raw::Key(key)) => Key::of(key),
        _ => None,
    }
}

fn keys(keys: Vec<Key>) -> Vec<Event> {
    keys.into_iter().map(Event::Key).collect()
}

/// Puts a split sequence together again: what follows an Esc key, as a key or as keys. An Esc that
/// is only the first byte of an arrow key does not act as Esc.
fn rejoin(mut next: impl FnMut() -> Option<Key>) -> Vec<Key> {
    match next() {
        Some(Key::Char(c @ ('[' | 'O'))) => match rest(next) {
            Rest::Sequence(key) => key.into_iter().collect(),
            Rest::Typed(typed) => [Key::Esc, Key::Char(c)].into_iter().chain(typed).collect(),
        },
        Some(other) => vec![Key::Esc, other],
        None => vec![Key::Esc],
    }
}

/// What comes with a bracket so soon after an Esc that has acted: an arrow key, or what was typed.
fn rest_of(first: char, next: impl FnMut() -> Option<Key>) -> Vec<Key> {
    match rest(next) {
        Rest::Sequence(Some(key)) => vec![key],
        Rest::Sequence(None) => Vec::new(),
        Rest::Typed(typed) => std::iter::once(Key::Char(first)).chain(typed).collect(),
    }
}

/// What follows Esc and a bracket.
enum Rest {
    /// The rest of a key's sequence; `None` of one that is nobody's.
    Sequence(Option<Key>),
    /// It was a bracket after all, with what was typed after it.
    Typed(Vec<Key>),
}

fn rest(mut next: impl FnMut() -> Option<Key>) -> Rest {
    let mut parameters = String::new();
    loop {
        match next() {
            Some(Key::Char(c)) if c.is_ascii_digit() || c == ';' => parameters.push(c),
            Some(Key::Char(c)) => match sequence(&parameters, c) {
                // A letter after a letter is a word that is typed.
                None if parameters.is_empty() => return Rest::Typed(vec![Key::Char(c)]),
                key => return Rest::Sequence(key),
            },
            other => {
                return Rest::Typed(parameters.chars().map(Key::Char).chain(other).collect());
            }
        }
    }
}

fn sequence(parameters: &str, last: char) -> Option<Key> {
    Some(match (last, parameters) {
        ('A', _) => Key::Up,
        ('B', _) => Key::Down,
        ('C', _) => Key::Right,
        ('D', _) => Key::Left,
        ('H', _) | ('~', "1" | "7") => Key::Home,
        ('F', _) | ('~', "4" | "8") => Key::End,
        ('Z', _) => Key::BackTab,
        ('~', "2") => Key::Insert,
        ('~', "3") => Key::Delete,
        ('~', "5") => Key::PageUp,
        ('~', "6") => Key::PageDown,
        ('P', _) | ('~', "11") => Key::F(1),
        ('Q', _) | ('~', "12") => Key::F(2),
        ('~', "15") => Key::F(5),
        ('~', "17") => Key::F(6),
        ('~', "19") => Key::F(8),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rejoined(keys: &str) -> Vec<Key> {
        let mut keys = keys.chars().map(Key::Char);
        rejoin(move || keys.next())
    }

    #[test]
    fn a_split_arrow_key_is_an_arrow_key_and_never_esc() {
        assert_eq!(rejoined("[A"), [Key::Up]);
        assert_eq!(rejoined("OB"), [Key::Down]);
        assert_eq!(rejoined("[3~"), [Key::Delete]);
        assert_eq!(rejoined("[1;5C"), [Key::Right]);
        assert_eq!(rejoined("[99x"), []);
    }

    #[test]
    fn an_esc_alone_is_esc() {
        assert_eq!(rejoined(""), [Key::Esc]);
        assert_eq!(rejoined("x"), [Key::Esc, Key::Char('x')]);
        assert_eq!(rejoined("["), [Key::Esc, Key::Char('[')]);
    }

    #[test]
    fn the_late_rest_of_an_arrow_key_is_no_letters_and_a_typed_word_is() {
        let late = |keys: &str| {
            let mut keys = keys.chars();
            let first = keys.next().unwrap();
            rest_of(first, move || keys.next().map(Key::Char))
        };
        assert_eq!(late("[B"), [Key::Down]);
        assert_eq!(late("[99~"), []);
        assert_eq!(late("["), [Key::Char('[')]);
        assert_eq!(late("On"), [Key::Char('O'), Key::Char('n')]);
    }
}
