//! Every screen as it is drawn, and what keys do on it.

use crate::pilot::Pilot;
use crate::support::options;
use ketnap::parallel::waiting::Waiting;
use ketnap::settings::{Colour, Glyphs, Settings, Typing};
use ketnap::store::Options;
use ketnap::ui::Frame;
use ketnap::ui::draw::draw;
use ketnap::words::Lang;
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;
use ratatui::{Terminal, TerminalOptions, Viewport};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::Duration;

/// Every screen: its name, and the keys that lead there from the main screen of the sample.
const SCREENS: [(&str, &str); 55] = [
    ("office", ""),
    ("office-unit", "down down down down down down down right right tab tab"),
    ("figures", "tab tab right right right"),
    ("card", "tab down enter"),
    ("card-history", "tab down enter tab"),
    ("due", "ctrl-d down"),
    ("due-by-holder", "ctrl-d right right right right s f"),
    ("list-by-stage", "r l i s t space o f enter right right right s"),
    ("due-settle", "ctrl-d down ctrl-s"),
    ("dossier", "ctrl-d down f4 down down down"),
    ("card-due", "ctrl-d down enter down"),
    ("progress", "ctrl-t down"),
    ("progress-sorted", "ctrl-t right s end"),
    ("reports", "r down"),
    ("funnel", "r f u n n e l enter down"),
    (
        "funnel-by-ethnicity",
        "r f u n n e l enter b b b b b b right right right right right right right right s",
    ),
    ("occasions", "r o c c a s enter"),
    ("ceremony", "/ l e space k e t space n a p space 2 / 9 enter"),
    ("script", "/ l e space k e t space n a p space 2 / 9 enter p"),
    ("reminders", "r r e m i n d enter"),
    ("helpers", "r h e l p e r s enter"),
    ("charge", "r c e l l s space i n enter"),
    ("ranking", "r r a n k i n g enter down"),
    ("months", "r m o n t h s enter down"),
    ("year-end", "r h o w space t h e enter down"),
    ("next-year", "r s o u r c e s space f o r enter down"),
    ("forecast", "r f o r e c a s t enter down"),
    ("dry", "r d r y enter down"),
    ("dossiers", "r d o s s i e r s enter down"),
    ("recognition", "r o n space p r o b enter down"),
    ("standing", "r s t a n d i n g enter down"),
    ("makeup", "r m a k e u p enter down"),
    ("changes", "r c h a n g e s enter b"),
    ("targets", "r t a r g e t s enter down"),
    ("people", "ctrl-t down enter"),
    ("find", "/ a n h space l e"),
    ("find-nothing", "/ q q q"),
    ("history", "ctrl-y"),
    ("help", "?"),
    ("palette", "ctrl-p t i"),
    ("settings", "ctrl-o down"),
    ("pin", "ctrl-o end enter"),
    ("new-person", "ctrl-n"),
    ("edit-person", "tab ctrl-e"),
    ("advance", "tab ctrl-s"),
    ("leave", "tab delete"),
    ("set-aside", "tab enter home delete"),
    ("move", "tab ctrl-x"),
    ("new-unit", "ctrl-k"),
    ("unit-card", "down down i"),
    ("target", "ctrl-v"),
    ("as-of", "="),
    ("batch-form", "tab space space ctrl-b"),
    ("batch", "tab space space ctrl-b tab tab 4 1 tab - G ctrl-s"),
    ("fast-add", "ctrl-g T ê n tab 3 1 / 2 / 2 0 0 0 enter down"),
];

#[test]
fn every_screen_in_both_languages_and_sizes() {
    for (name, keys) in SCREENS {
        let mut pilots = [Lang::Vi, Lang::En].map(Pilot::sample);
        for pilot in &mut pilots {
            pilot.press(keys);
        }
        for (width, height) in [(80, 24), (120, 40)] {
            let both: Vec<String> =
                pilots.iter_mut().map(|pilot| pilot.screen(width, height) + "\n\n").collect();
            insta::assert_snapshot!(format!("{name}-{width}x{height}"), both.concat());
        }
    }
}

#[test]
fn the_first_start_asks_the_language_and_what_to_open() {
    let mut pilot = Pilot::first_start(Lang::Vi);
    let language = pilot.screen(80, 24);
    let question = pilot.press("enter").screen(80, 24);
    let office = pilot.press("down enter").screen(80, 24);
    insta::assert_snapshot!("start-80x24", format!("{language}\n\n{question}\n\n{office}"));
    let mut english = Pilot::first_start(Lang::En);
    assert!(english.screen(80, 24).contains("▌2. English"));
    assert!(english.press("enter").screen(80, 24).contains("What would you like to open?"));
}

#[test]
fn a_new_office_is_made_from_the_start_screen_and_its_name_is_required() {
    let mut pilot = Pilot::first_start(Lang::Vi);
    pilot.press("enter down enter ctrl-s");
    assert!(pilot.screen(80, 24).contains("! chưa nhập"), "{}", pilot.screen(80, 24));
    pilot.type_text("Đảng ủy xã Mẫu").press("ctrl-s");
    let screen = pilot.screen(80, 24);
    assert!(screen.contains("ketnap · Đảng ủy xã Mẫu"), "{screen}");
}

#[test]
fn the_sample_opens_from_the_start_screen_with_the_figures_of_the_report() {
    let mut pilot = Pilot::first_start(Lang::Vi);
    pilot.press("enter enter");
    let screen = pilot.screen(120, 60);
    for text in ["292/528 55%", "đến 31/07/2023 · năm 2023"] {
        assert!(screen.contains(text), "{text}: {screen}");
    }
    for (unit, figure) in [
        ("Xã Quảng Phú", "8/8"),
        ("Xã Xuân Bái", "8/11"),
        ("Xã Xuân Hưng", "6/10"),
        ("Xã Xuân Phú", "6/10"),
        ("Xã Thuận Minh", "7/12"),
    ] {
        let line = screen.lines().find(|line| line.contains(unit)).unwrap();
        assert!(line.contains(figure), "{line}");
    }
    let progress = pilot.press("ctrl-t").screen(120, 80);
    let line = |name: &str| progress.lines().find(|line| line.contains(name)).unwrap().to_owned();
    for (name, fraction, percent) in [
        ("Xã Quảng Phú", "8/8", "100%"),
        ("Xã Xuân Bái", "8/11", "73%"),
        ("Xã Xuân Hưng", "6/10", "60%"),
        ("Xã Xuân Phú", "6/10", "60%"),
        ("Xã Thuận Minh", "7/12", "58%"),
        ("Khối xã", "124/252", "49%"),
        ("Khối cơ quan", "168/276", "61%"),
    ] {
        let line = line(name);
        assert!(line.contains(fraction) && line.contains(percent), "{line}");
    }
}

#[test]
fn no_size_makes_any_screen_panic() {
    for (_, keys) in SCREENS {
        let mut pilot = Pilot::sample(Lang::Vi);
        pilot.press(keys);
        for (width, height) in [
            (1, 1),
            (2, 3),
            (10, 100),
            (59, 15),
            (60, 14),
            (60, 15),
            (61, 16),
            (79, 23),
            (99, 30),
            (200, 20),
            (300, 100),
        ] {
            pilot.screen(width, height);
        }
    }
}

#[test]
fn below_sixty_by_fifteen_there_is_one_calm_sentence() {
    let mut pilot = Pilot::sample(Lang::Vi);
    let lines: Vec<String> =
        pilot.screen(59, 15).lines().filter(|line| !line.is_empty()).map(str::to_owned).collect();
    assert_eq!(lines.len(), 1);
    assert!(lines[0].contains("Đề nghị mở rộng cửa sổ (60×15)"));
}

#[test]
fn in_ascii_and_without_colour_nothing_is_lost() {
    let settings = Settings { glyphs: Glyphs::Ascii, colour: Colour::None, ..Settings::default() };
    for (name, keys) in SCREENS {
        let mut pilot = Pilot::sample(Lang::En).with(settings.clone(), options("lan"));
        let screen = pilot.press(keys).screen(120, 40);
        let strange: Vec<char> = screen
            .chars()
            .filter(|c| ('\u{2190}'..='\u{25ff}').contains(c) && !matches!(c, '←' | '→' | '↑' | '↓'))
            .collect();
        assert!(strange.is_empty(), "{name}: {strange:?}");
    }
    let mut pilot = Pilot::sample(Lang::Vi).with(settings, options("lan"));
    insta::assert_snapshot!("office-ascii-80x24", pilot.screen(80, 24));
}

