"""Every sentence the desk refuses with, worded once. Codes M01 to M22 are stable names for other systems."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any


class Kind(Enum):
    """How a reason is answered: understood but refused, not this role's act, or overtaken by another person."""

    refused = "refused"
    forbidden = "forbidden"
    conflict = "conflict"


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence with named blanks; the Chinese text is also the key of its translation."""

    code: str
    text: str
    kind: Kind = Kind.refused

    def __call__(self, *, at: str | None = None, **values: object) -> "Reason":
        filled = {name: value if isinstance(value, Reason) else str(value) for name, value in values.items()}
        return Reason(self, filled, at)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something may not happen now: the message, what fills its blanks and the field it is about.

    A blank may be filled by another reason, which is then told in the reader's language as well.
    """

    message: Message
    values: Mapping[str, "str | Reason"] = field(default_factory=dict)
    at: str | None = None

    @property
    def code(self) -> str:
        return self.message.code

    @property
    def kind(self) -> Kind:
        return self.message.kind

    def __str__(self) -> str:
        return self.message.text.format(**self.values)


class Unfit(ValueError):
    """A value or a file that cannot be taken, with the one reason why."""

    def __init__(self, reason: Reason) -> None:
        self.reason = reason
        super().__init__(str(reason))


class Refused(Exception):
    """An operation may not happen; `reasons` says all of them in declared order, `more` what else the answer tells."""

    def __init__(
        self,
        reasons: Iterable[Reason],
        *,
        differs: Mapping[str, Any] | None = None,
        more: Mapping[str, Any] | None = None,
    ) -> None:
        self.reasons = tuple(reasons)
        self.differs = differs
        self.more = more or {}
        super().__init__("；".join(str(reason) for reason in self.reasons))

    @property
    def kind(self) -> Kind:
        return self.reasons[0].kind


class NotVisible(LookupError):
    """The thing does not exist for this person; outside it looks the same as a thing that does not exist."""


M06 = Message("M06", "该{subject}正在办理【{business_type}】（{business_no}），不能重复受理")
M14 = Message("M14", "任务【{task}】未完成，不能派工：还差{missing}")
M15 = Message("M15", "请先签署意见")
M16 = Message("M16", "业务已派工，不能取消受理")
M17 = Message("M17", "该业务已由{person}于{time}接件", Kind.conflict)
M18 = Message("M18", "未查询到测绘宗号 {survey_no} 的测绘成果，请核对宗号或联系测绘机构上传")
M19 = Message("M19", "测绘宗号 {survey_no} 已备案，不能重复受理")
M20 = Message("M20", "{person}已于{time}修改了{what}。您填写的内容已保留，请核对后再保存", Kind.conflict)
M21 = Message("M21", "资料【{material}】未上传，不能派工")

