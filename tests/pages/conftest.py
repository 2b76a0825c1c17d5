"""Pages as a person has them: a signed-in browser session that carries the page's own token."""

import html
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

SURVEYS = Path(__file__).parents[1] / "data" / "survey"
TOKEN = re.compile(r'<meta name="csrf-token" content="([^"]+)"')


@dataclass
class Visitor:
    """Opens pages and posts their forms; `opened` and `sent` give the answer's text as a person reads it."""

    client: Any

    def get(self, path: str) -> Any:
        return self.client.get(path, headers={"Accept": "text/html"})

    def opened(self, path: str) -> str:
        answer = self.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        return text_of(answer)

    def post(self, path: str, data: Any = None, *, page: str = "/public/") -> Any:
        token = TOKEN.search(self.get(page).get_data(as_text=True))
        assert token is not None
        sent = {"csrf_token": token[1], **(data or {})}
        answer = self.client.post(path, data=sent, headers={"Accept": "text/html"})
        answer.request.environ["wsgi.input"].close()  # the test client leaves its own copy of a large file open
        return answer


def text_of(answer: Any) -> str:
    return html.unescape(answer.get_data(as_text=True))


def rows_of(text: str) -> list[list[str]]:
    """The cells of every body row of the page's tables, as plain text."""
    bodies = re.findall(r"<tbody>(.*?)</tbody>", text, re.DOTALL)
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", "".join(bodies), re.DOTALL)
    return [[plain(cell) for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.DOTALL)] for row in rows]


def plain(markup: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", markup)).strip()


@pytest.fixture
def visit(create_client):
    """`visit("survey_reviewer")` is that person's browser; without a name, a visitor's."""
    return lambda username=None: Visitor(create_client(username))
