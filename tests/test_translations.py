"""The check of the translations bites: a missing, doubtful or wrongly filled text is named."""

import pytest
from babel.messages.catalog import Catalog

from tools import translations


@pytest.fixture
def faults_of(monkeypatch):
    """The faults of a catalogue that is wanted to say 保存, given what it says."""

    def faults(text="保存", **said):
        wanted, there = Catalog(), Catalog()
        wanted.add(text)
        if said:
            there.add(text, **said)
        monkeypatch.setattr(translations, "read", lambda _locale: there)
        return list(translations.faults("en", wanted))

    return faults


def test_a_translated_text_is_no_fault(faults_of):
    assert faults_of(string="Save") == []


def test_a_text_that_was_not_collected_is_named(faults_of):
    assert faults_of() == ["en: not collected: 保存"]


def test_an_empty_text_is_named(faults_of):
    assert faults_of(string="") == ["en: not translated: 保存"]


def test_a_doubtful_text_is_named(faults_of):
    assert faults_of(string="Save", flags={"fuzzy"}) == ["en: fuzzy: 保存"]


@pytest.mark.parametrize(
    ("text", "string"),
    [("该业务由{holder}办理", "Handled by {person}"), ("共 %(count)s 条", "%(number)s rows"), ("共 {n} 条", "rows")],
)
def test_other_blanks_are_named(faults_of, text, string):
    assert faults_of(text, string=string)[0].startswith("en: other blanks")


def test_a_text_that_nobody_reads_any_more_is_named(faults_of, monkeypatch):
    there = Catalog()
    there.add("旧词", string="Old word")
    monkeypatch.setattr(translations, "read", lambda _locale: there)
    assert list(translations.faults("en", Catalog())) == ["en: no longer used: 旧词"]


def test_data_is_collected_as_well_as_calls():
    texts = {message.id for message in translations.our_texts() if message.id}
    assert {"预测成果备案", "测绘科审核", "请先签署意见", "待接件", "企业名称", "钢筋混凝土结构"} <= texts


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_a_person_typed_stays_text_in_a_template(app):
    typed = "<b>\"'100% & %(x)s"
    with app.test_request_context("/"):
        for template in ("{{ _(typed) }}", "{{ _('【%(stage)s】', stage=typed) }}", '<i title="{{ _(typed) }}">'):
            shown = app.jinja_env.from_string(template).render(typed=typed)
            assert "<b>" not in shown
            assert "\"'100" not in shown
        marked = app.jinja_env.from_string("{{ _('%(a)s %(b)s', a='<i>x</i>' | safe, b=typed) }}").render(typed=typed)
    assert marked.startswith("<i>x</i> &lt;b&gt;")
