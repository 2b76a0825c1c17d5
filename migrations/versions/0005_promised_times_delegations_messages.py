"""Promised times, 挂起 and 终止, delegations and messages."""

import sqlalchemy as sa
from alembic import op
from models.base import AwareDateTime

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None

KINDS_BEFORE = ('document', 'notice', 'exchange', 'publication')
KINDS = ('document', 'occasion', 'notice', 'exchange', 'publication')
KIND_CHECK = 'ck_outbox_message_outboxkind'


def allow(kinds: tuple[str, ...]) -> None:
    """The kinds of outbox messages that the database takes."""
    with op.batch_alter_table('outbox_message', schema=None) as batch_op:
        batch_op.drop_constraint(op.f(KIND_CHECK), type_='check')
        batch_op.create_check_constraint(op.f(KIND_CHECK), f"kind IN ({', '.join(repr(kind) for kind in kinds)})")


def upgrade() -> None:
    allow(KINDS)
    op.create_table('notice_mute',
    sa.Column('person_id', sa.Integer(), nullable=False, comment='人员'),
    sa.Column('occasion', sa.Enum('dispatch', 'send_back', 'due_today', 'late', 'intervention', 'delegation', 'calendar_ends', name='occasion', native_enum=False, create_constraint=True, length=32), nullable=False, comment='事项'),
    sa.Column('id', sa.Integer(), nullable=False, comment='编号'),
    sa.ForeignKeyConstraint(['person_id'], ['ab_user.id'], name=op.f('fk_notice_mute_person_id_ab_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notice_mute')),
    sa.UniqueConstraint('person_id', 'occasion', name=op.f('uq_notice_mute_person_id_occasion')),
    comment='短信免打扰'
    )
    op.create_table('time_limit',
    sa.Column('region_code', sa.String(length=6), nullable=False, comment='所属地区'),
    sa.Column('business_type', sa.String(length=50), nullable=False, comment='业务类型'),
    sa.Column('working_days', sa.Integer(), nullable=False, comment='承诺时限（工作日）'),
    sa.Column('warning_days', sa.Integer(), nullable=False, comment='临期提醒（工作日）'),
    sa.Column('valid_from', sa.Date(), nullable=False, comment='生效日期'),
    sa.Column('valid_until', sa.Date(), nullable=True, comment='失效日期'),
    sa.Column('legal_basis', sa.String(length=200), nullable=True, comment='依据'),
    sa.Column('id', sa.Integer(), nullable=False, comment='编号'),
    sa.Column('version', sa.Integer(), nullable=False, comment='版本'),
    sa.Column('created_at', AwareDateTime(), nullable=False, comment='创建时间'),
    sa.Column('updated_at', AwareDateTime(), nullable=False, comment='更新时间'),
    sa.ForeignKeyConstraint(['region_code'], ['region.code'], name=op.f('fk_time_limit_region_code_region')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_time_limit')),
    sa.UniqueConstraint('region_code', 'business_type', 'valid_from', name=op.f('uq_time_limit_region_code_business_type_valid_from')),
    comment='承诺时限'
    )
    with op.batch_alter_table('time_limit', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_time_limit_business_type'), ['business_type'], unique=False)
        batch_op.create_index(batch_op.f('ix_time_limit_region_code'), ['region_code'], unique=False)

    op.create_table('delegation',
    sa.Column('organization_id', sa.Integer(), nullable=False, comment='所属机构'),
    sa.Column('delegator_id', sa.Integer(), nullable=False, comment='委托人'),
    sa.Column('delegate_id', sa.Integer(), nullable=False, comment='代办人'),
    sa.Column('business_types', sa.JSON(), nullable=False, comment='业务类型'),
    sa.Column('valid_from', sa.Date(), nullable=False, comment='起始日期'),
    sa.Column('valid_until', sa.Date(), nullable=False, comment='截止日期'),
    sa.Column('reason', sa.String(length=200), nullable=True, comment='事由'),
    sa.Column('made_by', sa.String(length=50), nullable=False, comment='登记人'),
    sa.Column('made_at', AwareDateTime(), nullable=False, comment='登记时间'),
    sa.Column('revoked_by', sa.String(length=50), nullable=True, comment='撤销人'),
    sa.Column('revoked_at', AwareDateTime(), nullable=True, comment='撤销时间'),
    sa.Column('id', sa.Integer(), nullable=False, comment='编号'),
    sa.Column('version', sa.Integer(), nullable=False, comment='版本'),
    sa.CheckConstraint('delegator_id <> delegate_id', name=op.f('ck_delegation_two_people')),
    sa.CheckConstraint('valid_from <= valid_until', name=op.f('ck_delegation_period')),
    sa.ForeignKeyConstraint(['delegate_id'], ['ab_user.id'], name=op.f('fk_delegation_delegate_id_ab_user')),
    sa.ForeignKeyConstraint(['delegator_id'], ['ab_user.id'], name=op.f('fk_delegation_delegator_id_ab_user')),
    sa.ForeignKeyConstraint(['organization_id'], ['organization.id'], name=op.f('fk_delegation_organization_id_organization')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_delegation')),
    comment='委托代办'
    )
    with op.batch_alter_table('delegation', schema=None) as batch_op:
        batch_op.create_index('ix_delegation_delegate_until', ['delegate_id', 'valid_until'], unique=False)
        batch_op.create_index(batch_op.f('ix_delegation_delegator_id'), ['delegator_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_delegation_organization_id'), ['organization_id'], unique=False)

    op.create_table('notice',
    sa.Column('person_id', sa.Integer(), nullable=False, comment='收件人'),
    sa.Column('organization_id', sa.Integer(), nullable=False, comment='收件机构'),
    sa.Column('occasion', sa.Enum('dispatch', 'send_back', 'due_today', 'late', 'intervention', 'delegation', 'calendar_ends', name='occasion', native_enum=False, create_constraint=True, length=32), nullable=False, comment='事项'),
    sa.Column('key', sa.String(length=80), nullable=False, comment='事项标识'),
    sa.Column('business_no', sa.String(length=20), nullable=True, comment='业务序号'),
    sa.Column('detail', sa.JSON(), nullable=False, comment='内容'),
    sa.Column('created_at', AwareDateTime(), nullable=False, comment='时间'),
    sa.Column('read_at', AwareDateTime(), nullable=True, comment='阅读时间'),
    sa.Column('id', sa.Integer(), nullable=False, comment='编号'),
    sa.ForeignKeyConstraint(['organization_id'], ['organization.id'], name=op.f('fk_notice_organization_id_organization')),
    sa.ForeignKeyConstraint(['person_id'], ['ab_user.id'], name=op.f('fk_notice_person_id_ab_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notice')),
    sa.UniqueConstraint('person_id', 'key', name=op.f('uq_notice_person_id_key')),
    comment='消息'
    )
    with op.batch_alter_table('notice', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_notice_business_no'), ['business_no'], unique=False)
        batch_op.create_index('ix_notice_unread', ['person_id', 'organization_id', 'read_at'], unique=False)

    op.create_table('intervention',
    sa.Column('business_id', sa.Integer(), nullable=False, comment='业务'),
    sa.Column('kind', sa.Enum('suspended', 'resumed', 'terminated', name='interventionkind', native_enum=False, create_constraint=True, length=32), nullable=False, comment='种类'),
    sa.Column('reason', sa.String(length=500), nullable=False, comment='原因'),
    sa.Column('made_by_id', sa.Integer(), nullable=False, comment='办理人编号'),
    sa.Column('made_by', sa.String(length=50), nullable=False, comment='办理人'),
    sa.Column('made_at', AwareDateTime(), nullable=False, comment='办理时间'),
    sa.Column('id', sa.Integer(), nullable=False, comment='编号'),
    sa.ForeignKeyConstraint(['business_id'], ['business.id'], name=op.f('fk_intervention_business_id_business')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_intervention')),
    comment='挂起与终止'
    )
    with op.batch_alter_table('intervention', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_intervention_business_id'), ['business_id'], unique=False)

    with op.batch_alter_table('business', schema=None) as batch_op:
        batch_op.add_column(sa.Column('promised_days', sa.Integer(), nullable=True, comment='承诺时限（工作日）'))
        batch_op.add_column(sa.Column('warning_days', sa.Integer(), nullable=True, comment='临期提醒（工作日）'))
        batch_op.add_column(sa.Column('clock_since', sa.Date(), nullable=True, comment='起算日期'))
        batch_op.add_column(sa.Column('clock', sa.Enum('none', 'running', 'pending', 'stopped', 'ended', name='clockstate', native_enum=False, create_constraint=True, length=32), nullable=False, server_default='none', comment='计时状态'))
        batch_op.add_column(sa.Column('days_used', sa.Integer(), nullable=True, comment='已用工作日'))
        batch_op.add_column(sa.Column('due_on', sa.Date(), nullable=True, comment='承诺办结日期'))
        batch_op.create_index('ix_business_timed', ['clock', 'due_on'], unique=False)

    with op.batch_alter_table('stage_run', schema=None) as batch_op:
        batch_op.add_column(sa.Column('delegate_id', sa.Integer(), nullable=True, comment='代办人编号'))
        batch_op.add_column(sa.Column('delegate_name', sa.String(length=50), nullable=True, comment='代办人'))
        batch_op.add_column(sa.Column('clock', sa.Enum('none', 'running', 'pending', 'stopped', 'ended', name='clockstate', native_enum=False, create_constraint=True, length=32), nullable=False, server_default='none', comment='计时状态'))
        batch_op.create_index(batch_op.f('ix_stage_run_delegate_id'), ['delegate_id'], unique=False)
        batch_op.create_index('ix_stage_run_due', ['due_on'], unique=False, sqlite_where=sa.text("state IN ('waiting', 'open')"), postgresql_where=sa.text("state IN ('waiting', 'open')"))



def downgrade() -> None:
    op.execute("DELETE FROM outbox_message WHERE kind = 'occasion'")
    allow(KINDS_BEFORE)
    with op.batch_alter_table('stage_run', schema=None) as batch_op:
        batch_op.drop_index('ix_stage_run_due', sqlite_where=sa.text("state IN ('waiting', 'open')"), postgresql_where=sa.text("state IN ('waiting', 'open')"))
        batch_op.drop_index(batch_op.f('ix_stage_run_delegate_id'))
        batch_op.drop_constraint(op.f('ck_stage_run_clockstate'), type_='check')
        batch_op.drop_column('clock')
        batch_op.drop_column('delegate_name')
        batch_op.drop_column('delegate_id')

    with op.batch_alter_table('business', schema=None) as batch_op:
        batch_op.drop_index('ix_business_timed')
        batch_op.drop_column('due_on')
        batch_op.drop_column('days_used')
        batch_op.drop_constraint(op.f('ck_business_clockstate'), type_='check')
        batch_op.drop_column('clock')
        batch_op.drop_column('clock_since')
        batch_op.drop_column('warning_days')
        batch_op.drop_column('promised_days')

    with op.batch_alter_table('intervention', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_intervention_business_id'))

    op.drop_table('intervention')
    with op.batch_alter_table('notice', schema=None) as batch_op:
        batch_op.drop_index('ix_notice_unread')
        batch_op.drop_index(batch_op.f('ix_notice_business_no'))

    op.drop_table('notice')
    with op.batch_alter_table('delegation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_delegation_organization_id'))
        batch_op.drop_index(batch_op.f('ix_delegation_delegator_id'))
        batch_op.drop_index('ix_delegation_delegate_until')

    op.drop_table('delegation')
    with op.batch_alter_table('time_limit', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_time_limit_region_code'))
        batch_op.drop_index(batch_op.f('ix_time_limit_business_type'))

    op.drop_table('time_limit')
    op.drop_table('notice_mute')
