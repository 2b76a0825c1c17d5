"""A small town to try the frame in: two companies, a bank, two bureaus, the platform, a person for each."""

import datetime as dt
import re

from werkzeug.security import generate_password_hash

from app.extensions import db
from app.factory import create_app
from app.security import release
from app.security.scopes import system_scope
from app.web.unit_of_work import unit_of_work
from models import Membership, MembershipRole, Organization, Person, Project, Region
from models.base import Model
from models.enums import EnrolmentState, OrganizationKind, Role
from tests.web.trial import TrialApi, TrialView

REGIONS = {"430000": "湖南省", "430800": "张家界市", "430802": "永定区", "430100": "长沙市"}
ORGANIZATIONS = {
    "甲公司": (OrganizationKind.developer, "430802"),
    "乙公司": (OrganizationKind.developer, "430802"),
    "银行": (OrganizationKind.bank, "430802"),
    "房产局": (OrganizationKind.authority, "430800"),
    "外市房产局": (OrganizationKind.authority, "430100"),
    "测绘院": (OrganizationKind.survey_agency, "430802"),
    "平台": (OrganizationKind.platform, "430000"),
}
PEOPLE = {
    "developer_admin": ("甲公司", Role.developer_admin),
    "developer_operator": ("甲公司", Role.developer_operator),
    "other_admin": ("乙公司", Role.developer_admin),
    "escrow_bank": ("银行", Role.escrow_bank),
    "survey_reviewer": ("房产局", Role.survey_reviewer),
    "authority_admin": ("房产局", Role.authority_admin),
    "other_region": ("外市房产局", Role.survey_reviewer),
    "survey_agency": ("测绘院", Role.survey_agency),
    "admin": ("平台", Role.system_admin),
}
PASSWORD = "demo-password"
HASH = generate_password_hash(PASSWORD, method="pbkdf2:sha256:1")


class Clock:
    """Stands still until it is told to go on."""

    def __init__(self):
        self.now = dt.datetime(2026, 3, 2, 1, 0, tzinfo=dt.UTC)

    def __call__(self):
        return self.now

    def pass_by(self, **time):
        self.now += dt.timedelta(**time)


def build(url, instance, **overrides):
    app = create_app(
        SQLALCHEMY_DATABASE_URI=url,
        INSTANCE_PATH=instance,
        STORAGE_PATH=instance / "files",
        CLOCK=Clock(),
        TESTING=True,
        **overrides,
    )
    with app.app_context():
        Model.metadata.create_all(db.engine)
        app.appbuilder.add_view_no_menu(TrialView)
        app.appbuilder.add_api(TrialApi)
        release.write_roles()
    with app.app_context(), system_scope(), unit_of_work():
        populate(db.session())
    return app


def populate(session):
    session.add_all(Region(code=code, name=name) for code, name in REGIONS.items())
    session.flush()
    organizations = {
        name: Organization(
            credit_code=f"91430800MA{number:08}",
            name=name,
            kind=kind,
            legal_representative="张三",
            legal_representative_id="430802199001011234",
            region_code=region,
        )
        for number, (name, (kind, region)) in enumerate(ORGANIZATIONS.items())
    }
    session.add_all(organizations.values())
    for number, (username, (organization, role)) in enumerate(PEOPLE.items()):
        enrol(session, username, organizations[organization], role, phone_of(number))
    session.flush()
    for number, company in enumerate(("甲公司", "乙公司"), start=1):
        session.add(
            Project(
                project_no=f"P{number}",
                name=f"{company}的项目",
                location="某路 1 号",
                region_code="430802",
                developer_id=organizations[company].id,
            )
        )


def phone_of(number):
    return f"139000000{number:02}"


def enrol(session, username, organization, role, phone):
    person = session.query(Person).filter_by(username=username).one_or_none() or Person(
        first_name=username,
        last_name=username,
        username=username,
        email=f"{username}@example.com",
        active=True,
        full_name=username,
        password=HASH,
        phone=phone,
    )
    session.add(
        Membership(
            user=person, organization=organization, state=EnrolmentState.approved, roles=[MembershipRole(role=role)]
        )
    )


def token_of(client, url="/login/"):
    return re.search(r'csrf-token" content="([^"]+)"', client.get(url).text)[1]


def try_password(client, username, password=PASSWORD):
    typed = {"tab": "staff", "username": username, "password": password, "csrf_token": token_of(client)}
    return client.post("/login/", data=typed)


def signed_in(app, username):
    client = app.test_client()
    assert try_password(client, username).status_code == 302
    return client


def bearer(app, username):
    body = {"username": username, "password": PASSWORD, "provider": "db"}
    answer = app.test_client().post("/api/v1/security/login", json=body)
    return {"Authorization": f"Bearer {answer.json['access_token']}"}