fn add(pilot: &mut Pilot, name: &str) {
    pilot.press("ctrl-n").type_text(name).press("ctrl-s");
}

#[test]
fn a_person_is_added_edited_found_and_taken_back() {
    let mut pilot = Pilot::small(Lang::Vi);
    pilot
        .press("ctrl-n")
        .type_text("Nguyễn Thị Ẩn")
        .press("tab")
        .type_text("30041999")
        .press("tab n ữ ctrl-s");
    let screen = pilot.screen(80, 24);
    assert!(screen.contains("▌ Nguyễn Thị Ẩn") && screen.contains("Đã lưu"), "{screen}");
    pilot.press("ctrl-e tab tab tab").type_text("Nông dân").press("ctrl-s enter");
    let card = pilot.screen(80, 24);
    assert!(card.contains("Nông dân") && card.contains("30/04/1999") && card.contains("Nữ"), "{card}");
    pilot.press("esc /").type_text("nguyen an");
    assert!(pilot.screen(80, 24).contains("Nguyễn Thị Ẩn"));
    pilot.press("esc ctrl-u ctrl-u home");
    assert!(!pilot.screen(80, 24).contains("Nguyễn Thị Ẩn"));
    pilot.press("ctrl-r");
    assert!(
        pilot.screen(80, 24).contains("Đã làm lại: thêm hồ sơ Nguyễn Thị Ẩn"),
        "{}",
        pilot.screen(80, 24)
    );
    pilot.press("home");
    assert!(pilot.screen(80, 24).contains("Nguyễn Thị Ẩn"));
}

#[test]
fn a_person_walks_the_five_stages_by_keyboard_and_each_form_asks_only_what_is_needed() {
    let mut pilot = Pilot::small(Lang::Vi);
    add(&mut pilot, "Nguyễn Thị Ẩn");
    for step in 0..17 {
        let form = pilot.press("ctrl-s").screen(80, 24);
        assert!(form.contains("31/07/2023"), "today is offered: {form}");
        assert_eq!(form.contains("Được triệu tập"), [7, 8, 10, 14, 15, 16].contains(&step), "{step}: {form}");
        pilot.press("ctrl-s");
    }
    let screen = pilot.screen(80, 24);
    // All of it on one day: until probation ends, it stays one.
    assert!(screen.contains("Kết nạp 1") && screen.contains("Công nhận 0"), "{screen}");
    pilot.press("enter");
    let card = pilot.screen(120, 40);
    assert!(card.contains("Đảng viên chính thức từ 31/07/2024"), "{card}");
}

#[test]
fn marked_people_get_one_milestone_with_running_numbers_in_one_action() {
    let mut pilot = Pilot::small(Lang::Vi);
    for name in ["Lê Mẫu Ba", "Lê Mẫu An", "Lê Mẫu Cúc"] {
        add(&mut pilot, name);
    }
    pilot.press("ctrl-a ctrl-b");
    let form = pilot.screen(80, 24);
    assert!(form.contains("cho 3 người") && form.contains("Cảm tình Đảng"), "{form}");
    pilot
        .type_text("chung nhan")
        .press("tab tab")
        .type_text("41")
        .press("tab")
        .type_text("-GCN")
        .press("ctrl-s");
    let grid = pilot.screen(80, 24);
    assert!(grid.contains("Lê Mẫu An") && grid.contains("41-GCN") && grid.contains("43-GCN"), "{grid}");
    pilot.press("ctrl-s");
    let screen = pilot.screen(80, 24);
    assert!(screen.contains("Hoàn thành lớp 3") && !screen.contains("đánh dấu"), "{screen}");
    pilot.press("ctrl-u");
    assert!(pilot.screen(80, 24).contains("Hoàn thành lớp 0"));
}

#[test]
fn marks_survive_sorting_and_filtering() {
    let mut pilot = Pilot::small(Lang::Vi);
    for name in ["Lê Mẫu Ba", "Lê Mẫu An"] {
        add(&mut pilot, name);
    }
    pilot.press("home space s s 2 0");
    let screen = pilot.screen(80, 24);
    assert!(screen.contains("1 đánh dấu") && screen.contains("● Lê Mẫu An"), "{screen}");
}

#[test]
fn a_list_of_new_people_is_typed_row_after_row() {
    let mut pilot = Pilot::small(Lang::Vi);
    pilot.press("ctrl-g");
    for (name, born, cell) in
        [("Lê Mẫu An", "1/2/2000", "thon 1"), ("Vũ Mẫu Bình", "31/2/2000", ""), ("Hà Mẫu Chi", "", "thon 2")]
    {
        pilot
            .type_text(name)
            .press("tab")
            .type_text(born)
            .press("tab tab")
            .type_text(cell)
            .press("tab tab tab");
    }
    pilot.press("ctrl-s");
    let screen = pilot.screen(80, 24);
    assert!(screen.contains("ngày 31/2/2000 không có trong lịch"), "{screen}");
    // The wrong row is the selected one: mend its date.
    pilot.press("tab ctrl-u").type_text("1/2/2000").press("ctrl-s");
    let screen = pilot.screen(120, 30);
    for text in ["Tất cả 3", "Lê Mẫu An", "Vũ Mẫu Bình", "Hà Mẫu Chi"] {
        assert!(screen.contains(text), "{text}: {screen}");
    }
}

#[test]
fn rows_pasted_from_a_spreadsheet_become_people() {
    let mut pilot = Pilot::small(Lang::Vi);
    pilot.press("ctrl-g");
    pilot.app.paste("Lê Mẫu An\t1/2/2000\tnữ\tThôn 1\tNông dân\r\nVũ Mẫu Bình\t1999\tnam\tThôn 2\tCông nhân");
    pilot.press("ctrl-s");
    let screen = pilot.screen(120, 30);
    assert!(screen.contains("Lê Mẫu An") && screen.contains("Vũ Mẫu Bình"), "{screen}");
}

#[test]
fn esc_keeps_what_was_typed_and_the_form_offers_it_again() {
    let mut pilot = Pilot::small(Lang::Vi);
    pilot.press("ctrl-n").type_text("Nguyễn Thị Ẩn").press("esc");
    assert!(pilot.screen(80, 24).contains("Bản nháp được giữ"));
    pilot.press("ctrl-n");
    let screen = pilot.screen(80, 24);
    assert!(screen.contains("Nguyễn Thị Ẩn") && screen.contains("Đã mở lại bản nháp"), "{screen}");
    // What was typed goes only when that is asked for twice.
    let asked = pilot.press("ctrl-x").screen(80, 24);
    assert!(asked.contains("Nguyễn Thị Ẩn") && asked.contains("Bấm ^X lần nữa"), "{asked}");
    pilot.press("ctrl-x");
    assert!(!pilot.screen(80, 24).contains("Nguyễn Thị Ẩn"));
}

#[test]
fn a_hang_up_in_the_middle_of_a_form_leaves_a_draft_that_the_next_start_offers() {
    let mut pilot = Pilot::small(Lang::Vi);
    pilot.press("ctrl-n").type_text("Nguyễn Thị Ẩn");
    pilot.app.hang_up();
    assert!(pilot.app.quit);
    let mut pilot = pilot.again();
    let offer = pilot.screen(80, 24);
    assert!(offer.contains("Có bản nháp chưa lưu") && offer.contains("Thêm người"), "{offer}");
    pilot.press("enter");
    assert!(pilot.screen(80, 24).contains("Nguyễn Thị Ẩn"));
    pilot.press("ctrl-s");
    assert!(pilot.screen(80, 24).contains("▌ Nguyễn Thị Ẩn"));
    let mut pilot = pilot.again();
    assert!(!pilot.screen(80, 24).contains("bản nháp"), "a saved draft is not offered again");
}

