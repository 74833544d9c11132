//! `ketnap init DIR`: a new store, empty or with the sample office.

use super::{Failure, Session};
use crate::domain::edit::NewBook;
use crate::domain::text::clean;
use crate::domain::{Catalogue, Unit, Why};
use crate::exchange::sample::sample;
use crate::store::Store;
use crate::store::init::New;
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct Init {
    /// Thư mục mới hoặc trống · A new or empty folder
    pub dir: PathBuf,
    /// Dữ liệu mẫu để dùng thử, người không có thật · Sample records to try, with invented people
    #[arg(long, conflicts_with_all = ["name", "kind"])]
    pub sample: bool,
    /// Tên đơn vị cao nhất · Name of the top unit
    #[arg(long, value_name = "TEXT")]
    pub name: Option<String>,
    /// Loại tổ chức đảng: province, district, commune, upper, base … · Organisation type of the top unit
    #[arg(long, default_value = "commune")]
    pub kind: String,
    /// Làm lại từ đầu nếu lần tạo trước ở đó bị ngắt · Begin anew where an earlier making was cut off
    #[arg(long)]
    pub take_over: bool,
}

/// Makes the store.
pub fn run(session: &Session, args: Init) -> Result<(), Failure> {
    if session.read_only {
        return Err(Failure::Refused(session.lang.read_only()));
    }
    if session.account.bound {
        return Err(Failure::Refused(session.lang.one_store()));
    }
    let options = session.options();
    let broken = |error: ron::error::SpannedError| Failure::Damaged(error.to_string());
    let new = if args.sample {
        let sample = sample().map_err(broken)?;
        New { books: sample.books, why: Why::Sample, day: Some(sample.day), over: args.take_over }
    } else {
        let catalogue = Catalogue::built_in().map_err(broken)?;
        if !catalogue.keeps_book(&args.kind) {
            let kinds = catalogue.kinds.iter().filter(|kind| kind.book).map(|kind| kind.code.as_str());
            let list = kinds.collect::<Vec<_>>().join(", ");
            return Err(Failure::Usage(session.lang.field_not_one_of(args.kind, list)));
        }
        let name = args.name.unwrap_or_else(|| session.lang.new_office());
        let name = clean(&name).map_err(|error| Failure::Refused(session.lang.text_error(error)))?;
        if name.is_empty() {
            return Err(Failure::Refused(session.lang.refused(session.lang.error_no_name())));
        }
        let id = options.ids.unit();
        let unit = Unit::new(name, args.kind, None);
        New {
            books: vec![NewBook { id, unit, edits: Vec::new() }],
            why: Why::Init,
            day: None,
            over: args.take_over,
        }
    };
    let store = Store::init(&args.dir, options, new).map_err(|error| session.failure(&error))?;
    session.done(&session.lang.store_made(store.path().display()))
}
