"""Import warnings are kept so that they can be told in every language; those kept before stay the sentence they were"""

import sqlalchemy as sa
from alembic import op

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None

SENTENCES = ('expected', 'message')
survey = sa.table('survey', sa.column('id', sa.Integer), sa.column('warnings', sa.JSON))


def upgrade() -> None:
    rewrite(lambda code, said: {'code': code, 'text': said.replace('{', '{{').replace('}', '}}'), 'values': {}})


def downgrade() -> None:
    rewrite(lambda _code, said: sentence(said))


def sentence(said):
    if isinstance(said, str):
        return said
    return said['text'].format(**{name: sentence(value) for name, value in said['values'].items()})


def rewrite(change) -> None:
    connection = op.get_bind()
    for number, warnings in connection.execute(sa.select(survey.c.id, survey.c.warnings)).all():
        if warnings:
            mended = [{**each, **{name: change(each['code'], each[name]) for name in SENTENCES}} for each in warnings]
            connection.execute(survey.update().where(survey.c.id == number).values(warnings=mended))