#[test]
fn the_list_of_another_unit_is_seen_from_its_first_row() {
    let mut pilot = Pilot::sample(Lang::Vi);
    let first = |pilot: &mut Pilot| {
        let screen = pilot.screen(80, 24);
        let lines: Vec<&str> = screen.lines().skip_while(|line| !line.contains("Họ và tên")).collect();
        lines[1].chars().skip(32).collect::<String>()
    };
    let before = first(&mut pilot);
    pilot.press("end");
    assert_ne!(first(&mut pilot), before, "the last unit's people");
    pilot.press("tab").press("end").press("left").press("home");
    assert_eq!(first(&mut pilot), before);
    // Where somebody was looked for, that one is in sight.
    pilot.press("/").type_text("mau ngan").press("enter");
    assert!(pilot.screen(80, 24).contains("Mẫu Ngân"), "{}", pilot.screen(80, 24));
}

#[test]
fn a_draft_goes_on_where_the_typing_stopped() {
    let mut pilot = Pilot::small(Lang::Vi);
    pilot.press("ctrl-n").type_text("Nguyễn Thị Ẩn").press("down").type_text("1/2");
    pilot.app.hang_up();
    let mut pilot = pilot.again();
    pilot.press("enter").type_text("/2001");
    assert!(pilot.screen(80, 24).contains("1/2/2001"), "{}", pilot.screen(80, 24));
}

#[test]
fn a_typed_list_survives_a_hang_up_too() {
    let mut pilot = Pilot::small(Lang::Vi);
    pilot.press("ctrl-g").type_text("Lê Mẫu An").press("tab").type_text("1/2/2000");
    pilot.app.hang_up();
    let mut pilot = pilot.again();
    pilot.press("enter");
    let screen = pilot.screen(80, 24);
    assert!(screen.contains("Lê Mẫu An") && screen.contains("1/2/2000"), "{screen}");
}

#[test]
fn a_duplicate_is_warned_about_while_typing() {
    let mut pilot = Pilot::small(Lang::Vi);
    pilot.press("ctrl-n").type_text("Lê Mẫu Ánh").press("tab").type_text("12/3/2004").press("ctrl-s");
    pilot.press("ctrl-n").type_text("le mau anh").press("tab").type_text("12032004").press("tab");
    let screen = pilot.screen(80, 24);
    assert!(screen.contains("Có thể đã có: Lê Mẫu Ánh"), "{screen}");
}

#[test]
fn recording_a_step_again_shows_what_is_recorded_instead_of_wiping_it() {
    let mut pilot = Pilot::small(Lang::Vi);
    add(&mut pilot, "Lê Mẫu An");
    pilot.press("ctrl-s").type_text("1/2/2023").press("tab").type_text("07-CV").press("ctrl-s");
    let form = pilot.press("ctrl-s up").type_text("cam tinh").screen(80, 24);
    assert!(
        form.contains("01/02/2023") && form.contains("07-CV") && form.contains("Bước này đã ghi ngày"),
        "{form}"
    );
    pilot.press("ctrl-s enter");
    assert!(pilot.screen(80, 24).contains("07-CV"));
}

#[test]
fn delete_on_a_unit_leads_to_its_closing_date_and_never_touches_the_name() {
    let mut pilot = Pilot::small(Lang::Vi);
    pilot.press("down delete").type_text("1/7/2023").press("ctrl-s");
    assert!(pilot.screen(120, 24).contains("Chi bộ Thôn 1 (đã kết thúc)"));
}

#[test]
fn a_default_date_is_replaced_by_the_first_character() {
    let mut pilot = Pilot::small(Lang::Vi);
    pilot.press("=").type_text("30/6/2023");
    assert!(pilot.screen(80, 24).contains("30/6/2023  = 30/06/2023"));
}

#[test]
fn a_wrong_date_shows_after_the_field_was_left() {
    let mut pilot = Pilot::small(Lang::Vi);
    pilot.press("ctrl-n tab").type_text("31/2/2000").press("tab up");
    assert!(pilot.screen(80, 24).contains("! ngày 31/2/2000 không có trong lịch"));
}

#[test]
fn an_office_in_another_folder_opens_again_at_the_next_start() {
    let mut pilot = Pilot::first_start(Lang::Vi);
    pilot.press("enter down enter").type_text("Xã Mẫu").press("ctrl-s");
    assert!(pilot.settings().store.is_some());
}

#[test]
fn a_returned_dossier_reopens_the_stage_and_stays_in_the_timeline() {
    let mut pilot = Pilot::small(Lang::Vi);
    add(&mut pilot, "Lê Mẫu An");
    pilot.press("ctrl-s").press("backtab").type_text("chi bo xet ket").press("ctrl-s enter");
    assert!(pilot.screen(80, 24).contains("Làm hồ sơ · Xã Mẫu"));
    pilot.press("home down delete ctrl-s");
    let card = pilot.screen(80, 24);
    assert!(
        card.contains("Nguồn · Xã Mẫu") && card.contains("✗") && card.contains("Hồ sơ bị trả lại"),
        "{card}"
    );
}

#[test]
fn a_unit_is_added_renamed_moved_closed_and_found_by_its_old_name() {
    let mut pilot = Pilot::small(Lang::Vi);
    pilot.press("ctrl-k").type_text("Khối trường học").press("tab").type_text("bo phan").press("ctrl-s");
    pilot.press("home ctrl-k").type_text("Chi bộ Trường học").press("ctrl-s");
    assert!(pilot.screen(80, 24).contains("Chi bộ Trường học"));
    pilot.press("ctrl-e ctrl-u").type_text("Chi bộ Trường Tiểu học").press("ctrl-s");
    pilot.press("/").type_text("truong hoc");
    assert!(pilot.screen(80, 24).contains("Chi bộ Trường Tiểu học"));
    pilot.press("enter ctrl-x").type_text("khoi").press("ctrl-s");
    let screen = pilot.screen(80, 24);
    assert!(screen.contains("▾ Khối trường học") && screen.contains("▌      Chi bộ Trường"), "{screen}");
    pilot.press("ctrl-e up").type_text("1/7/2023").press("ctrl-s");
    let screen = pilot.screen(120, 24);
    assert!(screen.contains("(đã kết thúc)"), "{screen}");
}

#[test]
fn a_cell_moves_to_another_book_with_everyone_in_it_and_undo_brings_them_back() {
    let mut pilot = Pilot::small(Lang::Vi);
    pilot.press("ctrl-k").type_text("Trường Mẫu").press("tab").type_text("dang bo co so").press("ctrl-s");
    pilot.press("home down");
    for name in ["Lê Mẫu An", "Vũ Mẫu Bình"] {
        add(&mut pilot, name);
        pilot.press("esc");
    }
    pilot.press("ctrl-x").type_text("truong mau").press("tab").type_text("1/7/2023").press("ctrl-s");
    let screen = pilot.screen(120, 30);
    assert!(screen.contains("Chi bộ Thôn 1 (đã kết thúc)"), "{screen}");
    // In the new book both are followed, in a cell of the same name.
    assert!(screen.contains("Trường Mẫu ─") && screen.contains("Tất cả 2"), "{screen}");
    let whole = pilot.press("home").screen(120, 30);
    assert!(whole.contains("Tất cả 2"), "nobody is counted twice: {whole}");
    pilot.press("ctrl-u home");
    let screen = pilot.screen(120, 30);
    assert!(!screen.contains("(đã kết thúc)") && screen.contains("Tất cả 2"), "{screen}");
}

#[test]
fn a_target_shows_with_its_fraction_and_every_version_is_kept() {
    let mut pilot = Pilot::small(Lang::Vi);
    pilot
        .press("ctrl-v tab")
        .type_text("10")
        .press("tab")
        .type_text("1-KH/DU")
        .press("tab")
        .type_text("18/1/2023")
        .press("ctrl-s");
    assert!(pilot.screen(80, 24).contains("0/10"));
    pilot
        .press("ctrl-v tab ctrl-u")
        .type_text("12")
        .press("tab ctrl-u")
        .type_text("5-KH/DU")
        .press("tab ctrl-u")
        .type_text("1/7/2023")
        .press("ctrl-s");
    assert!(pilot.screen(80, 24).contains("0/12"));
    pilot.press("= ctrl-u").type_text("30/6/2023").press("ctrl-s");
    let screen = pilot.screen(80, 24);
    assert!(screen.contains("0/10") && screen.contains("đến 30/06/2023"), "{screen}");
    let card = pilot.press("i").screen(80, 24);
    assert!(
        card.contains("Chỉ tiêu 2023 (giao lần 1)") && card.contains("12 người · 5-KH/DU · 01/07/2023"),
        "{card}"
    );
}

