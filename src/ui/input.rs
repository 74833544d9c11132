//! What comes from outside: keys, signals, a lost line. The only file that reads the terminal,
//! in a thread of its own, because its reader may spin when the line is gone.

use super::key::Key;
use super::patience::Patience;
use crossterm::event::{self, Event as Raw};
use rustix::event::{PollFd, PollFlags, poll};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGTERM};
use signal_hook::iterator::Signals;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    Key(Key),
    Paste(String),
    Resize,
    /// Somebody else saved something, came or went.
    Others,
    /// The program was stopped and goes on.
    Resumed,
    /// The terminal is gone, or the machine wants us to end.
    HangUp,
}

/// How long the rest of a split escape sequence may take on a slow line.
const ESCAPE_PATIENCE: Duration = Duration::from_millis(60);

/// Starts listening. Others may send on the same channel.
///
/// # Errors
/// When signals cannot be caught.
pub fn listen(patience: &Patience) -> std::io::Result<(Sender<Event>, Receiver<Event>)> {
    let (sender, receiver) = channel();
    let mut signals = Signals::new([SIGHUP, SIGTERM, SIGCONT])?;
    let from_signals = sender.clone();
    thread::spawn(move || {
        for signal in signals.forever() {
            let event = if signal == SIGCONT { Event::Resumed } else { Event::HangUp };
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
    loop {
        let event = match event::read() {
            Ok(Raw::Key(key)) => Key::of(key).map(Event::Key),
            Ok(Raw::Paste(text)) => Some(Event::Paste(text)),
            Ok(Raw::Resize(..)) => Some(Event::Resize),
            Ok(_) => None,
            Err(_) => Some(Event::HangUp),
        };
        let event = match event {
            Some(Event::Key(Key::Esc)) => after_escape(),
            other => other.into_iter().collect(),
        };
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

/// An Esc that is only the first byte of an arrow key must not act as Esc: looks at what comes
/// within a moment.
fn after_escape() -> Vec<Event> {
    let next = || -> Option<Key> {
        if !event::poll(ESCAPE_PATIENCE).unwrap_or(false) {
            return None;
        }
        match event::read() {
            Ok(Raw::Key(key)) => Key::of(key),
            _ => None,
        }
    };
    rejoin(next).into_iter().map(Event::Key).collect()
}

/// Puts a split sequence together again: what follows an Esc key, as a key or as keys.
fn rejoin(mut next: impl FnMut() -> Option<Key>) -> Vec<Key> {
    let first = match next() {
        Some(Key::Char(c @ ('[' | 'O'))) => c,
        Some(other) => return vec![Key::Esc, other],
        None => return vec![Key::Esc],
    };
    let mut parameters = String::new();
    loop {
        match next() {
            Some(Key::Char(c)) if c.is_ascii_digit() || c == ';' => parameters.push(c),
            Some(Key::Char(c)) => return sequence(&parameters, c).into_iter().collect(),
            // It was an Esc and a bracket after all.
            _ => return vec![Key::Esc, Key::Char(first)],
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
}
