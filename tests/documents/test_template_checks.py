"""What a template may not say: told at its line, and never carried out."""

import random
import time
from contextlib import suppress
from dataclasses import replace

import pytest
from jinja2.exceptions import SecurityError, UndefinedError

from app.documents import budget
from app.documents.catalogue import DOCUMENTS, KINDS
from app.documents.environment import default_body, environment, fill
from app.documents.production import produce
from app.documents.render import RenderingFailed
from app.documents.templates.checking import LONGEST_BODY, faults_of
from app.documents.templates.faults import line_of
from app.documents.templates.fields import hints_of, is_group, names_of, offered, snippet
from app.documents.templates.filling import fill_edited
from app.documents.templates.proof import prove
from app.documents.templates.samples import Size, sample
from app.documents.templates.styles import ELEMENTS, STYLES, VOID
from app.documents.templates.words import WORDS
from workflows.messages import Refused

from . import samples
from .reading import text_of

RECEIPT = DOCUMENTS["acceptance_receipt"]
HEAD = '{% extends "base.html" %}\n{% from "parts.html" import fact, seal_place %}\n'


def body(inside: str, head: str = HEAD) -> str:
    """The piece stands in line 4."""
    return f"{head}{{% block body %}}\n{inside}\n{{% endblock %}}"


def faults(text: str, kind=RECEIPT) -> list[tuple[int | None, str]]:
    return [(line_of(reason), reason.code) for reason in faults_of(text, kind)]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
def test_the_products_own_templates_pass_and_print_the_same_by_both_ways(kind):
    own = default_body(kind.template)
    assert faults(own, kind) == []
    content = sample(kind.content_type, Size.usual)
    named = {"number": "A1", "verify_url": "https://desk.example/", "produced_at": samples.PRODUCED_AT}
    assert produce(kind.key, content, **named).pdf == produce(kind.key, content, **named, body=own).pdf


# ---- hostile templates: reaching out ----

REACHING = [
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ content.__class__ }}",
    "{{ content.__init__.__globals__ }}",
    "{{ content['__class__'] }}",
    "{{ content.business_no.__class__ }}",
    "{{ content.business_no.upper() }}",
    "{{ '%s' % content }}",
    "{{ '{0.__class__}'.format(content) }}",
    "{{ content.business_no | attr('__class__') }}",
    "{{ content.materials | map(attribute='__class__') }}",
    "{{ lipsum.__globals__['os'].popen('id').read() }}",
    "{{ cycler.__init__.__globals__.os }}",
    "{{ joiner() }}",
    "{{ namespace(a=1) }}",
    "{{ self.__init__ }}",
    "{{ self._TemplateReference__context }}",
    "{{ config.SECRET_KEY }}",
    "{{ request.application }}",
    "{{ url_for.__globals__ }}",
    "{{ get_flashed_messages() }}",
    "{{ loop }}",
    "{{ super() }}",
    "{{ caller() }}",
    "{{ fact.__class__ }}",
    "{{ fact(*content.materials) }}",
    "{{ qr }}",
    "{{ paper.width }}",
    "{{ shades }}",
    "{% include 'document.css' %}",
    "{% include '../../config.py' %}",
    "{% import 'parts.html' as parts %}",
    "{% from 'base.html' import x %}",
    "{% set x = content %}",
    "{% macro x() %}{{ x() }}{% endmacro %}",
    "{% call fact('a', 'b') %}{% endcall %}",
    "{% filter upper %}x{% endfilter %}",
    "{% raw %}{{ x }}{% endraw %}",
    "{% autoescape false %}<script>{% endautoescape %}",
    "{% with x = 1 %}{{ x }}{% endwith %}",
    "{{ '<b>' | safe }}",
    "{{ content | tojson }}",
    "{{ content | pprint }}",
    "{% debug %}",
]


@pytest.mark.parametrize("text", REACHING)
def test_what_reaches_beyond_the_document_is_refused_at_its_line(text):
    found = faults(body(text))
    assert found, text
    assert found[0][0] == 4
    with pytest.raises(Refused):
        fill_edited(body(text), RECEIPT, {})


# ---- hostile templates: never ending, or huge ----