#[test]
fn two_keys_change_year_and_day() {
    let mut pilot = Pilot::sample(Lang::Vi);
    // A key that slipped changes no figure: it is asked for, and the same period is shown.
    let asked = pilot.press("[").screen(80, 24);
    assert!(asked.contains("năm 2023") && asked.contains("Bấm lần nữa"), "{asked}");
    assert!(pilot.press("down [").screen(80, 24).contains("năm 2023 · lan"));
    assert!(pilot.press("[").screen(80, 24).contains("đến 31/07/2022 · năm 2022"));
    assert!(pilot.press("[").screen(80, 24).contains("đến 31/07/2021 · năm 2021"));
    assert!(pilot.press("] ]").screen(80, 24).contains("đến 31/07/2023 · năm 2023"));
}

#[test]
fn who_left_has_a_filter_and_a_closed_unit_with_people_is_asked_about() {
    let mut pilot = Pilot::sample(Lang::Vi);
    let screen = pilot.press("6").screen(120, 40);
    assert!(screen.contains("Đã thôi theo dõi"), "{screen}");
    let screen =
        pilot.press("0 home down ctrl-e up ctrl-u").type_text("1/7/2023").press("ctrl-s").screen(80, 24);
    assert!(screen.contains("người đang theo dõi") && screen.contains("^S lần nữa"), "{screen}");
}

#[test]
fn a_list_that_takes_long_is_stopped_says_so_and_is_whole_again_with_f5() {
    let mut pilot = Pilot::sample(Lang::Vi);
    let heard = Arc::new(AtomicUsize::new(0));
    let hears = heard.clone();
    let hear = move |done: usize, total: usize| {
        assert!(done <= total && total > 0);
        hears.fetch_add(1, Relaxed);
    };
    let impatient = Waiting::new(Duration::ZERO, hear, || false);
    pilot.app.seen.waiting = impatient.clone();
    let screen = pilot.press("tab s").screen(80, 24);
    assert!(screen.contains("Đã dừng: mới có") && screen.contains("F5"), "{screen}");
    assert!(heard.load(Relaxed) > 0);
    // Of a list that is not whole nobody marks "all".
    let screen = pilot.press("ctrl-a").screen(80, 24);
    assert!(!screen.contains("đánh dấu") && pilot.app.viewer.marks.is_empty(), "{screen}");
    let screen = pilot.press("1").screen(80, 24);
    assert!(screen.contains("(250+"), "{screen}");
    // The figures of another day are not there in part.
    let screen = pilot.press("[ [").screen(80, 24);
    assert!(screen.contains("năm 2023") && screen.contains("Đã dừng: số liệu vẫn như trước"), "{screen}");
    pilot.app.seen.waiting = Waiting::default();
    let screen = pilot.press("0 f5 home").screen(80, 24);
    assert!(!screen.contains("Đã dừng"), "{screen}");
    let mut other = Pilot::sample(Lang::Vi);
    let other = other.press("tab s f5 home").screen(80, 24);
    assert_eq!(screen, other);
}

#[test]
fn a_step_for_many_leaves_alone_what_was_recorded_one_by_one() {
    let mut pilot = Pilot::small(Lang::Vi);
    for name in ["Lê Mẫu Ba", "Lê Mẫu An"] {
        add(&mut pilot, name);
    }
    pilot
        .press("ctrl-s")
        .type_text("1/2/2023")
        .press("ctrl-s ctrl-a ctrl-b")
        .type_text("cam tinh")
        .press("ctrl-s");
    let grid = pilot.screen(100, 24);
    assert!(grid.contains("đã ghi 01/02/2023, giữ nguyên"), "{grid}");
    pilot.press("ctrl-s");
    let screen = pilot.screen(100, 24);
    assert!(screen.contains("01/02/2023") && screen.contains("31/07/2023"), "{screen}");
}

#[test]
fn a_field_that_a_colleague_changed_meanwhile_is_shown_and_nothing_else_of_theirs_is_lost() {
    let mut mine = Pilot::small(Lang::Vi);
    add(&mut mine, "Lê Mẫu An");
    let mut theirs = mine.beside("minh");
    theirs.press("tab ctrl-e").type_text(" Hai").press("tab tab tab").type_text("Giáo viên");
    mine.press("ctrl-e").type_text(" Ba");
    theirs.press("ctrl-s");
    let screen = mine.press("ctrl-s").screen(80, 24);
    assert!(screen.contains("Hai người cùng sửa") && screen.contains("CHƯA LƯU"), "{screen}");
    assert!(screen.contains("● của tôi") && screen.contains("Lê Mẫu An Ba"), "{screen}");
    assert!(screen.contains("Lê Mẫu An Hai  (minh, 31/07/2023 10:42)"), "{screen}");
    let form = mine.press("esc").screen(100, 30);
    assert!(form.contains("hiện là: Lê Mẫu An Hai"), "back to the form, which says so: {form}");
    assert!(form.contains("Giáo viên"), "what I did not touch is as they left it: {form}");
    mine.press("ctrl-s ctrl-s enter");
    let card = mine.screen(100, 30);
    assert!(card.contains("Lê Mẫu An Ba") && card.contains("Giáo viên"), "{card}");
}

#[test]
fn of_two_values_theirs_can_be_taken_and_nothing_is_saved_twice() {
    let mut mine = Pilot::small(Lang::En);
    add(&mut mine, "Lê Mẫu An");
    let mut theirs = mine.beside("minh");
    theirs.press("tab ctrl-e").type_text(" Hai").press("ctrl-s");
    mine.press("ctrl-e").type_text(" Ba").press("tab").type_text("1999").press("ctrl-s right ctrl-s");
    let screen = mine.screen(100, 30);
    assert!(screen.contains("Saved") && screen.contains("Lê Mẫu An Hai"), "{screen}");
    let card = mine.press("enter tab").screen(100, 30);
    assert!(card.contains("1999") && !card.contains("Lê Mẫu An Ba"), "{card}");
}

#[test]
fn what_a_colleague_saves_shows_by_itself_and_disturbs_neither_selection_nor_form() {
    let mut mine = Pilot::small(Lang::Vi);
    for name in ["Lê Mẫu An", "Lê Mẫu Cúc"] {
        add(&mut mine, name);
    }
    let mut theirs = mine.beside("minh");
    add(&mut theirs, "Lê Mẫu Ba");
    assert!(mine.app.others(), "there is something to draw");
    let screen = mine.screen(80, 24);
    assert!(screen.contains("Lê Mẫu Ba") && screen.contains("▌ Lê Mẫu Cúc"), "{screen}");
    assert!(!mine.app.others(), "nothing new, nothing to draw");
    // A form is open: the field that was changed is marked, the one that I typed in keeps its text.
    mine.press("ctrl-e tab").type_text("1999");
    theirs.app.others();
    theirs.press("end ctrl-e").type_text(" Hai").press("ctrl-s");
    assert!(mine.app.others());
    let form = mine.screen(80, 24);
    assert!(
        form.contains("↻Họ và tên") && form.contains("Lê Mẫu Cúc Hai") && form.contains("1999"),
        "{form}"
    );
    assert!(form.contains("minh vừa sửa: Họ và tên"), "{form}");
    mine.press("ctrl-s enter");
    let card = mine.screen(80, 24);
    assert!(card.contains("Lê Mẫu Cúc Hai") && card.contains("1999"), "{card}");
}

#[test]
fn the_offer_of_a_draft_names_the_step_and_not_its_code() {
    let mut pilot = Pilot::small(Lang::Vi);
    add(&mut pilot, "Lê Mẫu An");
    pilot.press("ctrl-s tab").type_text("15/7");
    pilot.app.hang_up();
    let offer = pilot.again().screen(80, 24);
    assert!(offer.contains("│ Cảm tình Đảng · 31/07/2023 · 15/7 "), "{offer}");
}

#[test]
fn a_draft_that_is_taken_up_again_does_not_take_back_what_was_saved_meanwhile() {
    let mut mine = Pilot::small(Lang::Vi);
    add(&mut mine, "Lê Mẫu An");
    mine.press("ctrl-e tab").type_text("1999").press("esc");
    let mut theirs = mine.beside("minh");
    theirs.press("tab ctrl-e").type_text(" Hai").press("ctrl-s");
    mine.app.others();
    let form = mine.press("ctrl-e").screen(80, 24);
    assert!(form.contains("Lê Mẫu An Hai") && form.contains("1999"), "{form}");
    mine.press("ctrl-s enter");
    assert!(mine.screen(80, 24).contains("Lê Mẫu An Hai"));
}

