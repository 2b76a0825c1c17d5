"""The people of the demo city: one account for every role, and the second pair of eyes where two are needed."""

from dataclasses import dataclass

from models.enums import EnrolmentState, Role


@dataclass(frozen=True, slots=True)
class Account:
    """An account in a line; `organization` is a key of organizations.py, a buyer has none."""

    username: str
    name: str
    role: Role
    organization: str | None
    position: str = ""
    state: EnrolmentState = EnrolmentState.approved

    @property
    def password(self) -> str:
        return f"demo-{self.username}"

    @property
    def title(self) -> str:
        return self.role.title


ACCOUNTS = (
    Account("admin", "黎星河", Role.system_admin, "platform", "平台管理员"),
    Account("developer_admin", "覃远帆", Role.developer_admin, "developer", "总经理"),
    Account("developer_operator", "谷雨薇", Role.developer_operator, "developer", "网签专员"),
    Account("seal_holder", "覃思远", Role.seal_holder, "developer", "印章管理员"),
    Account("other_developer_operator", "向晚晴", Role.developer_operator, "other_developer", "网签专员"),
    Account("survey_reviewer", "田思齐", Role.survey_reviewer, "authority", "测绘科科员"),
    Account("survey_reviewer_2", "邓若谷", Role.survey_reviewer, "authority", "测绘科副科长"),
    Account("property_reviewer", "宋知微", Role.property_reviewer, "authority", "物业管理科科员"),
    Account("presale_reviewer", "卓文澜", Role.presale_reviewer, "authority", "预售科科员"),
    Account("fund_reviewer", "欧阳泓", Role.fund_reviewer, "authority", "资金监管科科员"),
    Account("fund_reviewer_2", "龙在渊", Role.fund_reviewer, "authority", "资金监管科副科长"),
    Account("filing_reviewer", "全书雅", Role.filing_reviewer, "authority", "网签备案科科员"),
    Account("filing_reviewer_2", "杜衡之", Role.filing_reviewer, "authority", "网签备案科副科长"),
    Account("restriction_officer", "满庭芳", Role.restriction_officer, "authority", "限制登记岗"),
    Account("restriction_officer_2", "毛亦然", Role.restriction_officer, "authority", "限制登记岗"),
    Account("section_head", "甄明理", Role.section_head, "authority", "测绘科科长"),
    Account("authority_admin", "田禾", Role.authority_admin, "authority", "系统管理岗"),
    Account("other_region_survey_reviewer", "汤予安", Role.survey_reviewer, "other_authority", "测绘科科员"),
    Account("escrow_bank", "罗景行", Role.escrow_bank, "escrow_bank", "监管专员"),
    Account("mortgage_bank", "彭知夏", Role.mortgage_bank, "mortgage_bank", "按揭专员"),
    Account("loan_bank", "伍望舒", Role.loan_bank, "loan_bank", "信贷专员"),
    Account("provident_fund", "符秋白", Role.provident_fund, "provident_fund", "贷款审核岗"),
    Account("survey_agency", "庹明远", Role.survey_agency, "survey_agency", "项目负责人"),
    Account("buyer", "秦照临", Role.buyer, None),
)

# Staff of the first company on their way into the system (manual 3.2).
APPLICANTS = (
    Account("staff_1", "瞿清扬", Role.developer_operator, "developer", "网签专员", EnrolmentState.draft),
    Account("staff_2", "朱砚秋", Role.developer_operator, "developer", "网签专员", EnrolmentState.draft),
    Account("staff_3", "胡望北", Role.seal_holder, "developer", "印章管理员", EnrolmentState.draft),
    Account("staff_4", "唐予宁", Role.developer_operator, "developer", "网签专员", EnrolmentState.draft),
    Account("staff_5", "熊嘉树", Role.developer_operator, "developer", "网签专员", EnrolmentState.draft),
    Account("staff_6", "虞疏影", Role.seal_holder, "developer", "印章管理员", EnrolmentState.draft),
)
