"""文书模板: drafts, previews, publishing, rolling back, and what documents are made with, on both databases."""

import re

import pytest
from sqlalchemy import delete, func, select, update

from app.documents.catalogue import DOCUMENTS
from app.documents.environment import default_body
from app.documents.templates import versions
from app.outbox import deliver_due
from models import Building, Business, DocumentTemplate, Event, OutboxMessage, ProducedDocument, Project, StoredFile
from models.enums import TemplateState
from tests.documents.reading import text_of as pdf_text
from tests.pages.conftest import text_of
from tests.races.together import together
from workflows import service

RECEIPT = DOCUMENTS["acceptance_receipt"]
OWN = default_body(RECEIPT.template)
KEY = versions.Key("430802", RECEIPT)
PAGE = "/document-templates/acceptance_receipt/"
NOTE = '<p class="note">说明：'


def changed(words):
    return OWN.replace(NOTE, f"{NOTE}{words}")


@pytest.fixture
def admin_page(visit):
    return visit("authority_admin")


def post(page, act, body=OWN, version=0, **more):
    return page.post(PAGE, {"act": act, "body": body, "version": str(version), "note": "", **more})


@pytest.fixture
def published(desk, authority_admin, clock):
    """Puts this body in force as the county's next version; the proof before it has tests of its own."""

    def publish(body):
        with desk() as session:
            draft = versions.save_draft(session, KEY, body, "", 0, authority_admin, clock.now)
            versions.publish(session, KEY, body, draft.version, authority_admin, clock.now)

    return publish


@pytest.fixture
def accept(desk, developer_operator, clock):
    """A new business with its receipt waiting to be made; the survey is free again at once."""

    def create():
        with desk() as session:
            project_id = session.scalars(select(Project.id).where(Project.promotion_name == "澧岸云庭")).one()
            subject = {"survey_no": "CL20220406001", "project_id": project_id}
            business = service.accept(session, "predicted_survey", subject, developer_operator, clock.now)
            number = business.business_no
        with desk() as session:
            from workflows.inputs import Inputs

            version = service.find_business(session, number).version
            service.cancel(session, number, Inputs(version=version), developer_operator, clock.now)
        return number

    return create


@pytest.fixture
def made(app, desk, clock):
    """Delivers what waits and gives the text and the template's number of a business's receipt."""

    def make(number):
        with app.app_context():
            deliver_due(clock.now)
        with desk() as session:
            row = session.execute(
                select(StoredFile.sha256, DocumentTemplate.number)
                .join(ProducedDocument, ProducedDocument.file_id == StoredFile.id)
                .join(Business, Business.id == ProducedDocument.business_id)
                .outerjoin(DocumentTemplate, DocumentTemplate.id == ProducedDocument.template_id)
                .where(Business.business_no == number)
            ).one_or_none()
        if row is None:
            return None
        return pdf_text(app.extensions["storage"].get(row.sha256)), row.number

    return make


def templates(desk):
    with desk() as session:
        rows = session.execute(
            select(DocumentTemplate.number, DocumentTemplate.state).order_by(DocumentTemplate.number)
        )
        return [(row.number, row.state) for row in rows]


# ---- the life of a template ----


def test_documents_follow_the_version_in_force_and_keep_the_one_they_were_made_with(
    admin_page, published, accept, made, desk
):
    first = accept()
    assert made(first)[1] is None
    published(changed("一号版"))
    second = accept()
    assert made(second) == (made(second)[0], 1)
    assert "一号版" in made(second)[0]
    assert "一号版" not in made(first)[0]
    assert post(admin_page, "publish", changed("二号版")).status_code == 302
    third = accept()
    assert (made(third)[1], "二号版" in made(third)[0]) == (2, True)
    back = admin_page.post(f"{PAGE}roll-back", {"number": "1"})
    assert back.status_code == 302
    fourth = accept()
    assert (made(fourth)[1], "一号版" in made(fourth)[0]) == (1, True)
    assert templates(desk) == [(1, TemplateState.published), (2, TemplateState.retired)]
    admin_page.post(f"{PAGE}roll-back", {"number": "0"})
    fifth = accept()
    assert made(fifth)[1] is None
    assert made(second)[1] == 1
    assert "已生成" in admin_page.opened(f"{PAGE}?panel=versions")


def test_a_draft_changes_nothing_and_may_be_given_up(admin_page, accept, made, desk):
    assert post(admin_page, "save", changed("草稿")).status_code == 302
    assert made(accept())[1] is None
    shown = admin_page.opened(PAGE)
    assert "草稿" in shown
    assert "第 1 版草稿" in shown
    assert post(admin_page, "discard", version=1).status_code == 302
    assert templates(desk) == []