#[test]
fn a_unit_that_a_colleague_adds_comes_into_the_tree() {
    let mut mine = Pilot::small(Lang::Vi);
    let mut theirs = mine.beside("minh");
    theirs.press("ctrl-k").type_text("Trường Mẫu").press("tab").type_text("dang bo co so").press("ctrl-s");
    assert!(mine.app.others());
    let screen = mine.screen(80, 24);
    assert!(screen.contains("Trường Mẫu") && screen.contains("▌▾ Xã Mẫu"), "{screen}");
}

#[test]
fn what_is_looked_at_is_saved_as_a_file_that_the_journal_knows_of() {
    let mut pilot = Pilot::small(Lang::Vi);
    add(&mut pilot, "Lê Mẫu An");
    let path = pilot.store().parent().unwrap().join("danh sách");
    let path = path.to_str().unwrap().to_owned();
    pilot.press("f10 tab ctrl-u").type_text(&path).press("ctrl-s");
    let screen = pilot.screen(300, 30);
    assert!(screen.contains("(1 dòng)") && screen.contains("scp MÁY-CHỦ:"), "{screen}");
    let made = std::fs::metadata(format!("{path}.xlsx")).unwrap();
    assert!(
        made.len() > 1000 && std::os::unix::fs::PermissionsExt::mode(&made.permissions()) & 0o777 == 0o600
    );
    // Another one of the name is not written over, and what was typed stays.
    pilot.press("f10 tab ctrl-u").type_text(&path).press("ctrl-s");
    let screen = pilot.screen(300, 30);
    assert!(screen.contains("đã có tệp này") && screen.contains("Xuất ra tệp"), "{screen}");
    pilot.press("esc ctrl-t f10 right tab ctrl-u").type_text(&path).press("ctrl-s");
    let page = std::fs::read_to_string(format!("{path}.html")).unwrap();
    assert!(page.contains("Tiến độ thực hiện chỉ tiêu") && page.contains("Chi bộ Thôn 1"), "{page}");
    let store = ketnap::store::Store::open(&pilot.store(), options("lan")).unwrap();
    let exported = |note: &ketnap::store::journal::Note| {
        matches!(note.deed, ketnap::store::journal::Deed::Exported { people: 1, .. })
    };
    // The refused one was on its way out; the figures name nobody.
    assert_eq!(store.notes().unwrap().iter().filter(|note| exported(note)).count(), 2);
}

#[test]
fn a_figure_of_any_report_leads_to_its_people_and_what_is_looked_at_is_what_is_saved() {
    let mut pilot = Pilot::small(Lang::En);
    add(&mut pilot, "Lê Mẫu An");
    add(&mut pilot, "Vũ Mẫu Bình");
    // By sex, which nobody wrote down.
    let screen = pilot.press("r f u n n e l enter b b b b b right right").screen(120, 30);
    assert!(screen.contains("by Sex") && screen.contains("(not recorded)"), "{screen}");
    let path = pilot.store().parent().unwrap().join("funnel");
    let path = path.to_str().unwrap().to_owned();
    pilot.press("f10 right right tab ctrl-u").type_text(&path).press("ctrl-s");
    let table = std::fs::read_to_string(format!("{path}.csv")).unwrap();
    assert!(table.contains("year,group,group_name,introduced") && table.contains("2023,,,2,"), "{table}");
    let people = pilot.press("enter").screen(120, 30);
    assert!(people.contains("2023 · (not recorded) · Identified · 2 people"), "{people}");
    assert!(people.contains("Lê Mẫu An") && people.contains("Vũ Mẫu Bình"), "{people}");
    // A chosen row, and the order of the rows, go into the file too, and what they are stands above them.
    let file = |pilot: &mut Pilot, keys: &str, name: &str, ending: &str| {
        let path = pilot.store().parent().unwrap().join(name).to_str().unwrap().to_owned();
        pilot.press(keys).type_text(&path).press("ctrl-s");
        std::fs::read_to_string(format!("{path}.{ending}")).unwrap()
    };
    let page = file(&mut pilot, "f10 right tab ctrl-u", "people", "html");
    assert!(page.contains("2023 · (not recorded) · Identified"), "{page}");
    let sorted = pilot.press("esc esc esc r home enter").screen(120, 30);
    assert!(sorted.contains("Progress"), "{sorted}");
    pilot.press("esc l i s t space o f enter s s");
    let table = file(&mut pilot, "f10 right right tab ctrl-u", "sorted", "csv");
    let names = |table: &str| -> Vec<usize> {
        ["Lê Mẫu An", "Vũ Mẫu Bình"].map(|name| table.find(name).unwrap_or(0)).to_vec()
    };
    assert!(names(&table)[0] > names(&table)[1], "by given name, the last first: {table}");
    pilot.press("home f");
    let table = file(&mut pilot, "f10 right right tab ctrl-u", "chosen", "csv");
    assert!(table.contains("Vũ Mẫu Bình") && !table.contains("Lê Mẫu An"), "{table}");
    let page = file(&mut pilot, "f10 right tab ctrl-u", "chosen", "html");
    assert!(page.contains("only Name: Vũ Mẫu Bình"), "{page}");
    let people = pilot.press("esc ctrl-u f u n n e l enter b b b b b right right enter").screen(120, 30);
    assert!(people.contains("2 people"), "{people}");
    // What was looked for goes into a file as well.
    pilot.press("esc /").type_text("mau binh");
    let table = file(&mut pilot, "f10 right right tab ctrl-u", "found", "csv");
    assert!(table.contains("Vũ Mẫu Bình") && !table.contains("Lê Mẫu An"), "{table}");
    let people = pilot.press("esc enter").screen(120, 30);
    assert!(people.contains("2 people"), "{people}");
    // Whoever is looked at is worked on as in any list.
    let card = pilot.press("enter").screen(120, 30);
    assert!(card.contains("Lê Mẫu An"), "{card}");
    let none = pilot.press("esc esc esc esc r home enter home right right b").screen(120, 30);
    assert!(none.contains("Progress"), "{none}");
}

/// The cursor went to the next unit in the row, and the next person was saved there.
#[test]
fn a_unit_that_is_gone_is_not_taken_for_its_neighbour() {
    let mut pilot = Pilot::small(Lang::Vi);
    for name in ["Trường Mẫu Một", "Trường Mẫu Hai"] {
        pilot.press("home ctrl-k").type_text(name).press("tab").type_text("dang bo co so").press("ctrl-s");
    }
    pilot.press("/").type_text("truong mau mot").press("enter");
    let title = |pilot: &mut Pilot| pilot.screen(120, 30).lines().nth(1).unwrap_or_default().to_owned();
    assert!(title(&mut pilot).contains("Trường Mẫu Một"), "{}", pilot.screen(120, 30));
    let folder = pilot.store().join("xa-mau/truong-mau-mot");
    let away = pilot.store().parent().unwrap().join("away");
    std::fs::rename(&folder, &away).unwrap();
    let screen = pilot.press("f5").screen(120, 30);
    assert!(screen.contains("HỎNG") && title(&mut pilot).contains("─ Xã Mẫu ─"), "{screen}");
    std::fs::rename(&away, &folder).unwrap();
    let screen = pilot.press("f5").screen(120, 30);
    assert!(!screen.contains("HỎNG") && screen.contains("Trường Mẫu Một"), "{screen}");
}

#[test]
fn a_list_that_was_saved_is_not_offered_again_nor_are_rows_that_were_taken_out() {
    let mut pilot = Pilot::small(Lang::Vi);
    pilot.press("ctrl-g").type_text("Lê Mẫu An").press("enter").type_text("Vũ Mẫu Bình").press("enter");
    let asked = pilot.press("up ctrl-d").screen(100, 30);
    assert!(asked.contains("Vũ Mẫu Bình") && asked.contains("Bấm ^D lần nữa để bỏ dòng 2"), "{asked}");
    pilot.press("ctrl-d ctrl-s");
    assert!(pilot.screen(100, 30).contains("Tất cả 1"), "{}", pilot.screen(100, 30));
    let mut pilot = pilot.again();
    let screen = pilot.screen(100, 30);
    assert!(!screen.contains("bản nháp") && screen.contains("Tất cả 1"), "{screen}");
    // Everything typed was taken out again: nothing of it comes back.
    pilot.press("ctrl-g").type_text("Hà Mẫu Chi").press("enter up ctrl-d ctrl-d esc");
    pilot.app.hang_up();
    let mut pilot = pilot.again();
    let screen = pilot.screen(100, 30);
    assert!(!screen.contains("bản nháp") && !screen.contains("Hà Mẫu Chi"), "{screen}");
}