ENDLESS = [
    "{% for x in range(10**9) %}x{% endfor %}",
    "{{ 10 ** 10 ** 10 }}",
    "{{ 'a' * 10**9 }}",
    "{{ ('a' ~ content.remark) * 999999999 }}",
    "{{ '%999999999d' | format(1) }}",
    "{{ content.remark | center(999999999) }}",
    "{{ content.remark | indent(999999999) }}",
    "{% for a in content.materials recursive %}{{ loop(content.materials) }}{% endfor %}",
    "{% for a in content.materials if a.name %}x{% endfor %}",
    "{% for a in content.materials %}{% for b in content.materials %}{% for c in content.materials %}x{% endfor %}{% endfor %}{% endfor %}",
    "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}",
    "{% if 1 %}" * 500 + "{% endif %}" * 500,
]


@pytest.mark.parametrize("text", ENDLESS, ids=range(len(ENDLESS)))
def test_what_would_never_end_is_refused_at_once(text):
    started = time.monotonic()
    assert faults(body(text))
    assert time.monotonic() - started < 5


def test_a_body_beyond_the_limit_is_not_even_read():
    assert faults(body("x" * LONGEST_BODY)) == [(1, "template_too_long")]
    assert faults("") == faults(" \n ") == [(1, "template_empty")]


def printed(text, content=None):
    content = content or samples.acceptance_receipt()
    return produce(
        "acceptance_receipt", content, number="A1", verify_url="x", produced_at=samples.PRODUCED_AT, body=text
    )


def many_materials(count):
    receipt = samples.acceptance_receipt()
    return replace(receipt, materials=receipt.materials[:1] * count)


def test_loops_are_counted_whether_they_print_or_not(monkeypatch):
    monkeypatch.setattr(budget, "MOST_TURNS", 1000)
    silent = body("{% for a in content.materials %}{% for b in content.materials %}{% endfor %}{% endfor %}")
    assert faults(silent) == []
    assert printed(silent, many_materials(30)).pdf
    with pytest.raises(Refused, match="循环次数过多"):
        printed(silent, many_materials(40))


def test_what_is_printed_is_counted(monkeypatch):
    monkeypatch.setattr(budget, "MOST_CHARACTERS", 60_000)
    text = body("{% for a in content.materials %}<p>" + "长" * 5000 + "</p>{% endfor %}")
    with pytest.raises(Refused, match="内容过长"):
        printed(text, many_materials(20))


def test_time_is_counted(monkeypatch):
    monkeypatch.setattr(budget, "MOST_SECONDS", 0.0)
    with pytest.raises(Refused, match="用时过长"):
        printed(body("<p>x</p>"))


def test_the_sandbox_holds_where_the_reading_would_fail(monkeypatch):
    """The second wall: even a body that nobody has read reaches nothing and calls nothing."""
    for text in ("{{ content.__class__ }}", "{{ content.business_no.upper() }}", "{{ content.materials.index(1) }}"):
        with pytest.raises((UndefinedError, SecurityError)):
            fill(text, {"content": samples.acceptance_receipt()})
    assert "range" not in environment().globals
    assert not {"attr", "map", "format", "safe", "center", "join"} & set(environment().filters)


# ---- hostile markup ----

MARKUP = [
    "<script>alert(1)</script>",
    "<img src='file:///etc/passwd'>",
    "<img src='http://169.254.169.254/latest/meta-data/'>",
    '<img src="data:image/svg+xml;base64,PHN2Zy8+">',
    "<svg><image href='file:///etc/passwd'/></svg>",
    "<style>@font-face { src: url(file:///etc/passwd) }</style>",
    "<style>@page { background-image: url(secret.pdf) }</style>",
    "<link rel='stylesheet' href='http://x/'>",
    "<base href='http://x/'>",
    "<meta http-equiv='refresh' content='0;url=http://x'>",
    "<iframe src='http://x'></iframe>",
    "<object data='x'></object>",
    "<a href='http://x'>x</a>",
    "<form action='x'><input></form>",
    "<pdf:include src='x'></pdf:include>",
    "<pdf:font name='x' src='file:///etc/passwd'></pdf:font>",
    "<pdf:nextpage></pdf:nextpage>",
    "<ledger rows='[]'></ledger>",
    "<unit-grid values='{}'></unit-grid>",
    "<p onclick='x'>x</p>",
    "<p id='foot'>x</p>",
    "<p style='background-image: url(x)'>x</p>",
    "<p style='background: url(x)'>x</p>",
    "<p style='font-family: x'>x</p>",
    "<p style='width: expression(1)'>x</p>",
    "<p style='position: fixed; top: 0'>x</p>",
    "<p style='width: 99999pt'>x</p>",
    "<p style='font-size: 1pt 2pt 3pt'>x</p>",
    "<p style='margin-top: -300pt'>x</p>",
    "<p style='color: {{ content.remark }}'>x</p>",
    '<p style="-pdf-frame-content: x">x</p>',
    "<p class={{ content.remark }}>x</p>",
    "<p {{ content.remark }}>x</p>",
    "<td colspan='99999'>x</td>",
    "<table><tr><td>x</table>",
    "<p>x",
    "<p>x</div>",
    "<b><i>x</b></i>",
    "<!-- x -->",
    "<!DOCTYPE html>",
    "<?php x ?>",
    "<![CDATA[x]]>",
    "<p class='x>x</p>",
    "<p",
]


