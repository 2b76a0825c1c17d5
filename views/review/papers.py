"""Pages of papers as pictures: drawn here, within the rows that the person may see, kept by no browser."""

from flask import Response, current_app, request
from flask_appbuilder import BaseView, expose
from flask_babel import gettext

from app.documents.page_pictures import BROKEN, PageUnshowable, page_picture
from app.extensions import db
from app.integrations.storage import StorageDamaged, StorageMissing
from app.web import records
from app.web.current import current_actor
from app.web.errors import problem
from models import ProjectCertificate, StoredFile
from views.building_table import known
from workflows.messages import NotVisible
from workflows.reading import papers

USUAL_WIDTH = 1000
LARGEST = 10_000
UNPROCESSABLE = 422


class PaperPictures(BaseView):
    route_base = "/review/papers"
    default_view = "material"

    @expose("/materials/<int:material_id>.png")
    def material(self, material_id: int) -> Response:
        """A page of a material, also of one that another took the place of."""
        current_actor()
        return drawn(papers.material_file(db.session(), known(material_id)))

    @expose("/certificates/<int:certificate_id>.png")
    def certificate(self, certificate_id: int) -> Response:
        """A page of a certificate of the project."""
        current_actor()
        row = records.find(ProjectCertificate, known(certificate_id))
        if row.file is None:
            raise NotVisible(certificate_id)
        return drawn(row.file)


def drawn(file: StoredFile) -> Response:
    """`?page=2&width=1200&turn=90`; what cannot be shown says why."""
    try:
        data = current_app.extensions["storage"].get(file.sha256)
        png = page_picture(data, file.content_type, asked("page", 1), asked("width", USUAL_WIDTH), asked("turn", 0))
    except (StorageMissing, StorageDamaged):
        return unshown(BROKEN)
    except PageUnshowable as why:
        return unshown(str(why))
    response = Response(png, content_type="image/png")
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def asked(name: str, usual: int) -> int:
    """A number of the address; one that no page, width or turn can have is 0."""
    number = request.args.get(name, usual, int)
    return number if 0 <= number <= LARGEST else 0


def unshown(why: str) -> Response:
    """The sentence goes to the viewer, which offers the download and a return."""
    response = problem(UNPROCESSABLE, "not_shown", (), {"detail": gettext(why)})
    response.headers["Cache-Control"] = "no-store"
    return response