/// Three rows of a block that ended in CR alone became one, quotes of a spreadsheet became letters and people, and
/// what had been typed there was written over.
#[test]
fn a_block_of_a_spreadsheet_is_read_as_it_was_copied_and_goes_beside_what_was_typed() {
    let mut pilot = Pilot::small(Lang::Vi);
    pilot.press("ctrl-g").type_text("Lê Mẫu An").press("enter").type_text("Vũ Mẫu Bình").press("up");
    pilot.app.paste("Hà Mẫu Chi\t1/2/1990\r\"Đinh\nMẫu Dũng\"\t3/4/1991\r\"Đỗ \"\"Mẫu\"\" Em\"\t5/6/1992\r");
    let screen = pilot.screen(100, 30);
    for text in [
        "Hà Mẫu Chi",
        "01/02/1990",
        "Đinh Mẫu Dũng",
        "03/04/1991",
        "Đỗ \"Mẫu\" Em",
        "Lê Mẫu An",
        "Vũ Mẫu Bình",
    ] {
        assert!(screen.contains(text), "{text}: {screen}");
    }
    // A quotation mark that nobody closes is a letter.
    let mut pilot = Pilot::small(Lang::Vi);
    pilot.press("ctrl-g");
    pilot.app.paste("\"Hà Mẫu Chi\t1/2/1990\nLê Mẫu An\t3/4/1991\n");
    let screen = pilot.screen(100, 30);
    assert!(screen.contains("\"Hà Mẫu Chi") && screen.contains("Lê Mẫu An"), "{screen}");
}

/// A note of six thousand letters was saved as its first two hundred.
#[test]
fn a_text_that_is_too_long_is_refused_and_not_cut() {
    let mut pilot = Pilot::small(Lang::Vi);
    pilot.press("ctrl-n");
    pilot.app.paste(&"Lê Mẫu An ".repeat(60));
    let screen = pilot.press("ctrl-s").screen(100, 30);
    assert!(screen.contains("200 ký tự") && screen.contains("Thêm người"), "{screen}");
}

#[test]
fn a_block_wider_than_the_list_is_refused_whole_and_what_is_typed_is_echoed_as_it_is_read() {
    let mut pilot = Pilot::small(Lang::Vi);
    pilot.press("ctrl-g");
    pilot.app.paste("1\tLê Mẫu An\t1/2/2000\tnữ\tThôn 1\tNông dân\tKinh\tkhông\t12/12\tx\n");
    let screen = pilot.screen(80, 24);
    assert!(screen.contains("10 cột") && !screen.contains("Lê Mẫu An"), "{screen}");
    pilot.type_text("Lê Mẫu An").press("tab").type_text("15 tháng 8 năm 1999");
    assert!(pilot.screen(80, 24).contains("15/08/1999"), "{}", pilot.screen(80, 24));
}

#[test]
fn the_cursor_stands_at_the_selected_row_of_a_list() {
    let mut pilot = Pilot::sample(Lang::Vi);
    for keys in ["down down", "tab down", "ctrl-t down", "esc ctrl-d down", "esc tab enter"] {
        pilot.press(keys);
        let screen = pilot.screen(80, 24);
        let (x, y) = pilot.cursor(80, 24).unwrap_or_else(|| panic!("{keys}: no cursor\n{screen}"));
        let row: String = screen.lines().nth(y.into()).unwrap().chars().skip(x.into()).take(2).collect();
        assert!(row.starts_with('▌') || row.starts_with('!'), "{keys}: {x},{y} “{row}”\n{screen}");
    }
}

#[test]
fn a_day_after_today_is_pointed_at_wherever_it_is_typed() {
    let mut pilot = Pilot::small(Lang::Vi);
    pilot.press("ctrl-n").type_text("Lê Mẫu An").press("tab").type_text("1/2/2099").press("tab");
    assert!(pilot.screen(80, 24).contains("! "), "{}", pilot.screen(80, 24));
    pilot.press("ctrl-x ctrl-x").type_text("Lê Mẫu An").press("ctrl-s ctrl-s").type_text("1/2/2099");
    assert!(pilot.screen(80, 24).contains("sau hôm nay"), "{}", pilot.screen(80, 24));
}

#[test]
fn a_form_on_a_low_screen_says_that_it_goes_on() {
    let mut pilot = Pilot::small(Lang::Vi);
    let screen = pilot.press("ctrl-n").screen(60, 15);
    assert!(screen.contains('▼'), "{screen}");
    let screen = pilot.press("pagedown").screen(60, 15);
    assert!(screen.contains('▲') && !screen.contains('▼'), "{screen}");
}

#[test]
fn names_pasted_line_by_line_are_a_person_each() {
    let mut pilot = Pilot::small(Lang::Vi);
    pilot.press("ctrl-g");
    pilot.app.paste("Lê Mẫu An\nVũ Mẫu Bình\nHà Mẫu Chi");
    assert!(pilot.press("ctrl-s").screen(100, 30).contains("Tất cả 3"));
}

#[test]
fn a_read_only_office_offers_nothing_that_writes() {
    let read_only = Options { read_only: true, ..options("lan") };
    let mut pilot = Pilot::small(Lang::Vi).with(Settings::default(), read_only);
    let screen = pilot.screen(80, 24);
    assert!(screen.contains("chỉ xem") && !screen.contains("thêm người"), "{screen}");
    assert!(pilot.press("ctrl-n").screen(80, 24).contains("Đang mở chỉ đọc"));
}

#[test]
fn the_built_in_telex_types_names_but_leaves_dates_alone() {
    let settings = Settings { typing: Typing::Telex, ..Settings::default() };
    let mut pilot = Pilot::small(Lang::Vi).with(settings, options("lan"));
    pilot.press("ctrl-n").type_text("Nguyeenx Thij Aanr").press("tab").type_text("30/4/1999").press("ctrl-s");
    let screen = pilot.screen(120, 30);
    assert!(screen.contains("Nguyễn Thị Ẩn") && screen.contains("30/04/1999"), "{screen}");
}

/// After a field was wiped, the letters that were in it came back, or the next word was not composed.
#[test]
fn telex_composes_anew_after_a_field_was_wiped_and_after_it_was_off_for_a_while() {
    let settings = Settings { typing: Typing::Telex, ..Settings::default() };
    let mut pilot = Pilot::small(Lang::Vi).with(settings, options("lan"));
    pilot.press("ctrl-n").type_text("Nguyeen").press("ctrl-x ctrl-x").type_text("Leef");
    let screen = pilot.screen(80, 24);
    assert!(screen.contains("Lề") && !screen.contains("Nguyên"), "{screen}");
    pilot.press("f8 ctrl-x ctrl-x").type_text("Leef");
    assert!(pilot.screen(80, 24).contains("Leef"), "{}", pilot.screen(80, 24));
    pilot.press("ctrl-x ctrl-x f8").type_text("Leef Thij");
    let screen = pilot.screen(80, 24);
    assert!(screen.contains("Lề Thị") && !screen.contains("Leef"), "{screen}");
    // Turned on in the middle of a word, what stands there stays as it is.
    pilot.press("ctrl-x ctrl-x f8").type_text("Lee").press("f8").type_text("f Thij");
    let screen = pilot.screen(80, 24);
    assert!(screen.contains("Leef Thị"), "{screen}");
}

/// Bytes that one frame sends after each of the given steps, at 120×40.
fn bytes_after(pilot: &mut Pilot, steps: &[&str]) -> Vec<usize> {
    let frame = Frame::default();
    let viewport = Viewport::Fixed(Rect::new(0, 0, 120, 40));
    let mut terminal =
        Terminal::with_options(CrosstermBackend::new(frame.clone()), TerminalOptions { viewport }).unwrap();
    let mut show = |pilot: &mut Pilot| {
        terminal
            .draw(|f| {
                if let Some(cursor) = draw(&mut pilot.app, f.buffer_mut()) {
                    f.set_cursor_position(cursor);
                }
            })
            .unwrap();
        frame.take().len()
    };
    show(pilot);
    steps
        .iter()
        .map(|keys| {
            pilot.press(keys);
            show(pilot)
        })
        .collect()
}

