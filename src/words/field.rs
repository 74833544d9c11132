//! Names of stages, milestones, fields, reasons.

use super::Lang;
use crate::domain::milestone::{AsideReason, Ask};
use crate::domain::person::{LeaveReason, Sex};
use crate::domain::{Day, MilestoneKind, PersonField, Role, Stage, UnitField};
use crate::query::Flow;
use crate::query::figures::Position;

impl Lang {
    /// Name of a stage.
    pub fn stage(self, stage: Stage) -> &'static str {
        match stage {
            Stage::Source => self.pick("Nguồn", "Source"),
            Stage::Class => self.pick("Lớp nhận thức", "Class"),
            Stage::Proposal => self.pick("Làm hồ sơ", "Proposal"),
            Stage::Admission => self.pick("Kết nạp", "Admission"),
            Stage::Recognition => self.pick("Công nhận", "Recognition"),
        }
    }

    /// Where somebody stands: the stage, or that the person is no longer followed. Whoever is in no unit that is
    /// here stands nowhere.
    pub fn state(self, place: Option<Position>, left: bool) -> String {
        match place {
            Some(place) => self.stage(place.stage).to_owned(),
            None if left => self.left_the_way(),
            None => "–".to_owned(),
        }
    }

    /// The step at which somebody stands on a day; a first step that is ahead says from when.
    pub fn step_of(self, place: Position, day: Day) -> String {
        match place.furthest {
            Some(kind) => self.milestone(kind).to_owned(),
            None if place.since > day => {
                let since = place.since.date();
                since.map_or(String::new(), |since| self.from_day(self.date(since.into())))
            }
            None => String::new(),
        }
    }

    /// Name of a milestone.
    pub fn milestone(self, kind: MilestoneKind) -> &'static str {
        use MilestoneKind::*;
        match kind {
            Identified => self.pick("Phát hiện nguồn", "Identified"),
            Sympathiser => self.pick("Cảm tình Đảng", "Sympathiser"),
            SentToClass => self.pick("Cử học lớp nhận thức", "Sent to class"),
            Certificate => self.pick("Chứng nhận lớp nhận thức", "Awareness-class certificate"),
            DossierOpened => self.pick("Lập hồ sơ", "Dossier opened"),
            Application => self.pick("Đơn xin vào Đảng", "Application"),
            VerificationAsked => self.pick("Đề nghị thẩm tra lý lịch", "Verification requested"),
            VerificationAnswered => self.pick("Trả lời thẩm tra", "Verification answered"),
            CellResolution => self.pick("Chi bộ xét kết nạp", "Cell considers admission"),
            BaseResolution => {
                self.pick("Đảng ủy cơ sở xét kết nạp", "Grassroots committee considers admission")
            }
            Appraisal => self.pick("Thẩm định hồ sơ", "Appraisal"),
            Decision => self.pick("Quyết định kết nạp", "Admission decision"),
            DecisionReceived => self.pick("Chi bộ nhận quyết định", "Decision received by the cell"),
            Ceremony => self.pick("Lễ kết nạp", "Ceremony"),
            NewMemberClass => self.pick("Lớp đảng viên mới", "New-member class"),
            CellReview => self.pick("Chi bộ xét công nhận", "Cell considers recognition"),
            BaseReview => {
                self.pick("Đảng ủy cơ sở xét công nhận", "Grassroots committee considers recognition")
            }
            OfficialDecision => self.pick("Quyết định công nhận", "Recognition decision"),
        }
    }

    /// Name of a flow.
    pub fn flow(self, flow: Flow) -> &'static str {
        match flow {
            Flow::Identified => self.pick("Phát hiện nguồn", "Identified"),
            Flow::SentToClass => self.pick("Cử đi học", "Sent to class"),
            Flow::Trained => self.pick("Hoàn thành lớp", "Completed class"),
            Flow::Proposed => self.pick("Chi bộ đề nghị", "Proposed by cell"),
            Flow::Admitted => self.pick("Kết nạp", "Admitted"),
            Flow::Recognised => self.pick("Chuyển chính thức", "Recognised"),
        }
    }

    /// Label of a further fact of a milestone.
    pub fn ask(self, ask: Ask) -> &'static str {
        match ask {
            Ask::Number => self.pick("Số, ký hiệu văn bản", "Document number"),
            Ask::Helpers => self.pick("Đảng viên giúp đỡ", "Helpers"),
            Ask::Class => self.pick("Tên lớp", "Class"),
            Ask::Grade => self.pick("Xếp loại", "Grade"),
            Ask::Expiry => self.pick("Có giá trị đến", "Valid until"),
            Ask::Place => self.pick("Cơ quan, địa điểm", "Place"),
            Ask::Asked => self.pick("Thẩm tra ở", "Asked where"),
            Ask::Vote => self.pick("Biểu quyết", "Vote"),
        }
    }

    /// Name of a reason for leaving.
    pub fn leave_reason(self, reason: LeaveReason) -> &'static str {
        match reason {
            LeaveReason::Dropped => self.pick("Đưa ra khỏi danh sách cảm tình Đảng", "Taken off the list"),
            LeaveReason::Withdrawn => self.pick("Rút đơn", "Withdrawn"),
            LeaveReason::Refused => self.pick("Không tán thành", "Refused"),
            LeaveReason::MovedAway => self.pick("Chuyển đi", "Moved away"),
            LeaveReason::Removed => self.pick("Xóa tên đảng viên dự bị", "Removed"),
            LeaveReason::Died => self.pick("Từ trần", "Died"),
            LeaveReason::Paused => self.pick("Tạm dừng theo dõi", "Paused"),
        }
    }

    /// Name of a reason for setting a milestone aside.
    pub fn aside_reason(self, reason: AsideReason) -> &'static str {
        match reason {
            AsideReason::Returned => self.pick("Hồ sơ bị trả lại", "Dossier returned"),
            AsideReason::Lapsed => self.pick("Hết hạn", "Lapsed"),
            AsideReason::Annulled => self.pick("Hủy quyết định", "Decision annulled"),
            AsideReason::NotCarried => self.pick("Không đạt tỷ lệ tán thành", "Vote not carried"),
        }
    }

    /// Name of a role.
    pub fn role(self, role: Role) -> &'static str {
        match role {
            Role::Auditor => self.pick("Kiểm tra", "Auditor"),
            Role::Viewer => self.pick("Xem", "Viewer"),
            Role::Editor => self.pick("Nhập, sửa", "Editor"),
            Role::Manager => self.pick("Quản lý", "Manager"),
        }
    }

    /// Name of a sex.
    pub fn sex(self, sex: Sex) -> &'static str {
        match sex {
            Sex::Female => self.pick("Nữ", "Female"),
            Sex::Male => self.pick("Nam", "Male"),
        }
    }

    /// Label of a field of a person.
    pub fn person_field(self, field: PersonField) -> &'static str {
        match field {
            PersonField::Name => self.pick("Họ và tên", "Name"),
            PersonField::Born => self.pick("Ngày sinh", "Born"),
            PersonField::Sex => self.pick("Giới tính", "Sex"),
            PersonField::Ethnicity => self.pick("Dân tộc", "Ethnicity"),
            PersonField::Religion => self.pick("Tôn giáo", "Religion"),
            PersonField::Occupation => self.pick("Nghề nghiệp", "Occupation"),
            PersonField::Education => self.pick("Trình độ học vấn", "Education"),
            PersonField::Tags => self.pick("Thuộc nhóm", "Groups"),
            PersonField::IdentityNumber => self.pick("Số định danh cá nhân", "Identity number"),
            PersonField::Residence => self.pick("Chi bộ nơi cư trú", "Cell of residence"),
            PersonField::Code => self.pick("Mã của cơ quan", "Own code"),
            PersonField::IntroducedBy => self.pick("Nguồn do ai giới thiệu", "Introduced by"),
            PersonField::InCharge => self.pick("Cấp ủy viên phụ trách", "Committee member in charge"),
            PersonField::Enlists => self.pick("Ngày nhập ngũ", "Enlists"),
            PersonField::Cases => self.pick("Trường hợp riêng", "Special cases"),
            PersonField::Note => self.pick("Ghi chú", "Note"),
        }
    }

    /// Label of a field of a unit.
    pub fn unit_field(self, field: UnitField) -> &'static str {
        match field {
            UnitField::Name => self.pick("Tên đơn vị", "Name of the unit"),
            UnitField::Kind => self.pick("Loại tổ chức đảng", "Organisation type"),
            UnitField::Parent => self.pick("Trực thuộc", "Parent"),
            UnitField::Sector => self.pick("Loại hình cơ sở", "Sector"),
            UnitField::Code => self.pick("Mã của cơ quan", "Own code"),
            UnitField::Order => self.pick("Thứ tự", "Order"),
            UnitField::Flags => self.pick("Đặc điểm địa bàn", "Area features"),
            UnitField::Aliases => self.pick("Tên cũ, tên khác", "Other names"),
            UnitField::ValidFrom => self.pick("Thành lập ngày", "Established on"),
            UnitField::ValidUntil => self.pick("Kết thúc hoạt động ngày", "Closed on"),
        }
    }

    /// Label of a field, by its name in JSON and CSV.
    pub fn field(self, name: &str) -> &str {
        match name {
            "unit_name" => self.unit_field(UnitField::Name),
            "unit" => self.pick("Đơn vị", "Unit"),
            "members" => self.pick("Số đảng viên", "Members"),
            "members_year" => self.pick("Số đảng viên đến 31/12 năm", "Members at 31 Dec of"),
            "below" => self.pick("Có sổ riêng, trực thuộc", "Has a book of its own below"),
            "people" => self.pick("Chỉ tiêu (người)", "Target (people)"),
            "period" => self.pick("Năm hoặc nhiệm kỳ", "Year or term"),
            "number" => self.pick("Số, ký hiệu văn bản", "Document number"),
            "date" => self.pick("Ngày", "Date"),
            "milestone" => self.pick("Bước", "Step"),
            "reason" => self.pick("Lý do", "Reason"),
            "helpers" => self.ask(Ask::Helpers),
            "class" => self.ask(Ask::Class),
            "grade" => self.ask(Ask::Grade),
            "expiry" => self.ask(Ask::Expiry),
            "place" => self.ask(Ask::Place),
            "summoned" => self.pick("Được triệu tập", "Summoned"),
            "official" => self.pick("Đảng viên chính thức", "Official members"),
            "away" => self.pick("Tạm sinh hoạt nơi khác", "Temporarily elsewhere"),
            "exempted" => self.pick("Miễn sinh hoạt (vắng mặt)", "Exempted"),
            "suspended" => self.pick("Đình chỉ/khởi tố/tạm giam", "Suspended"),
            "blank" => self.pick("Phiếu trắng, không hợp lệ", "Blank or invalid"),
            "ballot" => self.pick("Hình thức biểu quyết", "How voted"),
            "group" => self.pick("Nhóm", "Group"),
            "cohort" => self.pick("Năm phát hiện", "Year introduced"),
            "exit" => self.pick("Lý do thôi theo dõi", "Why no longer followed"),
            "exit_date" => self.pick("Thôi theo dõi từ ngày", "No longer followed since"),
            "former" => self.pick("Từng là đảng viên", "Former member"),
            "state" => self.pick("Tình trạng", "State"),
            "kept" => self.pick("Nơi lưu", "Where kept"),
            "why" => self.pick("Cần bổ sung, lý do", "What to correct, why"),
            "helper_role" => self.pick("Vai trò", "Role"),
            "helper_official" => self.pick("Đảng viên chính thức", "Official member"),
            "together_since" => self.pick("Cùng công tác, cư trú từ", "Worked or lived with since"),
            "from" => self.pick("Từ ngày", "From"),
            "until" => self.pick("Đến ngày", "Until"),
            "replacement" => self.pick("Được phân công thay", "Replaces another"),
            "comment" => self.pick("Nhận xét ngày", "Comment given on"),
            "exception_for" => self.pick("Được đồng ý về", "Exception for"),
            "exception" => self.pick("Lý do", "Reason"),
            "exception_number" => self.pick("Văn bản đồng ý", "Consent document"),
            "exception_by" => self.pick("Cấp đồng ý", "Granted by"),
            "exception_until" => self.pick("Gia hạn đến", "Extended until"),
            "left" => self.pick("Ra khỏi Đảng ngày", "Left the Party on"),
            "first_decision" => self.pick("QĐ kết nạp lần đầu ký ngày", "First decision signed on"),
            "cleared" => self.pick("Xóa án tích ngày", "Record cleared on"),
            "readmitted" => self.pick("Đã kết nạp lại (lần)", "Readmitted before"),
            "situation" => self.pick("Tình huống", "Situation"),
            "paper" => self.pick("Giấy tờ", "Paper"),
            "form" => self.pick("Mẫu", "Form"),
            "issuer" => self.pick("Nơi lập", "Issued by"),
            "due" => self.pick("Hạn", "Due"),
            "days" => self.pick("Còn lại", "Days left"),
            "holder" => self.pick("Nơi xử lý", "With"),
            "rule" => self.pick("Việc", "Task"),
            "clause" => self.pick("Căn cứ", "Basis"),
            "start" => self.pick("Tính từ", "Counted from"),
            "present" => self.pick("Có mặt", "Present"),
            "for" => self.pick("Tán thành", "For"),
            "against" => self.pick("Không tán thành", "Against"),
            "first_number" => self.pick("Đánh số từ", "Number from"),
            "suffix" => self.pick("Ký hiệu (sau số)", "Symbol (after the number)"),
            "path" => self.pick("Thư mục", "Folder"),
            "year" => self.pick("Năm", "Year"),
            "as_of" => self.pick("Tính đến ngày", "As of"),
            "id" => self.pick("Mã trong sổ", "Record id"),
            "stage" => self.pick("Giai đoạn", "Stage"),
            "since" => self.pick("Từ ngày", "Since"),
            "target" => self.pick("Chỉ tiêu", "Target"),
            "percent" => "%",
            "post" => self.pick("Nơi theo dõi", "Followed in"),
            "leave" => self.pick("Thôi theo dõi", "No longer followed"),
            "whole" => self.pick("Cả hồ sơ", "The record"),
            "pin" => self.pick("Mã PIN", "PIN"),
            "pin_again" => self.pick("Nhập lại", "Repeat PIN"),
            "person_name" => self.pick("Người", "Person"),
            "role" => self.pick("Quyền", "Role"),
            "who" => self.pick("Người ghi", "By"),
            "when" => self.pick("Thời điểm", "When"),
            other => match (PersonField::by_name(other), UnitField::by_name(other)) {
                (Some(field), _) => self.person_field(field),
                (None, Some(field)) => self.unit_field(field),
                (None, None) => other,
            },
        }
    }
}
