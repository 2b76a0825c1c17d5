"""Words that the database stores as codes: each member carries its Chinese title and the tone it is shown in."""

from enum import Enum
from typing import Self


class CodedEnum(Enum):
    """A stored code with the title people read and the tone (good, warn, bad, info or empty) of its chip."""

    title: str
    tone: str

    def __new__(cls, code: str, title: str = "", tone: str = "") -> Self:
        member = object.__new__(cls)
        member._value_ = code
        member.title = title
        member.tone = tone
        return member

    def __str__(self) -> str:
        return self.title


class Role(CodedEnum):
    """Who may act: the roles of the housing desk, named as in the permission table."""

    developer_admin = "developer_admin", "开发企业管理员"
    developer_operator = "developer_operator", "网签操作员"
    seal_holder = "seal_holder", "印章授权人"
    survey_reviewer = "survey_reviewer", "测绘科"
    property_reviewer = "property_reviewer", "物业管理科"
    presale_reviewer = "presale_reviewer", "预售科"
    fund_reviewer = "fund_reviewer", "资金监管科"
    filing_reviewer = "filing_reviewer", "网签备案科"
    restriction_officer = "restriction_officer", "限制登记岗"
    authority_admin = "authority_admin", "主管部门管理员"
    section_head = "section_head", "科室负责人"
    escrow_bank = "escrow_bank", "监管银行"
    mortgage_bank = "mortgage_bank", "按揭银行"
    loan_bank = "loan_bank", "贷款银行"
    provident_fund = "provident_fund", "公积金中心"
    survey_agency = "survey_agency", "测绘机构"
    buyer = "buyer", "购房人"
    system_admin = "Admin", "系统管理员"


class Side(CodedEnum):
    """The side chosen at login (manual 2.1)."""

    developer = "developer", "开发企业"
    authority = "authority", "主管部门"
    bank = "bank", "银行"
    provident_fund = "provident_fund", "公积金"
    survey_agency = "survey_agency", "测绘机构"
    buyer = "buyer", "购房人"
    platform = "platform", "平台"


class OrganizationKind(CodedEnum):
    developer = "developer", "开发企业"
    bank = "bank", "银行"
    provident_fund = "provident_fund", "公积金中心"
    authority = "authority", "主管部门"
    survey_agency = "survey_agency", "测绘机构"
    property_company = "property_company", "物业服务企业"
    platform = "platform", "平台"


class LegalForm(CodedEnum):
    state_owned = "state_owned", "国有企业"
    joint_stock = "joint_stock", "股份有限公司"
    limited = "limited", "有限责任公司"
    foreign = "foreign", "外商投资企业"
    other = "other", "其他"


class OrganizationStatus(CodedEnum):
    normal = "normal", "正常", "good"
    suspended = "suspended", "暂停", "warn"
    deregistered = "deregistered", "注销", "bad"


class QualificationGrade(CodedEnum):
    first = "first", "一级"
    second = "second", "二级"
    third = "third", "三级（旧）"
    fourth = "fourth", "四级（旧）"
    provisional = "provisional", "暂定（旧）"


class BankLinkKind(CodedEnum):
    mortgage = "mortgage", "按揭银行"
    loan = "loan", "贷款银行"


class AccountStatus(CodedEnum):
    active = "active", "启用", "good"
    stopped = "stopped", "停用", "warn"
    closed = "closed", "已注销"


class EnrolmentState(CodedEnum):
    draft = "draft", "草稿"
    applied = "applied", "已申请", "info"
    approved = "approved", "已通过", "good"
    refused = "refused", "已拒绝", "bad"
    disabled = "disabled", "停用", "warn"


class CertificateKind(CodedEnum):
    land_certificate = "land_certificate", "国有土地使用证/不动产权证"
    land_planning_permit = "land_planning_permit", "建设用地规划许可证"
    construction_planning_permit = "construction_planning_permit", "建设工程规划许可证"
    construction_permit = "construction_permit", "建筑工程施工许可证"
    completion_filing = "completion_filing", "竣工验收备案"


class SurveyKind(CodedEnum):
    predicted = "predicted", "预测"
    actual = "actual", "实测"


class SurveyState(CodedEnum):
    unfiled = "unfiled", "未备案"
    in_progress = "in_progress", "在办", "info"
    filed = "filed", "已备案", "good"
    history = "history", "历史"


class BuildingState(CodedEnum):
    draft = "draft", "在办", "info"
    current = "current", "现行", "good"
    history = "history", "历史"
    discarded = "discarded", "已取消"


class Phase(CodedEnum):
    presale = "presale", "期房"
    existing = "existing", "现房"


