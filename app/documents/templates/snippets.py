"""Pieces of markup that a template is usually made of, to be put in by a click."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Snippet:
    title: str
    text: str


SNIPPETS = (
    Snippet("一段文字", '<p class="indented">　</p>'),
    Snippet("小字说明", '<p class="note">说明：</p>'),
    Snippet("两栏表格", '<table class="form">\n<tr><th width="86">栏目</th><td colspan="3">　</td></tr>\n</table>'),
    Snippet("有数据才显示", "{% if content.authority %}\n<p>{{ content.authority }}</p>\n{% endif %}"),
    Snippet("换页", '<p style="page-break-before: always"></p>'),
)
