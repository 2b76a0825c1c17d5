"""`flask stage-table export|import`: the stages of a region as one YAML file."""

import sys
from typing import Any, TextIO

import click
import yaml
from flask.cli import AppGroup

from app.extensions import db
from app.security.scopes import system_scope
from app.web.current import now
from app.web.unit_of_work import unit_of_work
from workflows import journal
from workflows.actor import BY_ITSELF
from workflows.stage_table import StageTableRefused, export_region, import_region

stage_table_commands = AppGroup("stage-table", help="The stages that businesses run through in a region.")


@stage_table_commands.command("export")
@click.argument("region_code")
@click.option("--file", type=click.File("w", encoding="utf-8"), default="-", help="Default: standard out.")
def export_file(region_code: str, file: TextIO) -> None:
    """Write the stage tables in force in REGION_CODE."""
    with system_scope():
        yaml.safe_dump(export_region(db.session(), region_code), file, allow_unicode=True, sort_keys=False)


@stage_table_commands.command("import")
@click.argument("file", type=click.File("r", encoding="utf-8"))
def import_file(file: TextIO) -> None:
    """Publish the tables of FILE that differ from those in force; all or nothing."""
    try:
        numbers = publish(read(file))
    except StageTableRefused as refused:
        for fault in refused.faults:
            click.echo(fault, err=True)
        sys.exit(1)
    click.echo("\n".join(numbers) if numbers else "与现行环节一致，没有变化")


def read(file: TextIO) -> dict[str, Any]:
    """The file as a mapping; StageTableRefused for anything else."""
    try:
        data = yaml.safe_load(file)
    except yaml.YAMLError as fault:
        raise StageTableRefused([f"文件无法读取：{fault}"]) from fault
    if not isinstance(data, dict):
        raise StageTableRefused(["文件应包含 region 和 tables"])
    return data


def publish(data: dict[str, Any]) -> list[str]:
    """One line for each table published."""
    moment = now()
    with system_scope(), unit_of_work():
        session = db.session()
        tables = import_region(session, data, published_by=BY_ITSELF, now=moment)
        for table in tables:
            journal.record(
                session,
                actor=None,
                now=moment,
                action="publish_stage_table",
                subject_kind="stage_table",
                subject_id=table.id,
                detail={"region": table.region_code, "business_type": table.business_type, "number": table.number},
            )
        return [f"{table.business_type} {table.region_code} 第 {table.number} 版" for table in tables]