class SaleKind(CodedEnum):
    """What a unit is for; only what is for sale needs a price."""

    saleable = "saleable", "可售"
    self_held = "self_held", "自持"
    resettlement = "resettlement", "安置"
    public = "public", "公共配套"
    civil_defence = "civil_defence", "人防"
    property = "property", "物管"


class PricingMode(CodedEnum):
    """Which area the unit price is multiplied with."""

    gross = "gross", "建筑面积"
    inner = "inner", "套内面积"
    set = "set", "套(个)"


class BusinessStatus(CodedEnum):
    open = "open", "未办结", "info"
    archived = "archived", "已办结", "good"
    refused = "refused", "不予许可", "bad"
    cancelled = "cancelled", "已取消"
    terminated = "terminated", "已终止"
    suspended = "suspended", "已挂起", "warn"


class RunState(CodedEnum):
    """任务状态 of a stage run; returned is the reviewer's own run that sent the business back (退件)."""

    waiting = "waiting", "待接件", "warn"
    open = "open", "办理中", "info"
    done = "done", "正常完成", "good"
    abnormal = "abnormal", "异常", "bad"
    returned = "returned", "退件", "bad"
    cancelled = "cancelled", "已取消"


class ClockState(CodedEnum):
    """How a promised time stands: pending is running towards a day that the calendar does not reach yet."""

    none = "none", "未计时"
    running = "running", "计时中", "info"
    pending = "pending", "期限待定", "warn"
    stopped = "stopped", "计时暂停"
    ended = "ended", "已办结"


class InterventionKind(CodedEnum):
    """What the bureau's administrator does to a case from outside its stages."""

    suspended = "suspended", "挂起", "warn"
    resumed = "resumed", "恢复", "info"
    terminated = "terminated", "终止", "bad"


class Occasion(CodedEnum):
    """What people are told of, each once."""

    dispatch = "dispatch", "到件", "info"
    send_back = "send_back", "退件", "bad"
    due_today = "due_today", "今日到期", "warn"
    late = "late", "超期", "bad"
    intervention = "intervention", "挂起与终止", "warn"
    delegation = "delegation", "委托代办", "info"
    calendar_ends = "calendar_ends", "工作日历", "warn"


class TaskState(CodedEnum):
    todo = "todo", "待办", "warn"
    done = "done", "已完成", "good"


class OpinionResult(CodedEnum):
    agree = "agree", "同意", "good"
    disagree = "disagree", "不同意", "bad"


class Sign(CodedEnum):
    """What an automatic check says: it holds, somebody should look, or nobody may agree."""

    holds = "holds", "通过", "good"
    doubtful = "doubtful", "提示", "warn"
    fails = "fails", "不通过", "bad"


class Legibility(CodedEnum):
    """Whether a stored paper can be read on the screen, as found when it came in."""

    legible = "legible", "清晰", "good"
    blank = "blank", "首页空白", "warn"
    coarse = "coarse", "分辨率过低", "warn"
    unreadable = "unreadable", "无法显示", "bad"


class PhraseUse(CodedEnum):
    """Where a phrase of the desk is offered."""

    agree = "agree", "同意的意见"
    disagree = "disagree", "退件的意见"
    fault = "fault", "退件项的问题"
    wanted = "wanted", "退件项的补正要求"


class ListKind(CodedEnum):
    """The lists of businesses that a person may arrange for oneself."""

    inbox = "inbox", "在手业务"
    handled = "handled", "已办业务"
    review = "review", "审核台"


class LockSubject(CodedEnum):
    building = "building", "栋"
    unit = "unit", "户室"
    agreement = "agreement", "监管协议"
    survey = "survey", "测绘成果"
    membership = "membership", "入网人员"


class StageTableState(CodedEnum):
    draft = "draft", "草稿", "warn"
    published = "published", "已发布", "good"
    retired = "retired", "已停用"


class TemplateState(CodedEnum):
    draft = "draft", "草稿", "warn"
    published = "published", "在用", "good"
    retired = "retired", "已停用"


class OutboxKind(CodedEnum):
    """What leaves a transaction: done after the commit by the worker, again and again until it succeeds."""

    document = "document", "生成文书"
    occasion = "occasion", "分发消息"
    notice = "notice", "短信通知"
    exchange = "exchange", "数据交换"
    publication = "publication", "公示"


class SaleState(CodedEnum):
    """销售状态: shown for every unit; what is not for sale by its kind is 不可售 from the start."""

    not_permitted = "not_permitted", "未取得许可"
    existing_not_permitted = "existing_not_permitted", "未办现售许可"
    available = "available", "可售"
    withheld = "withheld", "不可售"
    signing = "signing", "签约中"
    signed = "signed", "已签约"
    filed = "filed", "已备案"
    titled = "titled", "已办证"
