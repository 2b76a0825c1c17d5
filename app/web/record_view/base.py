"""Every page of records has all of it."""

from urllib.parse import urlsplit

from flask import session, url_for

from app.web.record_view.acting import RecordActions
from app.web.record_view.listing import RecordListing
from app.web.record_view.showing import RecordShowing
from app.web.record_view.writing import RecordWriting


class SafeModelView(RecordListing, RecordShowing, RecordWriting, RecordActions):
    """Explicit columns, rows within the scope, one unit of work a write, a log row for it, versions, masks."""

    def get_redirect(self) -> str:
        """Back to this list as it was last filtered; never a page that failed, never another site."""
        here = url_for(f"{self.endpoint}.list")
        visited = [urlsplit(url) for url in session.get("page_history", [])]
        last = next((url for url in reversed(visited) if url.path == here), None)
        return f"{here}?{last.query}" if last and last.query else here