def test_a_faulty_draft_is_kept_and_not_published(admin_page, desk):
    answer = post(admin_page, "publish", changed("{{ content.nosuch }}<script>"))
    assert answer.status_code == 422
    shown = text_of(answer)
    line = OWN[: OWN.index(NOTE)].count("\n") + 1
    assert f'data-line="{line}"' in shown
    assert "content 没有 nosuch 这个字段" in shown
    assert "不能使用标签 <script>" in shown
    assert "{{ content.nosuch }}<script>" in shown
    assert templates(desk) == [(1, TemplateState.draft)]


def test_what_cannot_be_laid_out_is_not_published(admin_page, desk):
    huge = OWN.replace(NOTE, '<table><tr><td height="999"><p style="font-size: 900pt">甲</p></td></tr></table>' + NOTE)
    answer = post(admin_page, "publish", huge)
    assert answer.status_code == 422
    assert "一般样例" in text_of(answer)
    assert templates(desk) == [(1, TemplateState.draft)]


def test_every_act_is_in_the_log(admin_page, published, desk):
    post(admin_page, "save", changed("甲"))
    post(admin_page, "discard", version=1)
    published(changed("乙"))
    admin_page.post(f"{PAGE}roll-back", {"number": "0"})
    with desk() as session:
        rows = session.scalars(
            select(Event.action).where(Event.subject_kind == "document_template").order_by(Event.id)
        ).all()
    assert rows == [
        "edit_document_template",
        "discard_document_template",
        "edit_document_template",
        "publish_document_template",
        "roll_back_document_template",
    ]


# ---- two people, stale pages ----


def test_a_draft_that_another_changed_is_not_overwritten_unseen(admin_page, desk):
    post(admin_page, "save", changed("甲"))
    answer = post(admin_page, "save", changed("乙"))
    assert answer.status_code == 409
    shown = text_of(answer)
    assert "修改了模板草稿" in shown
    assert "甲" in shown
    assert "乙" in shown
    version = re.search(r'name="version" value="(\d+)"', shown)[1]
    assert post(admin_page, "save", changed("乙"), version=version).status_code == 302
    kept = admin_page.client.post(
        f"{PAGE}keep", data={"body": "x", "version": "1"}, headers={"Accept": "application/json"}
    )
    assert kept.status_code in {400, 409}


def test_drafts_kept_while_typing_tell_their_faults(admin_page):
    token = re.search(r'name="csrf-token" content="([^"]+)"', admin_page.get("/public/").get_data(as_text=True))[1]
    answer = admin_page.client.post(
        f"{PAGE}keep", data={"body": "<p>", "version": "0", "csrf_token": token}, headers={"Accept": "application/json"}
    )
    assert answer.status_code == 200
    assert answer.json["version"] == 1
    assert answer.json["faults"][0]["line"] == 1
    stale = admin_page.client.post(
        f"{PAGE}keep", data={"body": "x", "version": "0", "csrf_token": token}, headers={"Accept": "application/json"}
    )
    assert (stale.status_code, stale.json["code"]) == (409, "M20")


def test_two_who_publish_at_once_leave_one_version_in_force(admin_page, visit, desk):
    post(admin_page, "save", changed("甲"))
    pages = [visit("authority_admin"), visit("authority_admin")]
    answers = together([lambda page=page: post(page, "publish", changed("甲"), version=1) for page in pages])
    assert sorted(answer.status_code for answer in answers) == [302, 409]
    assert [state for _, state in templates(desk)].count(TemplateState.published) == 1


def test_the_database_holds_one_draft_and_one_version_in_force(desk):
    for state in (TemplateState.draft, TemplateState.published):
        with pytest.raises(Exception, match=r"(?i)unique"), desk() as session:
            session.add_all(template(number, state) for number in (1, 2))


def template(number, state, region_code="430802", body=OWN):
    from datetime import UTC, datetime

    return DocumentTemplate(
        region_code=region_code,
        kind=RECEIPT.key,
        number=number,
        state=state,
        body=body,
        edited_by="测试",
        edited_at=datetime(2026, 11, 23, tzinfo=UTC),
    )


# ---- regions ----


def test_a_county_inherits_from_its_prefecture_until_it_has_its_own(desk, accept, made, published, admin_page):
    with desk() as session:
        session.add(template(1, TemplateState.published, "430800", changed("市级")))
        session.add(template(1, TemplateState.published, "430000", changed("省级")))
        session.add(template(1, TemplateState.published, "430602", changed("外市")))
    assert "市级" in made(accept())[0]
    assert "沿用上级" in admin_page.opened(PAGE)
    assert "市级" in admin_page.opened(PAGE)
    published(changed("区级"))
    assert "区级" in made(accept())[0]
    admin_page.post(f"{PAGE}roll-back", {"number": "0"})
    assert "市级" in made(accept())[0]