NOT_INITIATOR = Message("not_initiator", "【{business_type}】由{roles}发起", Kind.forbidden)
NOT_HOLDER = Message("not_holder", "该业务由{holder}办理", Kind.forbidden)
NOT_SENDER = Message("not_sender", "只有派工人可以撤回派工", Kind.forbidden)
NOT_ROLE = Message("not_role", "该业务由{role}办理", Kind.forbidden)
NOT_SUPERVISOR = Message("not_supervisor", "转办由科室负责人或企业管理员办理", Kind.forbidden)
NOT_ADMINISTRATOR = Message("not_administrator", "挂起、恢复和终止由主管部门管理员办理", Kind.forbidden)
FOUR_EYES = Message("four_eyes", "您已办理【{stage}】，本环节须由另一人办理")
TARGET_FOUR_EYES = Message("four_eyes", "{person}已办理【{stage}】，本环节须由另一人办理")
NOT_OPEN = Message("not_open", "业务{status}，不能办理")
NOT_SUSPENDED = Message("not_suspended", "业务{status}，没有挂起")
MONEY_RECEIVED = Message("money_received", "已收到款项，请先办理退款再终止")
NOT_RECEIVED = Message("not_received", "请先接件")
ALREADY_RECEIVED = Message("already_received", "下一环节已接件，不能撤回派工")
AT_LAST_STAGE = Message("at_last_stage", "本环节为最后环节，请办理归档")
NOT_LAST_STAGE = Message("not_last_stage", "由最后环节归档")
AT_FIRST_STAGE = Message("at_first_stage", "首环节不能退件")
NOTHING_SENT = Message("nothing_sent", "尚未派工")
UNKNOWN_TASK = Message("unknown_task", "任务【{task}】不属于当前环节")
UNKNOWN_MATERIAL = Message("unknown_material", "资料【{material}】不属于本业务")
CHECK_FAILED = Message("check_failed", "自动核验未通过，不能同意：{check}（{figures}）")
NOT_EVERY_CHECK = Message("not_every_check", "自动核验有提示或不通过的项，请打开逐项审核")
OPINION_DISAGREES = Message("opinion_disagrees", "意见为不同意，只能退件", Kind.refused)
OPINION_TEXT_MISSING = Message("opinion_text_missing", "请填写意见内容")
LINES_MISSING = Message("lines_missing", "请至少列出一处需补正的内容")
TARGET_NOT_EARLIER = Message("target_not_earlier", "只能退回本业务已办理的前面环节")
REASON_MISSING = Message("reason_missing", "请填写原因")
TARGET_UNFIT = Message("target_unfit", "所选人员不能办理本环节")
ALREADY_SIGNED = Message("already_signed", "本环节已签署意见，不能放回待接")
ON_CONFIRM = Message("not_confirmed", "请勾选确认")
PROJECT_INCOMPLETE = Message("project_incomplete", "请先完善项目信息：{missing}")
PROJECT_UNKNOWN = Message("project_unknown", "未找到该项目")
PARCEL_MISMATCH = Message("parcel_mismatch", "测绘成果的宗地 {parcel_code} 不属于项目【{project}】")
FILED_AS_PREDICTED = Message(
    "M19", "测绘宗号 {survey_no} 对应的栋（自然幢号 {natural_building_no}）已备案，请办理预测变更成果备案"
)
FILED_BEFORE_COMPLETION = Message(
    "M19", "测绘宗号 {survey_no} 对应的栋（自然幢号 {natural_building_no}）已按预测成果备案，请办理预测转实测成果备案"
)
FILED_AS_ACTUAL = Message(
    "M19", "测绘宗号 {survey_no} 对应的栋（自然幢号 {natural_building_no}）已按实测成果备案，请办理实测变更成果备案"
)
FILED_AFTER_COMPLETION = Message(
    "M19", "测绘宗号 {survey_no} 对应的栋（自然幢号 {natural_building_no}）已为现房，不再办理预测成果备案"
)
WRONG_SURVEY_KIND = Message("wrong_survey_kind", "测绘宗号 {survey_no} 为{kind}成果，本业务需要{wanted}成果")
AREA_SUM_FAILS = Message("area_sum", "{count} 套户室建筑面积与套内、分摊面积之和不符")
STALE_SELECTION = Message("unit_unknown", "有 {count} 套户室不属于该栋")
NOBODY_CHOSEN = Message("nobody_chosen", "请选择入网人员")
MEMBER_UNKNOWN = Message("member_unknown", "所选人员不属于本企业")
MEMBER_NOT_APPLICABLE = Message("member_not_applicable", "{person}的入网状态为{state}，不能申请入网")
MEMBER_INCOMPLETE = Message("member_incomplete", "{person}的{missing}未填写")
MEMBER_UNDECIDED = Message("member_undecided", "{person}尚未审核")
REFUSAL_WITHOUT_REASON = Message("refusal_without_reason", "拒绝{person}入网须填写原因")
QUERY_ONLY = Message("import_mode", "本地区按测绘宗号查询导入，不接受文件导入")
FILE_ONLY = Message("import_mode", "本地区由企业上传测绘成果文件，请先上传文件")


def refuse_if(reasons: Iterable[Reason]) -> None:
    """Refused with all of them, where there is any."""
    found = tuple(reasons)
    if found:
        raise Refused(found)


def refuse(*reasons: Reason) -> Refused:
    """The refusal that says these reasons."""
    return Refused(reasons)
