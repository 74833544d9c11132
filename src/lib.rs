//! ketnap (*kết nạp*, "to admit"): the book in which Party committees in Vietnam follow member
//! development. A tree of units; for every person the way source → class → proposal → admission →
//! recognition. It runs in a terminal, over SSH, for many people at once, and keeps everything in
//! plain RON files.
//!
//! This page is the architecture. `tests/layers.rs` keeps its table true, `tests/circles.rs` that no file imports in
//! a circle.
//!
//! # The map
//!
//! ```text
//!    people ── SSH ──▶  main.rs           picks the door
//!                        │
//!             ┌──────────┴──────────┐
//!             ▼                     ▼
//!      ┌─────────────┐       ┌─────────────┐
//!      │ ui  screens │       │ cli commands│        speak with people: use `words`
//!      └──┬───┬───┬──┘       └──┬───┬───┬──┘
//!         │   │   └──────┬──────┘   │   │
//!         │   │   ┌──────┴───────┐  │   │
//!         │   │   │    render    │  │   │            a report in a format; uses `words`
//!         │   │   └──────┬───────┘  │   │
//!         ▼   │          │          │   ▼
//!      ┌──────┼──────────┼──────────┼──────┐
//!      │ office: books and register in step│        touches the disk for the kept register
//!      └──┬───┼──────────┼──────────┼──┬───┘
//!         │   ▼          ▼          ▼  │
//!         │ ┌───────┐         ┌──────────┐
//!         │ │ query │ pure    │ exchange │ pure     questions, answers, reports; bytes in, bytes out
//!         ▼ └───┬───┘         └──┬───────┘
//!      ┌───────┐│                │
//!      │ store ││                │                  the books on the disk
//!      └───┬───┘│                │
//!          ▼    ▼                ▼
//!      ┌──────────────────────────┐
//!      │          domain          │ pure             what is true; no files, no terminal, no clock
//!      └──────────────────────────┘
//!        parallel, ron_fast: below all rooms
//! ```
//!
//! | room | holds | never uses |
//! |---|---|---|
//! | [`domain`] | units, people, occasions, their facts and edits, what a unit is asked and sends up, roles, dates, Vietnamese text, value lists; rule sets, clocks, what is broken, due and ahead | any other room |
//! | [`query`] | the register's columns; standing, flow, progress, due, find, breakdowns; reports | store, office, exchange, render, ui, cli, words |
//! | [`render`] | a report as text, CSV, JSON, XLSX, HTML, Markdown, Parquet | store, office, exchange, ui, cli |
//! | [`exchange`] | records to and from JSON and CSV, Parquet tables, the sample office; rows to edits with what is wrong in them | store, office, render, ui, cli, words |
//! | [`store`] | folders, lock, logs, marks, snapshots, the save, undo, check and repair, backup, access and gates, rules of the office, journal, watch, drafts | query, office, exchange, render, ui, cli, words |
//! | [`office`] | the open office: books and register in step, what is kept between runs, moves, erasing, what goes over many books | render, ui, cli, words |
//! | [`parallel`], [`ron_fast`] | work shared out among the cores, and who waits for it; RON as this program writes it, read quickly; below all other rooms | any other room |
//! | [`words`], [`settings`] | every sentence in both languages; a person's own settings | ui, cli |
//! | [`cli`] | one file per subcommand | ui |
//! | [`ui`] | screens, forms, the loop; only `ui/desk.rs` and the files beside it call store and office | cli |
//!
//! `words` may name the types of the pure rooms and of the store's errors, so that one sentence per
//! error is all there is; `office` answers with the errors of `exchange::fields` where a unit is looked up.
//!
//! # Where to add what
//!
//! | to add | touch |
//! |---|---|
//! | a field of a person | its line in `domain/person.rs`, with who sees it (`open`, `hidden`, `masked`); kind, place in forms and whether it is of the first format in `domain/field_kind.rs`; label in `words/field.rs`; a list of codes in `domain/catalogue.rs` |
//! | a report | a file in `query/report/`, over `query/report/tally.rs` where it counts people in groups; its name in `query/report/name.rs`, its making in `query/report/request.rs`; titles in `words/report.rs`; whose row it is by `query/report/columns.rs` |
//! | a column of a report | its line in `columns()` of the report's file |
//! | a format | a file in `render/`; a variant of `render::Format` |
//! | a kind of record | a table by `record!` (`domain/record.rs`), an id, a variant of `domain::Edit`, its place in `domain/book.rs` |
//! | a command, a key | a variant and a line in `ui/command.rs`; the screens that take it; in forms and grids its built-in key is what `Keymap::in_form` makes of the one that is set |
//! | a screen | a file in `ui/screen/`; a variant in `ui/screen.rs`, and of `ui::effect::Goal` where others lead to it |
//! | a form | a variant of `ui::subject::Subject`; a file in `ui/form/`; its lines in `ui/form/open.rs` |
//! | a sentence | `words/`, by what it is about; an error's in `words/error.rs` |
//! | a rule, a deadline, an age | no code: `config/rules/*.ron` |
//! | a colour | `ui/theme.rs`; that of a deadline is `Theme::urgency` |
//! | a file of facts that comes in | a file in `exchange/` over `exchange/facts_csv.rs`, whose head says what else |
//! | a file of a store | `store/layout.rs` |
//!
//! # One word per idea
//!
//! | word | means | lives in |
//! |---|---|---|
//! | unit | a node of the tree | `domain/unit.rs` |
//! | person, candidate | somebody from source to official member | `domain/person.rs` |
//! | record, field, fact | what is known of one unit or person; a value that fits a cell; one place with its value, what an edit changes | `domain/record.rs`, `domain/value.rs` |
//! | edit, change | a change of one field, by the kind of record; its parts: id, old, new | `domain/edit.rs` |
//! | step, action | one saved line of edits; all steps of one saving, in whatever books | `domain/step.rs` |
//! | date, day | a day, a month or a year as people know it; a day as it is counted, with an end on either side | `domain/date.rs`, `domain/day.rs` |
//! | milestone, round, set aside | a dated fact with its document; each time it is met; undone by a later event, and kept | `domain/milestone.rs` |
//! | occasion, enrolment, roll | a class, a ceremony, a review of sources; being in one, a fact of the person; its list as it is filled in | `domain/occasion.rs`, `domain/enrolment.rs`, `domain/enrol.rs` |
//! | notice | what is told of an occasion to whoever may not read its book: a copy | `domain/notice.rs`, `office/telling.rs` |
//! | quota, answer | how many people an occasion asks of a unit; what the unit says | `domain/quota.rs` |
//! | filter, need, audience | what of people is looked for; why somebody needs a class; whom a class is for | `domain/filter.rs`, `query/needs.rs`, `domain/catalogue.rs` |
//! | remark | what a planned step would break or leave odd | `domain/remark.rs` |
//! | officer, charge | a committee member in charge of cells and mass organisations, a fact of the unit; these cells | `domain/officer.rs`, `query/report/charge.rs` |
//! | helper | a member who introduces or helps a person, by name | `domain/dossier.rs`, `query/helping.rs` |
//! | frozen | figures as they were reported, a fact of the unit | `domain/frozen.rs`, `office/freeze.rs` |
//! | submission, delivery | a report that a unit sends up, a fact of the unit; how it stands on a day | `domain/submission.rs` |
//! | stage | one of five, derived | `domain/stage.rs` |
//! | post, leave | a stay in a unit; off the way, perhaps with a day of return | `domain/person.rs` |
//! | dossier, paper, checklist | what has to be there, and where it lies | `domain/dossier.rs`, `domain/paperwork.rs` |
//! | problem, breach, waiver | an oddity of a record; a rule that it breaks; the exception that somebody granted | `domain/problem.rs`, `domain/breach.rs` |
//! | rule set, layer, rule book, era | one regulation's file; the nation's, a province's, the office's; all on one time line; a span of it | `domain/rules.rs`, `domain/rulebook.rs` |
//! | clock, due, holder | from one event to another within a time; an open clock or a coming day; at whom it lies | `domain/clock.rs`, `domain/due.rs` |
//! | settle | to do what is due, and the event that stops a clock | `domain/rules.rs`, `ui/settle.rs` |
//! | hurdle, block | the consideration ahead; what stands before it (in a catalogue a *block* is of sectors) | `domain/outlook.rs`, `domain/catalogue.rs` |
//! | standpoint | the rules, day and place from which a record is judged | `domain/breach.rs` |
//! | likeness, doubt, namesake | whether two records are of one person; what is asked about | `domain/likeness.rs` |
//! | role, grant, act | what somebody may do; where; one thing of it | `domain/access.rs` |
//! | register, base, fresh, sums | the columns that questions are answered from; those kept; rows over them; figures by unit | `query/register.rs` |
//! | row | the number of a unit, a person or a name in the register; means nothing after a change | `query/rows.rs` |
//! | position | where somebody stands on a day | `query/position.rs` |
//! | standing, flow, figure | people at a stage on a day; who reached something within a span; either | `query/figures.rs` |
//! | shared, breakdown, group | values that many people have; figures by such a value; the people of one | `query/register/coded.rs`, `query/breakdown.rs` |
//! | tally | people in groups, counted into columns | `query/report/tally.rs` |
//! | pack | reports that go out together | `domain/catalogue.rs`, `render/pack.rs` |
//! | chance, obstacle; rates, expected | whether somebody can be admitted by a day and what stands in the way; what became of people before, and how many will be | `query/ahead.rs`, `query/expected.rs` |
//! | chart | which columns of a report are drawn, and the drawing | `query/report/chart.rs`, `render/chart.rs` |
//! | share | a target shared out among units | `query/share.rs` |
//! | spread | by what a target is shared out over months | `query/spread.rs` |
//! | report, source, sheet, request, format | columns over rows; what they are made from; the two together; what is asked for; bytes | `query/report.rs`, `query/report/request.rs`, `render.rs` |
//! | store, book, plate | all books; the records of one folder; what a store or a folder is | `store.rs`, `store/plate.rs`, `store/folder.rs` |
//! | chain, log line, mark, snapshot, epoch | the steps of a book by their hashes; one of them as it lies in a log; how far an author saw it (marked *people* are those chosen in a list); the book kept whole; a book that begins anew | `store/chain.rs`, `store/log_line.rs`, `store/mark.rs` |
//! | damage, stray | what is no whole prefix of the history; what is no rightful log, left out | `store/error.rs`, `store/fork.rs` |
//! | owner, bound, gate, corridor | the account that made the store; let in with a key (`--as`); what the kernel lets in; what everybody passes | `store/access.rs`, `store/gate.rs` |
//! | presence, bell | who has the store open; the sound of a save | `store/presence.rs`, `store/watch.rs` |
//! | journal, deed | who took what out, gave roles, erased; one of these | `store/journal.rs` |
//! | office | an open store with its register | `office.rs` |
//! | place, stamps | where a book lies; how it looked | `store/place.rs` |
//! | recipe, seal | what a kept register is of; the file that it is in | `office/cache.rs` |
//! | effect, task, goal | what a screen asks for; what of it the desk does; a screen to go to | `ui/effect.rs` |
//! | app: seen, viewer, world | the interface: what is looked at, who looks; both as screens see them | `ui/app.rs`, `ui/seen.rs`, `ui/viewer.rs`, `ui/world.rs` |
//! | desk | the one place of the interface that calls the store | `ui/desk.rs` |
//! | draft | a half-filled form, list or roll that is kept | `store/draft.rs` |
//! | clash | two people changed one field | `ui/clash.rs` |
//! | binding, mode | a command with its keys; where it can be given | `ui/command.rs` |
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
//! [`office::Office::open`] maps the register that was kept in the user's cache (`office/cache.rs`) and
//! looks at how every book lies (`store/place.rs`: at every log, in turn at the folders too), at the places
//! as they lie in the columns (`office/shelved.rs`). Books that look another way are read, of those that
//! only grew no more than the people whom the new lines are about (`office/tail.rs`), and whoever changed
//! gets a fresh row (`office/keep_up.rs`, `query/register/fresh.rs`); so an answer is never stale, and
//! costs what changed. Then `query` answers from columns, and no book is open but those whose records
//! are shown. Without a register, or with one that is of another program, account, rule or file, all
//! books are read, in parallel.
//! Records are read by [`ron_fast`] where they are as this program writes them, by `ron` where not.
//! That says how far it is to whoever waits, who may stop it (`parallel/waiting.rs`); so does a look at
//! everybody: a list, the figures of a day in the past.
//!
//! The screens draw first, from the register as it was kept (`Office::open_at_once`), and look then
//! (`App::look_first`). A command about one person looks at that person's book only, and reads no other record of
//! it (`office/open_one.rs`). What goes into many books, or comes from all of them, is done book by book
//! (`office/bulk.rs`): a CSV file is read twice, row by row, and never lies in memory.
//!
//! # How a report is made
//!
//! A report (`query/report.rs`) is columns over rows: a [`query::report::Source`] says its columns once, each
//! with its code, its title, its kind and what stands in it, and looks up a row once for all its cells. What
//! stands in a cell is typed (`query/report/cell.rs`), and so every format in `render` writes every report.
//! `query/report/request.rs` makes any of them by its name; `ui/screen/report.rs` shows it, and where its rows are
//! people they are worked on there (`ui/person_keys.rs`); `cli/outs.rs` and `ui/desk/report.rs` give it out, after `Office::note_report` has noted in the journal that people leave.
//!
//! # What others do
//!
//! A save rings the bell, a file that it touches. `store/watch.rs` waits for it in a thread of its own and sends
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
//! `office/branches.rs` with the reason `Why::Upkeep`, which is nobody's to undo), and each plate says whether
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
//! commands: footer, help, palette, `ketnap keys`) → `ui/screen/*.rs`, or the form, grid or dialog that takes what is
//! typed → effects →
//! `ui/app/perform.rs`, and `ui/desk.rs` where it is a task → everything derived is derived again, selections
//! are found by id → `ui/draw.rs`.
//!
//! # The path of a saved edit
//!
//! form → edits with old and new values → [`office::Office::save`] (which book?) → `store/action.rs` (one book after the
//! other) → [`store::Store::commit`]: lock → read what others appended → every old value must still stand
//! → one write (a large change is several), one sync, to one's own log → the mark, now and then a snapshot → the
//! people concerned are derived again → only now is the draft forgotten. Undo (`store/undo.rs`) appends the
//! inverse; nothing is ever cut off. What is no book (roles, rules, an erasing) is noted in the journal first: it may tell of
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