@pytest.mark.parametrize(
    "username", ["developer_admin", "survey_reviewer", "section_head", "escrow_bank", "survey_agency"]
)
@pytest.mark.parametrize("path", ["/document-templates/list/", PAGE, f"{PAGE}preview.pdf"])
def test_who_may_not_write_templates_finds_none(visit, username, path):
    assert visit(username).get(path).status_code == 404


@pytest.mark.parametrize("username", ["developer_admin", "survey_reviewer"])
def test_who_may_not_write_templates_cannot_post_either(visit, desk, username):
    page = visit(username)
    assert post(page, "publish", changed("x")).status_code == 404
    assert page.post(f"{PAGE}keep", {"body": "x"}).status_code == 404
    assert page.post(f"{PAGE}roll-back", {"number": "0"}).status_code == 404
    assert templates(desk) == []


@pytest.mark.parametrize("region", ["430800", "430000", "430602", "999999", "43080", "' OR 1=1"])
def test_another_regions_templates_do_not_exist(admin_page, desk, region):
    with desk() as session:
        session.add(template(1, TemplateState.draft, "430800", changed("别处的草稿")))
    assert admin_page.get(f"{PAGE}?region={region}").status_code == 404
    assert admin_page.get(f"{PAGE}preview.pdf?number=1&region={region}").status_code == 404
    assert post(admin_page, "save", changed("x"), region=region).status_code == 404
    assert admin_page.post(f"{PAGE}roll-back", {"number": "1", "region": region}).status_code == 404
    assert len(templates(desk)) == 1


def test_the_wall_stands_below_the_page_too(desk, app, authority_admin, developer_operator):
    from app.extensions import db
    from app.security.scopes import acting_as

    with desk() as session:
        session.add(template(1, TemplateState.draft, "430800"))
        session.add(template(2, TemplateState.published, "430800"))
        session.add(template(1, TemplateState.draft, "430602"))
        session.add(template(1, TemplateState.draft, "430802"))
    with app.app_context():
        with acting_as(authority_admin):
            seen = db.session.scalars(select(DocumentTemplate)).all()
            assert {(one.region_code, one.number) for one in seen} == {("430800", 2), ("430802", 1)}
        with acting_as(developer_operator):
            assert db.session.scalars(select(DocumentTemplate)).all() == []


def test_the_platform_writes_for_any_region_and_sees_no_business(visit, desk, accept, made):
    page = visit("admin")
    made(accept())
    shown = page.opened(f"{PAGE}?region=430802&panel=preview")
    assert "用样例数据" in shown
    assert post(page, "publish", changed("平台代写"), region="430802").status_code == 302
    assert "平台代写" in made(accept())[0]
    assert "430602" in page.opened("/document-templates/list/")


def test_unknown_kinds_versions_and_acts_are_not_there(admin_page):
    assert admin_page.get("/document-templates/nosuch/").status_code == 404
    assert admin_page.get(f"{PAGE}preview.pdf?number=7").status_code == 404
    assert admin_page.post(f"{PAGE}roll-back", {"number": "7"}).status_code == 404
    assert admin_page.post(f"{PAGE}roll-back", {"number": "x"}).status_code == 404
    assert post(admin_page, "nosuch").status_code == 404
    assert admin_page.post(f"{PAGE}roll-back", {"number": "0"}).status_code == 422


# ---- previews ----


def test_the_preview_is_the_pdf_of_the_newest_business_and_shows_its_differences(admin_page, accept, made, clock):
    first = accept()
    clock.advance(minutes=5)
    second = accept()
    made(second)
    assert post(admin_page, "preview", changed("新说明")).status_code == 302
    shown = admin_page.opened(f"{PAGE}?panel=preview")
    assert second in shown
    assert "新说明" in shown
    assert "文字与在用模板的差异" in shown
    answer = admin_page.get(f"{PAGE}preview.pdf?number=1")
    assert answer.content_type == "application/pdf"
    text = pdf_text(answer.data)
    assert f"{second}（预览）" in text
    assert "新说明" in text
    named = admin_page.get(f"{PAGE}preview.pdf?number=1&business_no={first}")
    assert f"{first}（预览）" in pdf_text(named.data)


def test_a_preview_may_be_framed_by_our_own_pages_only(admin_page, accept, made):
    made(accept())
    answer = admin_page.get(f"{PAGE}preview.pdf")
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Content-Disposition"] == "inline"
    assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("number", ["C000", "' OR 1=1 --", "C" * 200])
