"""What each role may do with each kind of record: one readable table, written to the database by the release step."""

from collections.abc import Iterator
from dataclasses import dataclass

from models.enums import Role

LOOK = ("list", "show", "export")
CHANGE = (*LOOK, "edit")
WRITE = (*LOOK, "add", "edit")
FULL = (*WRITE, "delete")

ADMIN = Role.system_admin
DEVELOPER_ADMIN = Role.developer_admin
DEVELOPERS = (Role.developer_admin, Role.developer_operator, Role.seal_holder)
AUTHORITY_ADMIN = Role.authority_admin
REVIEWERS = (
    Role.survey_reviewer,
    Role.property_reviewer,
    Role.presale_reviewer,
    Role.fund_reviewer,
    Role.filing_reviewer,
    Role.restriction_officer,
    Role.section_head,
    Role.authority_admin,
)
BANKS = (Role.escrow_bank, Role.mortgage_bank, Role.loan_bank, Role.provident_fund)
EVERYBODY = (ADMIN, *DEVELOPERS, *REVIEWERS, *BANKS, Role.survey_agency)
DESK = (*DEVELOPERS, *REVIEWERS, *BANKS)


@dataclass(frozen=True, slots=True)
class Grant:
    """Who may do how much; a role named twice has both."""

    full: tuple[Role, ...] = ()
    write: tuple[Role, ...] = ()
    change: tuple[Role, ...] = ()
    look: tuple[Role, ...] = ()

    def acts(self) -> Iterator[tuple[Role, str]]:
        for roles, acts in ((self.full, FULL), (self.write, WRITE), (self.change, CHANGE), (self.look, LOOK)):
            for role in roles:
                yield from ((role, act) for act in acts)


# Rows are narrowed by app/security/rows.py: a company's administrator writes, but only rows of the own company.
RECORDS: dict[str, Grant] = {
    # master data
    "organizations": Grant(write=(ADMIN, AUTHORITY_ADMIN), change=(DEVELOPER_ADMIN,), look=EVERYBODY),
    "users": Grant(write=(ADMIN, DEVELOPER_ADMIN), look=(AUTHORITY_ADMIN, Role.section_head)),
    "projects": Grant(full=(DEVELOPER_ADMIN,), look=(ADMIN, *DESK)),
    "project-certificates": Grant(full=(DEVELOPER_ADMIN,), look=(ADMIN, *DESK)),
    "property-companies": Grant(full=(DEVELOPER_ADMIN,), look=(ADMIN, *DEVELOPERS, *REVIEWERS)),
    "escrow-accounts": Grant(write=(DEVELOPER_ADMIN,), look=(ADMIN, *DESK)),
    "organization-banks": Grant(full=(DEVELOPER_ADMIN,), look=(ADMIN, *DESK)),
    # what changes through businesses only
    "surveys": Grant(look=(*DEVELOPERS, *REVIEWERS, Role.survey_agency)),
    "buildings": Grant(look=DESK),
    "units": Grant(look=DESK),
    "businesses": Grant(look=DESK),
    "phrases": Grant(full=(ADMIN, *REVIEWERS, *BANKS)),
    # what a region or the platform sets
    "region-rules": Grant(write=(ADMIN, AUTHORITY_ADMIN), look=REVIEWERS),
    "time-limits": Grant(write=(ADMIN, AUTHORITY_ADMIN), look=REVIEWERS),
    "stage-tables": Grant(change=(ADMIN, AUTHORITY_ADMIN), look=REVIEWERS),
    "document-templates": Grant(write=(ADMIN, AUTHORITY_ADMIN)),
    "regions": Grant(write=(ADMIN,), look=(AUTHORITY_ADMIN,)),
    "dictionaries": Grant(write=(ADMIN,), look=(AUTHORITY_ADMIN,)),
    "dictionary-items": Grant(write=(ADMIN,), look=(AUTHORITY_ADMIN,)),
    "calendar-days": Grant(change=(ADMIN,), look=REVIEWERS),
    "application-tiles": Grant(full=(ADMIN,)),
    "version-notes": Grant(full=(ADMIN,)),
    "events": Grant(look=(ADMIN, AUTHORITY_ADMIN, Role.section_head)),
}

# What Flask-AppBuilder's own pages ask for.
FRAMEWORK = {"OpenApi": ("get",), "SwaggerView": ("show",)}

# A service account or an employee of a bureau or bank may keep a password in production (PASSWORD_LOGIN_ROLES=staff).
STAFF = frozenset({ADMIN, *REVIEWERS, *BANKS, Role.survey_agency})


def permissions_of(role: Role) -> frozenset[tuple[str, str]]:
    """Pairs of permission and record kind, as Flask-AppBuilder stores them."""
    records = {
        (f"can_{act}", record) for record, grant in RECORDS.items() for holder, act in grant.acts() if holder is role
    }
    framework = {(f"can_{act}", view) for view, acts in FRAMEWORK.items() for act in acts}
    return frozenset(records | framework)


def password_roles(setting: str) -> frozenset[Role]:
    """The roles that may log in by password: `all`, `staff`, or codes with commas between them."""
    if setting == "all":
        return frozenset(Role)
    if setting == "staff":
        return STAFF
    return frozenset(Role(code.strip()) for code in setting.split(",") if code.strip())
