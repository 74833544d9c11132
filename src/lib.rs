//! ketnap (*kết nạp*, "to admit"): the book in which Party committees in Vietnam follow member
//! development. A tree of units; for every person the way source → class → proposal → admission →
//! recognition. It runs in a terminal, over SSH, for many people at once, and keeps everything in
//! plain RON files.
//!
//! This page is the architecture. `tests/layers.rs` keeps its table true.
//!
//! # The map
//!
//! ```text
//!    people ── SSH ──▶  main.rs           picks the door
//!                        │
//!             ┌──────────┴──────────┐
//!             ▼                     ▼
//!      ┌─────────────┐       ┌─────────────┐
//!      │ ui  screens │       │ cli commands│          speak with people: use `words`
//!      └──┬───┬───┬──┘       └──┬───┬───┬──┘
//!         │   │   └──────┬──────┘   │   │
//!         │   │   ┌──────┴───────┐  │   │
//!         │   │   │    render    │  │   │              a report in a format; uses `words`
//!         │   ▼   └──────┬───────┘  ▼   │
//!         │ ┌───────┐◀───┘ ┌──────────┐ │
//!         │ │ query │      │ exchange │ │  pure        questions, answers, reports; bytes in, bytes out
//!         │ └───┬───┘      └──┬───────┘ │
//!         │     ▼          ▼            │
//!         │   ┌──────────────────┐      │
//!         │   │      domain      │ pure │              what is true; no files, no terminal, no clock
//!         │   └──────────────────┘      │
//!         │            ▲                │
//!         ▼            │                ▼
//!      ┌───────────────────────────────────┐
//!      │ store      the only room with a disk│
//!      └───────────────────────────────────┘
//! ```
//!
//! | room | holds | never uses |
//! |---|---|---|
//! | [`domain`] | units, people, milestones, dossiers, steps and edits, roles, dates, Vietnamese text, value lists; rule sets, clocks, what is broken, due and ahead | any other room |
//! | [`query`] | the register's columns; standing, flow, progress, due, find; reports | store, exchange, render, ui, cli, words |
//! | [`render`] | a report as text, CSV, JSON … | store, exchange, ui, cli |
//! | [`exchange`] | records to and from JSON and CSV, Parquet, rule files, the sample office; rows to edits with what is wrong in them | store, render, ui, cli, words |
//! | [`store`] | folders, the office's own rules, lock, logs, marks, snapshots, the save, undo, check and repair, backup, access and gates, journal, erasing, watch, drafts, the open office, the kept register | ui, cli, words |
//! | [`ron_fast`], [`parallel`] | RON as this program writes it, read quickly; work shared out among the cores, and who waits for it; below all other rooms | any other room |
//! | [`words`], [`settings`] | every sentence in both languages; a person's own settings | ui, cli |
//! | [`cli`] | one file per subcommand | ui |
//! | [`ui`] | screens, forms, the loop; only `ui/effect.rs` and the files beside it call the store | cli |
//!
//! `words` may name the types of the pure rooms and of the store's errors, so that one sentence per
//! error is all there is; `store::office` keeps books and register in step and answers with the
//! errors of `exchange::fields` where a unit is looked up.
//!
//! # One word per idea
//!
//! *unit*, a node of the tree · *book*, the records of one folder · *store*, all books · *office*,
//! an open store with its register · *candidate* or *person*, from source to official member ·
//! *milestone*, a dated fact with its document, in *rounds* where it is met again, *set aside*
//! where a later event undid it · *stage*, one of five, derived · *post*, a stay in a unit ·
//! *leave*, off the way, perhaps with a day of return · *step*, one saved change · *edit*, one
//! field, old and new value · *draft*, a half-filled form · *problem*, an oddity of a record ·
//! *clash*, two people changed one field · *likeness*, whether two records are of one person: the same,
//! another, or a *doubt* that is asked about (`domain/likeness.rs` is the one judge; `query/alike.rs` looks for
//! whom, `query/naming.rs` for the unit of a name) · *standing* and *flow*, the two kinds of figures ·
//! *role*, *grant*, *act*: what somebody may do, where, and one thing of it · *gate*, what the
//! kernel lets in · *owner*, the account that made the store · *bound*, let in with a key by the
//! owner (`--as`) · *here*, who has the store open, and the *bell* of a save · *journal*, who took
//! what out · *epoch*, a book that begins anew after an erasing ·
//! *register*, the columns that questions are answered from: a *base* that is kept, *fresh* rows over
//! it, *sums* by unit · *place*, where a book lies and how it looked (its *stamps*) · *recipe* and
//! *seal*, what a kept register is of, and the file that it is in · *report*, columns over
//! rows: a *sheet* of what a *source* looks up, given out in a *format* ·
//! *rule set*, one regulation's file, in *layers* (the nation, a province, the office) · *rule book*,
//! all of them on one time line of *eras* · *clock*, from one event to another within a time, started
//! and stopped by what a record says · *breach*, a rule that a record breaks (a *problem* is an oddity
//! of the record itself) · *waiver*, the exception that somebody granted · *due*, an open clock or a
//! coming day, *held* by somebody · *hurdle*, the consideration ahead, with *blocks* before it ·
//! *dossier*, *paper*, *checklist*: what has to be there, and where it lies · *standpoint*, the rules,
//! day and place from which a record is judged.
//!
//! # Who sees what
//!
//! Rights are looked up where records leave a book: `store/view.rs` makes the part of a book that
//! the one who opened the store may see, and the register, the lists and the screens know no other.
//! A save is judged against the whole book (`store/access.rs`), under the lock, whatever the
//! interface offered. In a store of Unix accounts the kernel judges as well (`store/gate.rs`).
//!
//! # How a question is answered
//!
//! [`store::Office::open`] maps the register that was kept in the user's cache (`store/cache.rs`) and
//! looks at how every book lies (`store/shelf.rs`: at every log, in turn at the folders too), at the places
//! as they lie in the columns (`store/shelved.rs`). Books that look another way are read, of those that
//! only grew no more than the people whom the new lines are about (`store/news.rs`), and whoever changed
//! gets a fresh row (`store/keep_up.rs`, `query/register/layers.rs`); so an answer is never stale, and
//! costs what changed. Then `query` answers from columns, and no book is open but those whose records
//! are shown. Without a register, or with one that is of another program, account, rule or file, all
//! books are read, in parallel.
//! Records are read by [`ron_fast`] where they are as this program writes them, by `ron` where not.
//! That says how far it is to whoever waits, who may stop it (`parallel/waiting.rs`); so does a look at
//! everybody: a list, the figures of a day in the past.
//!
//! The screens draw first, from the register as it was kept (`Office::open_at_once`), and look then
//! (`App::settle`). A command about one person looks at that person's book only, and reads no other record of
//! it (`store/one.rs`). What goes into many books, or comes from all of them, is done book by book
//! (`store/bulk.rs`): a CSV file is read twice, row by row, and never lies in memory.
//!
//! # How a report is made
//!
//! A report (`query/report.rs`) is columns over rows: a [`query::report::Source`] says its columns once, each
//! with its code, its title, its kind and what stands in it, and looks up a row once for all its cells. What
//! stands in a cell is typed (`query/report/cell.rs`), and so every format in `render` writes every report.
//! `cli/report.rs` and `ui/effect/report.rs` give it out, after `Office::note_report` has noted in the journal that
//! people leave.
//!
//! # What others do
//!
//! A save touches one file, the bell. `store/watch.rs` waits for it in a thread of its own and sends
//! one event; `ui/app/perform.rs` looks at which books grew (`Office::refresh`, the same look), reads
//! their new lines, derives again, and merges an open form with the present record.
//! Nothing is drawn unless something on the screen may have changed.
//!
//! # What the rules decide
//!
//! Nothing of the procedure is in the code but how to read it. `config/rules` and `STORE/rules` hold
//! rule sets; `domain/rulebook.rs` puts them on one time line and lays later and local sets over what
//! they inherit. A clock is decided by the set in force on the day of the event that starts it. From
//! a record and the rule book follow, without a look at today: which clocks run, which stopped too
//! late (`domain/clock.rs`), what is broken (`domain/breach.rs`), what is due (`domain/due.rs`). What
//! is due stands in the register as a column; how urgent it is, is the question's to say
//! (`query/due.rs`). Rules warn: whatever happened can be entered, and `Book::apply` knows none.
//!
//! # What is derived, never stored
//!
//! Stage, place in the tree on a day, figures, the day of official membership, Party age, problems,
//! deadlines, breaches, what comes next; that a paper is there whose milestone is recorded. A vague
//! date (a month, a year) counts from the last day that it can mean: only then is it certain. A
//! milestone counts for standing from its day until it is set aside; a flow counts whoever reached
//! it within the span, so that a flow never falls when a later day is taken. Whoever was moved is
//! counted in the unit of the day on which something happened. As of today everybody on record stands
//! somewhere, whatever day a record bears: a clock that ran ahead hides nobody. Official is whoever has the
//! official decision, from its day or the end of probation, whichever is later, for standing and flow alike.
//!
//! # What must not be missing
//!
//! The book above names the books below it in what is chained (`UnitFact::Below`, noted by
//! `store/branches.rs` with the reason `Why::Upkeep`, which is nobody's to undo), and each plate says whether
//! it is the top one. So a folder that is gone, emptied, renamed or copied is damage and never "no data",
//! whatever became of it by hand. What is no rightful log or mark is a *stray*: named, left out, no damage.
//! Where two histories contradict each other, the marks of those who wrote say which is true (`store/fork.rs`). A
//! store in the making says so (`store/making.rs`), and so does one that nobody finished making.
//!
//! # The path of a keypress
//!
//! `ui/input.rs` (the terminal's reader alone in its thread; split escape sequences are put
//! together there) → channel → `ui.rs` (block; take everything that waits; draw once; one write) →
//! `ui/app.rs` (dialog ▸ screen ▸ everywhere) → `ui/keymap.rs` → `ui/command.rs` (the one table of
//! commands: footer, help, palette, `ketnap keys`) → `ui/screen/*.rs` → effects →
//! `ui/effect.rs` performs → everything derived is derived again, selections are found by id →
//! `ui/draw.rs`.
//!
//! # The path of a saved edit
//!
//! form → edits with old and new values → [`store::Office::save`] (which book?) →
//! [`store::Store::commit`]: lock → read what others appended → every old value must still stand
//! → one line, one write, one sync, to one's own log → the mark, now and then a snapshot → the
//! people concerned are derived again → only now is the draft forgotten. Undo appends the inverse; nothing
//! is ever cut off. What is no book (roles, rules, an erasing) is noted in the journal first: it may tell of
//! more than was done, never of less.

pub mod cli;
pub mod domain;
pub mod exchange;
pub mod office;
pub mod parallel;
pub mod query;
pub mod render;
pub mod ron_fast;
pub mod settings;
pub mod store;
pub mod ui;
pub mod words;