def test_a_business_that_is_not_to_be_seen_says_so_and_nothing_more(admin_page, number):
    assert "没有【业务受理单】" in admin_page.opened(f"{PAGE}?panel=preview&business_no={number}")
    assert admin_page.get(f"{PAGE}preview.pdf?business_no={number}").status_code == 422


def test_a_business_of_another_region_is_as_unknown_as_any(admin_page, accept, made, desk):
    number = accept()
    made(number)
    with desk() as session:
        session.execute(update(Business).values(snapshot={}))
        session.scalars(select(Business)).one().region_code = "430602"
    assert admin_page.get(f"{PAGE}preview.pdf?business_no={number}").status_code == 422


@pytest.mark.usefixtures("city")
def test_every_kind_is_shown_on_real_data_and_in_every_panel(admin_page, app, clock, desk):
    """By a building that was returned once and then filed, so that every kind of document was made of it."""
    with desk() as session:
        filed = select(Business.business_no).join(Building).where(Building.building_no == "E003")
        number = session.scalars(filed).one()
        session.execute(delete(OutboxMessage).where(OutboxMessage.business_no != number))
    with app.app_context():
        deliver_due(clock.now)
    for kind in DOCUMENTS:
        address = f"/document-templates/{kind}/"
        for panel in ("fields", "difference", "versions"):
            assert admin_page.opened(f"{address}?panel={panel}")
        assert number in admin_page.opened(f"{address}?panel=preview")
        text = pdf_text(admin_page.get(f"{address}preview.pdf?business_no={number}").data)
        assert f"{number}（预览）" in text


def test_two_versions_are_compared_line_by_line(admin_page, published):
    published(changed("甲说明"))
    published(changed("乙说明"))
    shown = admin_page.opened(f"{PAGE}?panel=difference&from=1&to=2")
    assert re.search(r"is-gone.*甲说明.*is-new.*乙说明", shown, re.DOTALL)
    assert "两者相同" in admin_page.opened(f"{PAGE}?panel=difference&from=2&to=2")


# ---- failures ----


def test_a_template_that_fails_loses_no_document_and_is_told(admin_page, published, accept, made, desk, clock, cli):
    """As after a rule was tightened: what was published once no longer passes."""
    published(changed("甲"))
    with desk() as session:
        session.execute(update(DocumentTemplate).values(body=changed("{{ content.gone }}")))
    number = accept()
    assert made(number) is None
    with desk() as session:
        message = session.scalars(select(OutboxMessage).where(OutboxMessage.business_no == number)).one()
        assert message.delivered_at is None
        assert "gone" in message.last_error
        event = session.scalars(select(Event).where(Event.action == "document_failed")).one()
        assert (event.business_no, event.subject_id) == (number, "acceptance_receipt")
        assert "没有 gone 这个字段" in event.detail["reason"]
    assert "1 件未能生成" in admin_page.opened("/document-templates/list/")
    assert "未能生成，正在重试" in admin_page.opened(PAGE)
    clock.advance(minutes=5)
    assert made(number) is None
    with desk() as session:
        assert session.scalar(select(func.count(Event.id)).where(Event.action == "document_failed")) == 1
    assert admin_page.post(f"{PAGE}roll-back", {"number": "0"}).status_code == 302
    clock.advance(hours=2)
    text, template_number = made(number)
    assert template_number is None
    assert "业务受理单" in text
    assert "件未能生成" not in admin_page.opened("/document-templates/list/")


def test_a_version_that_no_longer_passes_is_not_put_in_force_again(admin_page, published, desk):
    published(changed("甲"))
    published(changed("乙"))
    with desk() as session:
        session.execute(
            update(DocumentTemplate).where(DocumentTemplate.number == 1).values(body=changed("{{ content.gone }}"))
        )
    assert admin_page.post(f"{PAGE}roll-back", {"number": "1"}).status_code == 422
    assert templates(desk) == [(1, TemplateState.retired), (2, TemplateState.published)]


def test_hostile_text_in_the_editor_is_shown_as_text(admin_page):
    hostile = '</textarea><script>alert(1)</script>" onload="x'
    shown = post(admin_page, "publish", hostile, note=hostile).get_data(as_text=True)
    assert "<script>alert(1)</script>" not in shown
    assert "&lt;/textarea&gt;" in shown


@pytest.mark.parametrize("text", ["x\0y", "\ud800", "x" * 70_000])
def test_what_no_database_holds_is_refused_in_words(admin_page, text, desk):
    answer = post(admin_page, "save", text.encode("utf-8", "surrogatepass").decode("utf-8", "replace"))
    assert answer.status_code in {302, 400, 422}
