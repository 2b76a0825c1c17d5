"""What a business is started with: the subject, for each kind of facts that types are judged by."""

from collections.abc import Mapping

from flask_babel import lazy_gettext
from wtforms import Form

from models import Survey
from views.tasks.fields.column import label_of, text_of
from views.tasks.fields.many import NumbersField
from views.tasks.fields.number import WholeField


class SurveySubjectForm(Form):
    survey_no = text_of(Survey.__table__.c.survey_no, required=True)
    project_id = WholeField(label_of(Survey.__table__.c.project_id), least=1)


class EnrolmentSubjectForm(Form):
    membership_ids = NumbersField(lazy_gettext("入网人员"), required=True)


SUBJECT_FORMS: Mapping[str, type[Form]] = {
    "survey_filing": SurveySubjectForm,
    "user_enrolment": EnrolmentSubjectForm,
}
