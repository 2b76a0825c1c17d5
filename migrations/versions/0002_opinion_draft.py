"""The opinion and the return lines that somebody has typed so far, kept beside the visit of the stage."""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('stage_run', schema=None) as batch_op:
        batch_op.add_column(sa.Column('draft', sa.JSON(), nullable=True, comment='暂存的意见与退件项'))


def downgrade() -> None:
    with op.batch_alter_table('stage_run', schema=None) as batch_op:
        batch_op.drop_column('draft')
