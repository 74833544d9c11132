//! Names of stages, milestones, fields, reasons.

use super::Lang;
use crate::domain::milestone::{AsideReason, Ask};
use crate::domain::person::{LeaveReason, Sex};
use crate::domain::{MilestoneKind, Role, Stage};
use crate::query::Flow;

impl Lang {
    /// Name of a stage.
    pub fn stage(self, stage: Stage) -> &'static str {
        match stage {
            Stage::Source => self.pick("Nguồn", "Source"),
            Stage::Class => self.pick("Lớp", "Class"),
            Stage::Proposal => self.pick("Đề nghị", "Proposal"),
            Stage::Admission => self.pick("Kết nạp", "Admission"),
            Stage::Recognition => self.pick("Chính thức", "Recognition"),
        }
    }

    /// Name of a milestone.
    pub fn milestone(self, kind: MilestoneKind) -> &'static str {
        use MilestoneKind::*;
        match kind {
            Identified => self.pick("Phát hiện nguồn", "Identified"),
            Sympathiser => self.pick("Cảm tình Đảng", "Sympathiser"),
            SentToClass => self.pick("Cử đi học lớp", "Sent to class"),
            Certificate => self.pick("Giấy chứng nhận lớp", "Class certificate"),
            DossierOpened => self.pick("Lập hồ sơ", "Dossier opened"),
            Application => self.pick("Đơn xin vào Đảng", "Application"),
            VerificationAsked => self.pick("Gửi thẩm tra lý lịch", "Verification asked"),
            VerificationAnswered => self.pick("Trả lời thẩm tra", "Verification answered"),
            CellResolution => self.pick("Nghị quyết chi bộ", "Cell resolution"),
            BaseResolution => self.pick("Nghị quyết đảng ủy cơ sở", "Base committee resolution"),
            Appraisal => self.pick("Thẩm định hồ sơ", "Appraisal"),
            Decision => self.pick("Quyết định kết nạp", "Admission decision"),
            DecisionReceived => self.pick("Nhận quyết định", "Decision received"),
            Ceremony => self.pick("Lễ kết nạp", "Ceremony"),
            NewMemberClass => self.pick("Lớp đảng viên mới", "New-member class"),
            CellReview => self.pick("Chi bộ xét công nhận", "Cell review"),
            BaseReview => self.pick("Đảng ủy cơ sở xét", "Base committee review"),
            OfficialDecision => self.pick("Quyết định chính thức", "Official decision"),
        }
    }

    /// Name of a flow.
    pub fn flow(self, flow: Flow) -> &'static str {
        match flow {
            Flow::Identified => self.pick("Nguồn mới", "Identified"),
            Flow::SentToClass => self.pick("Cử đi học", "Sent to class"),
            Flow::Trained => self.pick("Đã học lớp", "Trained"),
            Flow::Proposed => self.pick("CB đề nghị", "Proposed"),
            Flow::Admitted => self.pick("Kết nạp", "Admitted"),
            Flow::Recognised => self.pick("Công nhận", "Recognised"),
        }
    }

    /// Label of a further fact of a milestone.
    pub fn ask(self, ask: Ask) -> &'static str {
        match ask {
            Ask::Number => self.pick("Số văn bản", "Document number"),
            Ask::Helpers => self.pick("Người giúp đỡ", "Helpers"),
            Ask::Class => self.pick("Tên lớp", "Class"),
            Ask::Grade => self.pick("Xếp loại", "Grade"),
            Ask::Expiry => self.pick("Có giá trị đến", "Valid until"),
            Ask::Place => self.pick("Nơi", "Place"),
            Ask::Asked => self.pick("Loại nơi hỏi", "Kind of place"),
            Ask::Vote => self.pick("Biểu quyết", "Vote"),
        }
    }

    /// Name of a reason for leaving.
    pub fn leave_reason(self, reason: LeaveReason) -> &'static str {
        match reason {
            LeaveReason::Dropped => self.pick("Đưa ra khỏi danh sách", "Taken off the list"),
            LeaveReason::Withdrawn => self.pick("Rút đơn", "Withdrawn"),
            LeaveReason::Refused => self.pick("Không tán thành", "Refused"),
            LeaveReason::MovedAway => self.pick("Chuyển đi", "Moved away"),
            LeaveReason::Removed => self.pick("Xóa tên", "Removed"),
            LeaveReason::Died => self.pick("Từ trần", "Died"),
            LeaveReason::Paused => self.pick("Tạm dừng", "Paused"),
        }
    }

    /// Name of a reason for setting a milestone aside.
    pub fn aside_reason(self, reason: AsideReason) -> &'static str {
        match reason {
            AsideReason::Returned => self.pick("Hồ sơ bị trả lại", "Dossier returned"),
            AsideReason::Lapsed => self.pick("Hết hạn", "Lapsed"),
            AsideReason::Annulled => self.pick("Hủy quyết định", "Decision annulled"),
            AsideReason::NotCarried => self.pick("Không đủ phiếu", "Not carried"),
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

    /// Label of a field, by its name in JSON and CSV.
    pub fn field(self, name: &str) -> &str {
        match name {
            "name" => self.pick("Họ và tên", "Name"),
            "unit_name" => self.pick("Tên đơn vị", "Name of the unit"),
            "unit" => self.pick("Đơn vị", "Unit"),
            "born" => self.pick("Ngày sinh", "Born"),
            "sex" => self.pick("Giới tính", "Sex"),
            "ethnicity" => self.pick("Dân tộc", "Ethnicity"),
            "religion" => self.pick("Tôn giáo", "Religion"),
            "occupation" => self.pick("Nghề nghiệp", "Occupation"),
            "education" => self.pick("Trình độ", "Education"),
            "tags" => self.pick("Nhãn", "Tags"),
            "identity_number" => self.pick("Số định danh", "Identity number"),
            "residence_unit" => self.pick("Nơi cư trú", "Residence unit"),
            "code" => self.pick("Mã", "Code"),
            "note" => self.pick("Ghi chú", "Note"),
            "kind" => self.pick("Loại", "Kind"),
            "parent" => self.pick("Trực thuộc", "Parent"),
            "sector" => self.pick("Loại hình", "Sector"),
            "order" => self.pick("Thứ tự", "Order"),
            "flags" => self.pick("Đặc điểm", "Flags"),
            "aliases" => self.pick("Tên khác", "Other names"),
            "valid_from" => self.pick("Có từ ngày", "Exists from"),
            "valid_until" => self.pick("Thôi từ ngày", "Closed from"),
            "members" => self.pick("Đảng viên", "Members"),
            "members_year" => self.pick("Cuối năm", "At year end"),
            "people" => self.pick("Chỉ tiêu (người)", "Target (people)"),
            "period" => self.pick("Năm hoặc nhiệm kỳ", "Year or term"),
            "number" => self.pick("Số văn bản", "Document number"),
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
            "away" => self.pick("Chuyển sinh hoạt tạm thời", "Away on a transfer"),
            "exempted" => self.pick("Được miễn sinh hoạt", "Exempted"),
            "suspended" => self.pick("Bị đình chỉ, tạm giam", "Suspended"),
            "blank" => self.pick("Phiếu trắng, hỏng", "Blank or invalid"),
            "ballot" => self.pick("Hình thức", "Ballot"),
            "enlists" => self.pick("Ngày nhập ngũ", "Enlists"),
            "cases" => self.pick("Trường hợp riêng", "Special cases"),
            "former" => self.pick("Từng là đảng viên", "Former member"),
            "state" => self.pick("Tình trạng", "State"),
            "kept" => self.pick("Nơi để giấy tờ", "Where it lies"),
            "why" => self.pick("Cần bổ sung, lý do", "What is amended, why"),
            "helper_role" => self.pick("Vai trò", "Role"),
            "helper_official" => self.pick("Đảng viên chính thức", "Official member"),
            "together_since" => self.pick("Cùng nơi từ", "Together since"),
            "from" => self.pick("Từ ngày", "From"),
            "until" => self.pick("Đến ngày", "Until"),
            "replacement" => self.pick("Thay người khác", "Replacement"),
            "comment" => self.pick("Nhận xét ngày", "Comment given on"),
            "exception_for" => self.pick("Ngoại lệ cho", "Exception for"),
            "exception" => self.pick("Lý do ngoại lệ", "Reason of exception"),
            "exception_number" => self.pick("Văn bản cho phép", "Document granting it"),
            "exception_by" => self.pick("Người cho phép", "Granted by"),
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
            "days" => self.pick("Còn", "Left"),
            "holder" => self.pick("Đang ở", "Held by"),
            "rule" => self.pick("Việc", "Matter"),
            "clause" => self.pick("Điều khoản", "Clause"),
            "start" => self.pick("Bắt đầu", "Start"),
            "present" => self.pick("Có mặt", "Present"),
            "for" => self.pick("Tán thành", "For"),
            "against" => self.pick("Không tán thành", "Against"),
            "first_number" => self.pick("Số đầu tiên", "First number"),
            "suffix" => self.pick("Phần sau số", "After the number"),
            "path" => self.pick("Thư mục", "Folder"),
            "year" => self.pick("Năm", "Year"),
            "as_of" => self.pick("Đến ngày", "As of"),
            "id" => self.pick("Mã hồ sơ", "Id"),
            "stage" => self.pick("Giai đoạn", "Stage"),
            "since" => self.pick("Từ ngày", "Since"),
            "target" => self.pick("Chỉ tiêu", "Target"),
            "percent" => "%",
            "post" => self.pick("Nơi theo dõi", "Followed in"),
            "leave" => self.pick("Ra khỏi diện", "Left"),
            "whole" => self.pick("Cả hồ sơ", "The record"),
            "pin" => self.pick("Mã PIN", "PIN"),
            "pin_again" => self.pick("Gõ lại", "Once more"),
            "person_name" => self.pick("Người", "Person"),
            "role" => self.pick("Quyền", "Role"),
            "who" => self.pick("Người ghi", "By"),
            "when" => self.pick("Lúc", "When"),
            other => other,
        }
    }
}
