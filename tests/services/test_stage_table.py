"""A region adds a review in data: what was accepted before ends after one review, what comes after needs two people."""

import pytest
import yaml

from models.enums import BusinessStatus, StageTableState
from tests.services.desk import AGREE
from workflows import service
from workflows.messages import Refused
from workflows.registry import BUSINESS_TYPES, business_type
from workflows.stage_table import (
    StageTableRefused,
    export_region,
    find_published,
    import_region,
    seed,
)


def with_second_review(desk) -> dict:
    data = export_region(desk.session, "430802")
    table = next(t for t in data["tables"] if t["business_type"] == "predicted_survey")
    table["stages"].append(
        {
            "key": "second_review",
            "title": "测绘科复审",
            "role": "survey_reviewer",
            "opinion": True,
            "time_limit_days": 2,
            "not_by": "review",
        }
    )
    return data


def import_yaml(desk, data) -> list:
    text = yaml.safe_dump(data, allow_unicode=True)
    return import_region(desk.session, yaml.safe_load(text), published_by="管理员", now=desk.now)


def test_a_second_review_holds_for_cases_accepted_afterwards(desk):
    before = desk.received()
    assert len(import_yaml(desk, with_second_review(desk))) == 1
    desk.archive(before)
    assert before.status is BusinessStatus.archived

    desk.survey = desk.store_survey("tests/data/survey/CL20220406002_D005_132_predicted.xlsx")
    after = desk.received()
    desk.do_tasks(after, "inspection", actor=desk.reviewer)
    with pytest.raises(Refused) as refusal:
        service.archive(desk.session, after.business_no, desk.inputs(after, opinion=AGREE), desk.reviewer, desk.now)
    assert refusal.value.reasons[0].code == "not_last_stage"
    service.dispatch(desk.session, after.business_no, desk.inputs(after, opinion=AGREE), desk.reviewer, desk.now)
    with pytest.raises(Refused) as refusal:
        service.receive(desk.session, after.business_no, desk.inputs(after), desk.reviewer, desk.now)
    assert refusal.value.reasons[0].code == "four_eyes"
    service.receive(desk.session, after.business_no, desk.inputs(after), desk.second_reviewer, desk.now)
    service.archive(desk.session, after.business_no, desk.inputs(after, opinion=AGREE), desk.second_reviewer, desk.now)
    assert after.status is BusinessStatus.archived


def test_import_of_what_is_in_force_changes_nothing(desk):
    seed(desk.session, "430802", desk.now)
    assert import_yaml(desk, export_region(desk.session, "430802")) == []


def test_every_type_is_seeded_as_declared(desk):
    seed(desk.session, "430802", desk.now)
    for kind in BUSINESS_TYPES:
        table = find_published(desk.session, kind.code, "430802")
        assert table is not None
        assert [row.key for row in table.rows] == [stage.key for stage in kind.stages]


def test_the_former_version_is_retired_not_lost(desk):
    desk.accept()
    first = find_published(desk.session, "predicted_survey", "430802")
    import_yaml(desk, with_second_review(desk))
    assert first.state is StageTableState.retired
    assert find_published(desk.session, "predicted_survey", "430802").number == 2


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda stages: stages.pop(0), "不能删除"),
        (lambda stages: stages[1].update(role="developer_operator"), "最后环节"),
        (lambda stages: stages[0].update(role="survey_reviewer"), "首环节"),
        (lambda stages: stages.append(dict(stages[1])), "重复"),
        (lambda stages: stages[1].update(not_by="nowhere"), "不得同一人"),
        (lambda stages: stages.reverse(), "先后顺序"),
        (lambda stages: stages[1].update(role="nobody"), "无法读取"),
        (lambda stages: stages[1].pop("title"), "无法读取"),
    ],
)
def test_a_table_that_cannot_work_is_refused_with_its_reason(desk, spoil, words):
    data = export_region(desk.session, "430802")
    stages = next(t for t in data["tables"] if t["business_type"] == business_type("predicted_survey").code)["stages"]
    spoil(stages)
    with pytest.raises(StageTableRefused, match=words):
        import_yaml(desk, data)


@pytest.mark.parametrize("data", [{"region": "999999"}, {"region": "430802", "tables": [{"business_type": "x"}]}])
def test_an_unknown_region_or_type_is_refused(desk, data):
    with pytest.raises(StageTableRefused, match="未知"):
        import_yaml(desk, data)