@pytest.mark.parametrize("text", MARKUP)
def test_markup_beyond_text_and_tables_is_refused_at_its_line(text):
    found = faults(body(text))
    assert found, text
    assert found[0] in {(4, "template_markup"), (4, "template_style")}


ONCE_EACH = (
    "1pt",
    "50%",
    "bold",
    "italic",
    "left",
    "always",
    "avoid",
    "true",
    "#fff",
    "1pt solid #000",
    "underline",
    "top",
)


def tree(chance, depth=0):
    """Some elements within each other with some styles, as no person would write them."""
    tag = chance.choice(list(ELEMENTS))
    if tag in VOID:
        return f"<{tag}>"
    name = chance.choice(list(STYLES))
    value = chance.choice([value for value in ONCE_EACH if STYLES[name].fullmatch(value)])
    inner = "".join(tree(chance, depth + 1) if depth < 4 and chance.random() < 0.6 else "字" for _ in range(3))
    return f'<{tag} style="{name}: {value}">{inner}</{tag}>'


@pytest.mark.parametrize("seed", range(30))
def test_whatever_the_markup_is_it_is_printed_or_refused(seed):
    text = body(tree(random.Random(seed)))
    assert faults(text) == []
    with suppress(RenderingFailed):
        assert printed(text).pdf


SPLIT = [
    "<{{ '' }}script>alert(1)<{{ '' }}/script>",
    "<{{ '' }}img src='file:///etc/passwd'>",
    "{{ '' }}<{{ '' }}style>p { color: red }<{{ '' }}/style>",
    "<{{ '' }}ledger rows='[[1]]' columns='[]' total='[]' closing=''></ledger>",
    "<{{ '' }}div id='foot'>x</{{ '' }}div>",
    "<{{ '' }}!-- x -->",
    "<{{ '' }}svg></svg>",
]


@pytest.mark.parametrize("text", SPLIT)
def test_markup_that_only_comes_together_when_filled_is_refused_too(text):
    with pytest.raises(Refused):
        printed(body(f"<p>x</p>{text}"))


# ---- characters ----


@pytest.mark.parametrize(
    ("character", "code"),
    [("\0", "U+0000"), ("\x1b", "U+001B"), ("\u202e", "U+202E"), ("\u2066", "U+2066"), ("\u200b", "U+200B"), ("\ue000", "U+E000"), ("\ud800", "U+D800")],
)  # fmt: skip
def test_hidden_and_turning_characters_are_refused_at_their_line(character, code):
    (reason,) = faults_of(body(f"<p>甲{character}乙</p>"), RECEIPT)
    assert (line_of(reason), reason.code, reason.values["character"]) == (4, "template_character", code)


def test_a_character_that_no_face_can_print_fails_the_proof():
    with pytest.raises(Refused, match="字体缺少下列字符"):
        prove(body("<p>\U0001f600</p>"), RECEIPT, samples.PRODUCED_AT)


# ---- the frame ----


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("<p>x</p>", "template_frame"),
        ('{% extends "base.html" %}', "template_frame"),
        ('{% extends "../../config.py" %}\n{% block body %}{% endblock %}', "template_frame"),
        ("{% extends content.remark %}\n{% block body %}{% endblock %}", "template_frame"),
        ('{% extends "base.html" %}\n{% block heading %}{% endblock %}{% block body %}{% endblock %}', "template_frame"),
        ('{% extends "base.html" %}\n<p>x</p>{% block body %}{% endblock %}', "template_not_allowed"),
        ('{% extends "base.html" %}{% extends "base.html" %}{% block body %}{% endblock %}', "template_not_allowed"),
        ('{% extends "base.html" %}\n{% from "parts.html" import nothing %}{% block body %}{% endblock %}', "template_frame"),
        ('{% extends "base.html" %}\n{% from "parts.html" import fact as f %}{% block body %}{% endblock %}', "template_not_allowed"),
        ('{% extends "base.html" %}\n{% block body %}', "template_syntax"),
        ("{% extends 'base.html' %}\n{% block body %}{{ }}{% endblock %}", "template_syntax"),
        ("{% extends 'base.html' %}\n{% block body %}{% nothing %}{% endblock %}", "template_syntax"),
    ],
)  # fmt: skip
def test_number_check_code_and_qr_cannot_be_left_out(text, code):
    assert code in {found for _, found in faults(text)}


