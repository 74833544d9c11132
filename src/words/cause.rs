//! What the system says when a call fails, in words that say what to do about it.

use super::{Lang, words};
use std::io::{Error, ErrorKind};

words! {
    cause_full() "đĩa đã đầy; đề nghị báo người quản trị máy chủ" / "the disk is full; tell the server administrator";
    cause_quota() "vượt hạn mức đĩa của tài khoản; đề nghị báo người quản trị máy chủ" / "the account's disk quota is used up; tell the server administrator";
    cause_read_only() "ổ đĩa chỉ đọc; đề nghị báo người quản trị máy chủ" / "the disk is read-only; tell the server administrator";
    cause_denied() "tài khoản này không có quyền với tệp; đề nghị báo người quản trị sổ" / "permission denied; tell the owner";
    cause_broken() "đĩa báo lỗi khi đọc ghi; đề nghị báo người quản trị máy chủ" / "the disk reports an error; tell the server administrator";
    cause_too_many() "máy đang mở quá nhiều tệp; đề nghị thử lại" / "too many files are open; try again";
    cause_file_size() "tệp quá lớn so với giới hạn của tài khoản; đề nghị báo người quản trị máy chủ" / "the file is larger than the account may write; tell the server administrator";
    cause_no_lock() "không khóa được tệp; đề nghị báo người quản trị máy chủ" / "the file cannot be locked; tell the server administrator";
    cause_interrupted() "bị ngắt giữa chừng; đề nghị thử lại" / "interrupted; try again";
    cause_foreign() "tệp lạ, không phải tệp của sổ theo dõi; đề nghị báo người quản trị sổ chuyển tệp đó đi" / "not one of the records' own files; tell the owner to move it away";
    cause_no_folder() "không có thư mục này, hoặc đó không phải thư mục" / "there is no such folder, or it is none";
    cause_folder() "đó là thư mục, không phải tệp" / "that is a folder and no file";
    cause_link() "đó là đường liên kết; đề nghị dùng chính tệp hoặc thư mục đó" / "that is a link; use the file or folder itself";
    cause_name() "tên tệp không dùng được" / "no name for a file";
    cause_there() "đã có tệp này" / "the file is there already";
    cause_busy() "phiên khác đang ghi tệp này; đề nghị chờ rồi thử lại" / "another session is writing this file; wait, then try again";
    cause_missing() "không có tệp này" / "there is no such file";
}

impl Lang {
    /// Why a call of the system failed; the system's own words where there are none here.
    pub fn cause(self, error: &Error) -> String {
        /// Error numbers without a kind of their own.
        const EIO: i32 = 5;
        const ENFILE: i32 = 23;
        const EMFILE: i32 = 24;
        const ENOLCK: i32 = 37;
        const ELOOP: i32 = 40;
        match (error.kind(), error.raw_os_error()) {
            (ErrorKind::StorageFull, _) => self.cause_full(),
            (ErrorKind::QuotaExceeded, _) => self.cause_quota(),
            (ErrorKind::ReadOnlyFilesystem, _) => self.cause_read_only(),
            (ErrorKind::PermissionDenied, _) => self.cause_denied(),
            (ErrorKind::FileTooLarge, _) => self.cause_file_size(),
            (ErrorKind::Interrupted, _) => self.cause_interrupted(),
            (ErrorKind::InvalidData, _) => self.cause_foreign(),
            (ErrorKind::AlreadyExists, _) => self.cause_there(),
            (ErrorKind::NotADirectory, _) => self.cause_no_folder(),
            (ErrorKind::IsADirectory, _) => self.cause_folder(),
            (ErrorKind::InvalidInput, None) if error.get_ref().is_none() => self.cause_name(),
            (_, Some(ELOOP)) => self.cause_link(),
            (ErrorKind::ResourceBusy, _) => self.cause_busy(),
            (ErrorKind::NotFound, _) => self.cause_missing(),
            (_, Some(EIO)) => self.cause_broken(),
            (_, Some(EMFILE | ENFILE)) => self.cause_too_many(),
            (_, Some(ENOLCK)) => self.cause_no_lock(),
            _ => error.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_error_of_a_save_has_words_in_both_languages() {
        // ENOSPC EDQUOT EROFS EACCES EIO EMFILE ENFILE EFBIG ENOLCK EINTR EBUSY ENOENT ENOTDIR EISDIR ELOOP
        for number in [28, 122, 30, 13, 5, 24, 23, 27, 37, 4, 16, 2, 20, 21, 40] {
            let error = Error::from_raw_os_error(number);
            for lang in [Lang::Vi, Lang::En] {
                assert!(!lang.cause(&error).contains("os error"), "{number}");
            }
        }
        assert!(Lang::Vi.cause(&Error::other("x")).contains('x'));
    }
}