#[test]
fn typing_a_letter_sends_few_bytes_and_moving_a_row_not_many() {
    let mut pilot = Pilot::sample(Lang::Vi);
    pilot.press("ctrl-n");
    let typed = bytes_after(&mut pilot, &["N", "g", "u", "y", "ễ"]);
    assert!(typed.iter().all(|bytes| *bytes <= 60), "{typed:?}");
    let mut pilot = Pilot::sample(Lang::Vi);
    pilot.press("tab");
    let moved = bytes_after(&mut pilot, &["down", "down", "up", "down"]);
    assert!(moved.iter().all(|bytes| *bytes <= 500), "{moved:?}");
}

#[test]
fn a_screen_that_was_locked_shows_nobody_and_opens_with_the_pin_where_one_was_set() {
    let mut pilot = Pilot::small(Lang::Vi);
    add(&mut pilot, "Lê Mẫu An");
    pilot.press("ctrl-e").type_text(" Ba");
    pilot.app.lock();
    let locked = pilot.screen(80, 24);
    assert!(
        locked.contains("đã khóa") && locked.contains("Enter để tiếp tục") && !locked.contains("Mẫu"),
        "{locked}"
    );
    // Whatever is typed there goes nowhere.
    pilot.type_text("xyz").press("tab ctrl-s");
    let form = pilot.press("enter").screen(80, 24);
    assert!(form.contains("Lê Mẫu An Ba") && !form.contains("xyz"), "{form}");
    pilot.press("ctrl-s ctrl-o end enter").type_text("12ab").press("tab").type_text("12ab").press("ctrl-s");
    assert!(pilot.screen(80, 24).contains("đã đặt"), "{}", pilot.screen(80, 24));
    assert!(pilot.screen(80, 24).contains("15 phút") && pilot.settings().lock_minutes == 15);
    assert!(!format!("{:?}", pilot.settings()).contains("12ab"), "the PIN itself is kept nowhere");
    pilot.app.lock();
    assert!(pilot.type_text("12").press("enter").screen(80, 24).contains("Mã PIN chưa đúng"));
    let open = pilot.type_text("12ab").press("enter").screen(80, 24);
    assert!(open.contains("Cài đặt"), "{open}");
}

#[test]
fn a_screen_left_alone_is_locked_after_its_minutes_and_not_before() {
    let settings = Settings { lock_minutes: 5, ..Settings::default() };
    let mut pilot = Pilot::small(Lang::Vi).with(settings, options("lan"));
    let left = pilot.app.lock_after().unwrap();
    assert!(left.as_secs() >= 299, "{left:?}");
    pilot.app.lock();
    assert_eq!(pilot.app.lock_after(), None);
    assert_eq!(Pilot::small(Lang::Vi).app.lock_after(), None, "off unless asked for");
}

#[test]
fn the_title_names_who_else_has_the_office_open() {
    let mut mine = Pilot::small(Lang::Vi);
    let theirs = mine.beside("minh");
    let (hoa, an) = (mine.beside("hoa"), mine.beside("an"));
    mine.app.others();
    let title = |pilot: &mut Pilot| pilot.screen(120, 24).lines().next().unwrap().to_owned();
    assert!(title(&mut mine).contains("lan + an, hoa +1"), "{}", title(&mut mine));
    drop((hoa, an));
    assert!(mine.app.others());
    assert!(title(&mut mine).contains("lan + minh"), "{}", title(&mut mine));
    drop(theirs);
    mine.app.others();
    assert!(!title(&mut mine).contains('+'));
}

#[test]
fn a_draft_of_a_form_that_clashed_still_asks_which_value_stays() {
    let mut mine = Pilot::small(Lang::Vi);
    add(&mut mine, "Lê Mẫu An");
    let mut theirs = mine.beside("minh");
    mine.press("ctrl-e").type_text(" Ba");
    theirs.press("tab ctrl-e").type_text(" Hai").press("ctrl-s");
    // Nothing is decided, and the line is lost.
    assert!(mine.press("ctrl-s").screen(80, 24).contains("Hai người cùng sửa"));
    mine.app.hang_up();
    let mut mine = mine.again();
    let form = mine.press("enter").screen(80, 24);
    assert!(form.contains("Lê Mẫu An Ba") && form.contains("hiện là: Lê Mẫu An Hai"), "{form}");
    let asked = mine.press("ctrl-s").screen(80, 24);
    assert!(asked.contains("Hai người cùng sửa"), "{asked}");
    mine.press("right ctrl-s");
    assert!(mine.screen(80, 24).contains("Lê Mẫu An Hai"));
}

#[test]
fn a_step_that_a_colleague_took_out_is_not_brought_back_by_a_form_that_was_open() {
    let mut mine = Pilot::small(Lang::Vi);
    add(&mut mine, "Lê Mẫu An");
    let mut theirs = mine.beside("minh");
    mine.press("enter home enter").type_text("1/2/2023");
    theirs.press("tab enter home delete end up").type_text("ghi nham").press("ctrl-s");
    mine.app.others();
    let form = mine.press("ctrl-s").screen(80, 24);
    assert!(form.contains("người khác đã bỏ mục này"), "{form}");
    let card = mine.press("esc").screen(80, 24);
    assert!(!card.contains("01/02/2023"), "{card}");
}

#[test]
fn a_form_leaves_alone_what_its_person_may_not_see() {
    use ketnap::domain::{Grant, PersonId, Role, UnitId};
    use ketnap::office::Office;
    use ketnap::store::{Account, Store};
    let mut owner = Pilot::small(Lang::Vi);
    add(&mut owner, "Lê Mẫu An");
    owner.press("ctrl-x").type_text("thon 1").press("ctrl-s");
    owner.press("ctrl-e").press("tab tab tab tab tab tab tab tab").type_text("thon 2").press("ctrl-s");
    let grant = Grant { who: "lan".into(), role: Role::Editor, unit: Some(UnitId::from_bits(2)) };
    let store = Store::open(&owner.store(), options("owner")).unwrap();
    store.change_access(|unit| vec![unit], |access| access.grants.push(grant)).unwrap();
    let account = Account { bound: true, ..options("lan").account };
    let bound = Options { account, ..options("lan") };
    let mut lan = owner.with(Settings::default(), bound);
    let screen = lan.screen(100, 24);
    assert!(screen.contains("Chi bộ Thôn 1") && !screen.contains("Chi bộ Thôn 2"), "{screen}");
    lan.press("tab ctrl-e tab tab tab").type_text("Nông dân").press("ctrl-s");
    assert!(lan.screen(100, 24).contains("Đã lưu"), "{}", lan.screen(100, 24));
    let office = Office::open(Store::open(&lan.store(), options("owner")).unwrap()).unwrap();
    let id: PersonId = office.register().id(ketnap::query::PersonRow::FIRST).unwrap();
    let person = &office.record(id).unwrap().person;
    assert_eq!(person.residence_unit, Some(UnitId::from_bits(3)));
    assert_eq!(person.occupation, "Nông dân");
}

/// Sentences, help and footer named the built-in keys, whatever the settings said.
#[test]
fn every_key_that_is_printed_is_the_one_that_is_set() {
    let keys =
        [("save", "f2"), ("add-person", "f11"), ("typing", "f7"), ("clear", "ctrl-k"), ("refresh", "f6")];
    let keys = keys.map(|(name, key)| (name.to_owned(), vec![key.to_owned()])).into();
    let small = Pilot::small(Lang::En);
    let mut pilot =
        small.with(Settings { keys, lang: Some(Lang::En), ..Settings::default() }, options("lan"));
    let empty = pilot.screen(120, 30);
    assert!(empty.contains("F11 adds a person · + adds a unit"), "{empty}");
    let footer = pilot.press("up").screen(120, 30);
    assert!(footer.contains("F11 add person"), "{footer}");
    let help = pilot.press("?").screen(120, 60);
    for (key, what) in [("F11", "add person"), ("F2", "saves"), ("^K", "clears"), ("F7", "Vietnamese")] {
        assert!(help.lines().any(|line| line.contains(key) && line.contains(what)), "{key} {what}: {help}");
    }
    let form = pilot.press("esc f11").screen(120, 30);
    assert!(form.contains("F2 save") && form.contains("^K clear") && !form.contains("^S"), "{form}");
    pilot.type_text("Lê Mẫu An");
    let still = pilot.press("ctrl-s").screen(120, 30);
    assert!(still.contains("F2 save") && !still.contains("saved"), "{still}");
    let saved = pilot.press("f2").screen(120, 30);
    assert!(saved.contains("Lê Mẫu An") && saved.contains("aved"), "{saved}");
}

