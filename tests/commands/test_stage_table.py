"""`flask stage-table`: what is written out can be read in again, and what differs becomes a new version."""

import yaml
from sqlalchemy import select

from models import StageTable
from models.enums import StageTableState

REGION = "430802"


def exported(cli, path):
    assert cli("stage-table", "export", REGION, "--file", str(path)).exit_code == 0
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def test_export_then_import_changes_nothing(cli, desk, tmp_path):
    exported(cli, tmp_path / "stages.yaml")
    result = cli("stage-table", "import", str(tmp_path / "stages.yaml"))
    assert result.exit_code == 0, result.output
    assert "没有变化" in result.output
    with desk() as session:
        numbers = session.scalars(select(StageTable.number).where(StageTable.region_code == REGION)).all()
    assert set(numbers) == {1}


def test_a_second_review_becomes_a_new_version(cli, desk, tmp_path):
    path = tmp_path / "stages.yaml"
    data = exported(cli, path)
    survey = next(table for table in data["tables"] if table["business_type"] == "predicted_survey")
    again = {**survey["stages"][-1], "key": "second_review", "title": "测绘科复审", "not_by": "review"}
    survey["stages"].append(again)
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    result = cli("stage-table", "import", str(path))
    assert result.exit_code == 0, result.output
    assert exported(cli, tmp_path / "again.yaml") == data
    with desk() as session:
        tables = session.scalars(
            select(StageTable)
            .where(StageTable.region_code == REGION, StageTable.business_type == "predicted_survey")
            .order_by(StageTable.number)
        ).all()
        assert [table.state for table in tables] == [StageTableState.retired, StageTableState.published]
        assert [row.key for row in tables[-1].rows] == ["edit", "review", "second_review"]


def test_a_file_that_cannot_stand_changes_nothing(cli, desk, tmp_path):
    path = tmp_path / "stages.yaml"
    data = exported(cli, path)
    data["tables"][0]["stages"].pop()
    data["tables"][1]["stages"][0]["title"] = "改过的名称"
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    result = cli("stage-table", "import", str(path))
    assert result.exit_code == 1
    assert "不能删除" in result.output
    with desk() as session:
        assert set(session.scalars(select(StageTable.number))) == {1}


def test_what_is_no_stage_table_is_refused(cli, tmp_path):
    path = tmp_path / "stages.yaml"
    for text in ("[1, 2]", "region: '000000'", "{unclosed"):
        path.write_text(text, encoding="utf-8")
        assert cli("stage-table", "import", str(path)).exit_code == 1