# ---- fields ----


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{{ content.nosuch }}", "template_field"),
        ("{{ nosuch }}", "template_field"),
        ("{% if content.project %}{% else %}{{ content.nosuch }}{% endif %}", "template_field"),
        ("{% for m in content.materials %}{{ m.nosuch }}{% endfor %}", "template_field"),
        ("{% for m in content.project %}x{% endfor %}", "template_field"),
        ("{% for a, b in content.materials %}x{% endfor %}", "template_field"),
        ("{{ m.name }}", "template_field"),
        ("{{ content.materials }}", "template_field"),
        ("{{ content }}", "template_field"),
        ("{{ loop.index }}", "template_field"),
        ("{% for m in content.materials %}{{ loop.previtem }}{% endfor %}", "template_field"),
        ("{{ content.project | money }}", "template_filter"),
        ("{{ content.accepted_at | money }}", "template_filter"),
        ("{{ content.materials | dash }}", "template_filter"),
        ("{{ content.promised_working_days | length }}", "template_filter"),
        ("{{ content.project | nosuch }}", "template_filter"),
        ("{{ content.project | dash(1) }}", "template_filter"),
        ("{{ fact('a') }}", "template_filter"),
        ("{{ nosuch('a') }}", "template_frame"),
        ("{{ opinion_box(content) }}", "template_frame"),
    ],
)
def test_fields_and_formats_that_do_not_fit_are_told_in_every_branch(text, code):
    assert (4, code) in faults(body(text))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
def test_every_field_is_offered_with_its_name_and_can_be_put_in(kind):
    fields = [(field, row) for field in offered(kind) for row in (field.rows or (field,))]
    assert {field.path for field, _ in fields} >= {f"content.{name}" for name in hints_of(kind.content_type)}
    assert names_of(kind).keys() - {"content"} <= {field.path for field, _ in fields}
    for field, row in fields:
        assert any("一" <= sign <= "鿿" for sign in field.label + row.label)
        text = snippet(row)
        if field.row_name:
            text = f"{{% for {field.row_name} in {field.path} %}}<p>{text}</p>{{% endfor %}}"
        if not is_group(row.kind):
            assert faults(body(text), kind) == [], text


def test_no_label_is_left_over():
    used = {name for kind in KINDS for name in names_in(kind.content_type)} | {
        "title",
        "number",
        "check",
        "produced",
        "sheets",
        "part",
        "parts",
    }
    assert set(WORDS) <= used


def names_in(kind):
    from app.documents.templates.fields import element_of

    for name, hint in hints_of(kind).items():
        yield name
        inner = element_of(hint) or hint
        if isinstance(inner, type) and is_group(inner):
            yield from names_in(inner)


# ---- data is data ----


@pytest.mark.parametrize(
    "typed", ["<b>粗</b>", "{{ 7*7 }}", '" onload="x', "</td></tr></table>", "<img src=x>", "㳇𬱖", "&lt;"]
)
def test_markup_in_data_is_printed_as_it_was_typed(typed):
    text = body('<p class="note">{{ content.remark }}</p>')
    pdf = printed(text, replace(samples.acceptance_receipt(), remark=f"始{typed}终")).pdf
    assert f"始{typed}终".replace(" ", "") in text_of(pdf)


def test_a_class_taken_from_data_cannot_carry_anything_else():
    text = body('<p class="{{ content.remark }}">x</p>')
    assert faults(text) == []
    with pytest.raises(Refused, match="不允许的内容"):
        printed(text, replace(samples.acceptance_receipt(), remark="x (y)"))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
def test_three_sizes_of_samples_print(kind):
    prove(default_body(kind.template), kind, samples.PRODUCED_AT)


def test_the_proof_names_the_sample_that_cannot_be_laid_out():
    wide = '<table class="form"><tr><td height="999"><p style="font-size: 900pt">甲</p></td></tr></table>'
    with pytest.raises(Refused) as refusal:
        prove(body(wide * 2), RECEIPT, samples.PRODUCED_AT)
    assert all(reason.code == "template_printed" for reason in refusal.value.reasons)