/// A figure is another one where columns come and go, and a unit another one of the same name.
#[test]
fn the_chosen_column_and_row_of_a_report_stay_what_they_are() {
    let mut pilot = Pilot::sample(Lang::Vi);
    // A column comes in before the chosen one, and goes again.
    let sorted = pilot.press("r f u n n e l enter right right right right right s").screen(160, 24);
    assert!(sorted.contains("[Kết nạp▼]"), "{sorted}");
    let broken_down = pilot.press("b").screen(200, 24);
    assert!(broken_down.contains("[Kết nạp▼]"), "{broken_down}");
    let before = pilot.press("b b b b b b b b b b b b b b b b b b b").screen(200, 24);
    assert!(before.contains("[Kết nạp▼]"), "{before}");
    // Of two units of one name the chosen one is left chosen.
    let mut pilot = Pilot::sample(Lang::Vi);
    pilot.press("ctrl-t + +");
    let of = |screen: &str| screen.lines().find(|line| line.contains('▌')).unwrap().to_owned();
    for _ in 0..5 {
        let at = of(&pilot.press("down down down").screen(120, 40));
        let before = pilot.press("enter").screen(120, 40);
        let sorted = of(&pilot.press("esc s").screen(120, 40));
        let after = pilot.press("enter").screen(120, 40);
        assert_eq!(before, after, "{at} {sorted}");
        pilot.press("esc s s");
    }
}

/// What is shown of a list is what is marked and worked on, and a unit that goes takes its report along.
#[test]
fn rows_of_a_report_are_filtered_marked_and_worked_on() {
    let mut pilot = Pilot::small(Lang::Vi);
    for name in ["Lê Mẫu An", "Lê Mẫu Bình", "Lê Mẫu Chi"] {
        add(&mut pilot, name);
    }
    pilot
        .press("up up ctrl-s up")
        .type_text("chi bo xet ket")
        .press("tab")
        .type_text("4/5/2023")
        .press("ctrl-s");
    let only = pilot.press("r l i s t space o f enter right right right down f").screen(100, 30);
    assert!(only.contains("2/3 dòng") || only.contains("1/3 dòng"), "{only}");
    let shown = if only.contains("2/3 dòng") { 2 } else { 1 };
    let marked = pilot.press("ctrl-a").screen(100, 30);
    assert!(marked.contains(&format!("{shown} đánh dấu")), "{marked}");
    let all = pilot.press("f").screen(100, 30);
    assert!(all.contains("An") && all.contains("Bình") && all.contains("Chi"), "{all}");
    let form = pilot.press("ctrl-e").screen(100, 30);
    assert!(form.contains("Họ và tên") && form.contains("^S lưu"), "{form}");
    let saved = pilot.press("end").type_text(" Mới").press("ctrl-s").screen(100, 30);
    assert!(saved.contains("Mới") && saved.contains("Đã lưu"), "{saved}");
}

/// A letter that was set as a key could no longer be typed: "quit": ["q"] ended the program at "Quang".
#[test]
fn what_is_typed_is_text_whatever_keys_are_set() {
    let keys = [("quit", "q"), ("save", "s"), ("typing", "t"), ("back", "f4")];
    let keys = keys.map(|(name, key)| (name.to_owned(), vec![key.to_owned()])).into();
    let mut pilot = Pilot::small(Lang::En).with(Settings { keys, ..Settings::default() }, options("lan"));
    let told = pilot.screen(100, 24);
    assert!(told.contains("save: s"), "a form needs another key than a letter: {told}");
    pilot.press("ctrl-n").type_text("Quang Mẫu Sáng Tâm");
    let form = pilot.screen(100, 24);
    assert!(form.contains("Quang Mẫu Sáng Tâm") && !pilot.app.quit, "{form}");
    let saved = pilot.press("ctrl-s esc").screen(100, 24);
    assert!(saved.contains("Quang Mẫu"), "{saved}");
    assert!(pilot.press("q").app.quit);
}

/// A key that the user gave to a command did what it was built in for.
#[test]
fn a_key_that_was_given_away_does_nothing_else_outside_forms() {
    let keys = [("help", "f8"), ("undo", "ctrl-z"), ("drop-row", "ctrl-k")];
    let keys = keys.map(|(name, key)| (name.to_owned(), vec![key.to_owned()])).into();
    let mut pilot = Pilot::small(Lang::En).with(Settings { keys, ..Settings::default() }, options("lan"));
    let help = pilot.press("f8").screen(100, 40);
    assert!(help.contains("F8") && help.contains("Help"), "{help}");
    pilot.press("esc ctrl-z");
    assert!(!pilot.app.suspend);
    // In a grid a key that drops a row no more drops none.
    pilot.press("ctrl-g").type_text("Lê Mẫu An");
    let typed = pilot.press("enter up ctrl-d ctrl-d").screen(100, 24);
    assert!(typed.contains("Lê Mẫu An"), "{typed}");
    let dropped = pilot.press("ctrl-k ctrl-k").screen(100, 24);
    assert!(!dropped.contains("Lê Mẫu An"), "{dropped}");
}

/// A unit with a flag that has a comma, or that the catalogue does not know, could not be saved.
#[test]
fn a_unit_keeps_flags_that_are_not_easily_read() {
    use ketnap::domain::{Change, Edit, UnitFact, UnitId, Why};
    use ketnap::office::Office;
    use ketnap::store::Store;
    for flag in ["new_urban_area", "vùng sâu"] {
        let pilot = Pilot::small(Lang::Vi);
        let change = Change {
            id: UnitId::from_bits(2),
            old: None,
            new: Some(UnitFact::Flags([flag.to_owned()].into())),
        };
        let mut office = Office::open(Store::open(&pilot.store(), options("lan")).unwrap()).unwrap();
        office.save(vec![Edit::Unit(change)], Why::Entry).unwrap();
        let mut pilot = pilot.again();
        pilot.press("down ctrl-e end").type_text(" Mới");
        let saved = pilot.press("ctrl-s").screen(100, 24);
        assert!(saved.contains("Thôn 1 Mới") && saved.contains("Đã lưu"), "{flag}: {saved}");
    }
}

/// Of a milestone whoever changed the record last was named, whatever that was.
#[test]
fn a_clash_names_who_changed_just_this_field_of_a_milestone() {
    let mut mine = Pilot::small(Lang::Vi);
    add(&mut mine, "Lê Mẫu An");
    mine.press("enter home enter").type_text("1/2/2023");
    let mut minh = mine.beside("minh");
    minh.press("tab enter home enter").type_text("5/1/2023").press("ctrl-s");
    let mut hoa = mine.beside("hoa");
    hoa.press("tab enter home enter tab").type_text("ghi sau").press("ctrl-s");
    let asked = mine.press("ctrl-s").screen(80, 24);
    assert!(asked.contains("Hai người cùng sửa") && asked.contains("(minh,"), "{asked}");
    assert!(!asked.contains("(hoa,"), "{asked}");
}

#[test]
fn the_dialog_of_a_clash_in_both_languages() {
    let mut both = String::new();
    for lang in [Lang::Vi, Lang::En] {
        let mut mine = Pilot::small(lang);
        add(&mut mine, "Lê Mẫu An");
        let mut theirs = mine.beside("minh");
        theirs.press("tab ctrl-e").type_text(" Hai").press("tab").type_text("2/3/1999").press("ctrl-s");
        mine.press("ctrl-e").type_text(" Ba").press("tab").type_text("1999").press("ctrl-s");
        both.push_str(&mine.screen(80, 24));
        both.push_str("\n\n");
    }
    insta::assert_snapshot!("clash-80x24", both);
}
