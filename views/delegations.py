"""委托代办: who does whose work, from when until when; giving it and taking it back."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request
from flask_appbuilder import BaseView, expose
from flask_babel import gettext

from app.extensions import db
from app.web.current import current_actor, now
from app.web.errors import STATUS, told
from app.web.unit_of_work import unit_of_work
from views.tasks.delegation import DelegationForm, wanted_of
from views.tasks.filling import fill_from_page
from workflows import delegations
from workflows.delegations import is_in_charge
from workflows.facts.calendar import local_day
from workflows.messages import NotVisible, Refused
from workflows.reading.delegations import Standing, colleagues, delegation_lines
from workflows.registry import BUSINESS_TYPES
from workflows.registry_titles import title_of

UNPROCESSABLE = 422
LARGEST_ID = 2**31 - 1
TONES = {Standing.in_force: "good", Standing.coming: "info", Standing.ended: "", Standing.revoked: ""}


class DelegationsView(BaseView):
    route_base = "/delegations"
    default_view = "list"

    @expose("/")
    def list(self) -> str:
        """What concerns this person, with a form to give one's work to a colleague."""
        return page(DelegationForm())

    @expose("/", methods=["POST"])
    def give(self) -> Any:
        """委托."""
        actor = current_actor()
        filled = fill_from_page(DelegationForm, request.form)
        if filled.faults:
            return page(filled.form), UNPROCESSABLE
        try:
            with unit_of_work():
                delegations.give(db.session(), wanted_of(filled), actor, now())
        except Refused as refused:
            db.session.rollback()
            rest = show(filled.form, refused)
            return page(filled.form, rest), STATUS[refused.kind]
        flash(gettext("已委托，代办人会收到消息"), "success")
        return redirect("/delegations/")

    @expose("/<int:delegation_id>/revoke", methods=["POST"])
    def revoke(self, delegation_id: int) -> Any:
        """撤销: it ends at once."""
        actor = current_actor()
        if delegation_id > LARGEST_ID:
            raise NotVisible(delegation_id)
        try:
            with unit_of_work():
                delegations.revoke(db.session(), delegation_id, actor, now())
        except Refused as refused:
            flash("；".join(told(reason) for reason in refused.reasons), "warning")
        else:
            flash(gettext("已撤销委托，代办人即刻不能再代办"), "success")
        return redirect("/delegations/")


def page(form: Any, reasons: Sequence[str] = ()) -> str:
    actor, moment, session = current_actor(), now(), db.session()
    return render_template(
        "delegations.html",
        lines=delegation_lines(session, actor, moment),
        form=form,
        reasons=reasons,
        people=colleagues(session, actor, moment),
        me=actor.person_id,
        in_charge=is_in_charge(actor),
        today=local_day(moment),
        kinds=BUSINESS_TYPES,
        standings=standing_titles(),
        tones=TONES,
        title_of=title_of,
    )


def standing_titles() -> dict[Standing, str]:
    return {
        Standing.coming: gettext("未开始"),
        Standing.in_force: gettext("代办中"),
        Standing.ended: gettext("已结束"),
        Standing.revoked: gettext("已撤销"),
    }


def show(form: Any, refused: Refused) -> Sequence[str]:
    """Each reason at its field; the sentences of those that belong to none."""
    rest = []
    for reason in refused.reasons:
        if reason.at in form:
            form[reason.at].errors = [*form[reason.at].errors, told(reason)]
        else:
            rest.append(told(reason))
    return rest
