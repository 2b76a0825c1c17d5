"""Every table of the product, one noun a file; importing this package loads them all."""

from models.application_tile import ApplicationTile
from models.building import Building
from models.business import Business
from models.calendar_day import CalendarDay
from models.delegation import Delegation
from models.dictionary import Dictionary, DictionaryItem
from models.document_template import DocumentTemplate
from models.escrow_account import EscrowAccount
from models.event import Event
from models.filed_price import FiledPrice
from models.idempotency_key import IdempotencyKey
from models.intervention import Intervention
from models.list_arrangement import ListArrangement
from models.login_challenge import CaptchaChallenge, LoginFailure, SmsCode
from models.material import Material
from models.membership import Membership, MembershipRole
from models.named_selection import NamedSelection
from models.notice import Notice, NoticeMute
from models.number_counter import NumberCounter
from models.opinion import Opinion
from models.organization import Organization
from models.organization_bank import OrganizationBank
from models.outbox_message import OutboxMessage
from models.person import Person
from models.phrase import Phrase
from models.produced_document import ProducedDocument
from models.project import Project, ProjectParcel
from models.project_certificate import ProjectCertificate
from models.property_company import PropertyCompany
from models.region import Region
from models.region_rule import RegionRule
from models.return_line import ReturnLine
from models.sms_message import SmsMessage
from models.stage_run import StageRun
from models.stage_table import StageRow, StageTable
from models.stored_file import StoredFile
from models.subject_lock import SubjectLock
from models.survey import Survey, SurveyUnit
from models.task_run import TaskRun
from models.time_limit import TimeLimit
from models.unit import Unit
from models.unit_batch import UnitBatch
from models.version_note import VersionNote

__all__ = [
    "ApplicationTile",
    "Building",
    "Business",
    "CalendarDay",
    "CaptchaChallenge",
    "Delegation",
    "Dictionary",
    "DictionaryItem",
    "DocumentTemplate",
    "EscrowAccount",
    "Event",
    "FiledPrice",
    "IdempotencyKey",
    "Intervention",
    "ListArrangement",
    "LoginFailure",
    "Material",
    "Membership",
    "MembershipRole",
    "NamedSelection",
    "Notice",
    "NoticeMute",
    "NumberCounter",
    "Opinion",
    "Organization",
    "OrganizationBank",
    "OutboxMessage",
    "Person",
    "Phrase",
    "ProducedDocument",
    "Project",
    "ProjectCertificate",
    "ProjectParcel",
    "PropertyCompany",
    "Region",
    "RegionRule",
    "ReturnLine",
    "SmsCode",
    "SmsMessage",
    "StageRow",
    "StageRun",
    "StageTable",
    "StoredFile",
    "SubjectLock",
    "Survey",
    "SurveyUnit",
    "TaskRun",
    "TimeLimit",
    "Unit",
    "UnitBatch",
    "VersionNote",
]
