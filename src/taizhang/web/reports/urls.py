from django.urls import path, register_converter

from taizhang.web.reports import correcting, editor, picking, proofs, starting, views
from taizhang.web.reports.drafting import MAKERS


class FileKind:
    """A kind of file that a report is made into."""

    regex = "|".join(MAKERS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(FileKind, "file_kind")

app_name = "reports"
urlpatterns = [
    path("", views.overview, name="list"),
    path("seal", views.seal, name="seal"),
    path("write", views.write, name="write"),
    path("start/<int:pk>/", starting.start, name="start"),
    path("verify", proofs.verify, name="verify"),
    path("correction/<int:pk>/", correcting.correction, name="correction"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/figures/<slug:anchor>/", views.figure, name="figure"),
    path("<int:pk>/report.<file_kind:kind>", views.download, name="download"),
    path("<int:pk>/versions/", proofs.versions, name="versions"),
    path("<int:pk>/versions/<int:number>/restore", editor.restore, name="restore"),
    path("<int:pk>/differences/", proofs.differences, name="differences"),
    path("<int:pk>/closing/", proofs.closing, name="closing"),
    path("<int:pk>/outdated/", proofs.outdated, name="outdated"),
    path("<int:pk>/outdated/erratum", proofs.draft_erratum, name="erratum"),
    path("<int:pk>/edit/", editor.editor, name="editor"),
    path("<int:pk>/edit/title", editor.title, name="title"),
    path("<int:pk>/edit/here", editor.here, name="here"),
    path("<int:pk>/edit/add", editor.add, name="add_first"),
    path("<int:pk>/edit/left-out/<int:place>", editor.stand_in, name="stand_in"),
    path("<int:pk>/edit/<slug:key>/", editor.block, name="block"),
    path("<int:pk>/edit/<slug:key>/save", editor.save, name="save"),
    path("<int:pk>/edit/<slug:key>/move", editor.move, name="move"),
    path("<int:pk>/edit/<slug:key>/drop", editor.drop, name="drop"),
    path("<int:pk>/edit/<slug:key>/add", editor.add, name="add"),
    path("<int:pk>/edit/<slug:key>/comment", editor.comment, name="comment"),
    path("<int:pk>/edit/<slug:key>/settle", editor.settle, name="settle"),
    path("<int:pk>/edit/<slug:key>/confirm", editor.confirm, name="confirm"),
    path("<int:pk>/edit/<slug:key>/polish", editor.polish, name="polish"),
    path("<int:pk>/edit/<slug:key>/search", picking.search, name="search"),
    path("<int:pk>/edit/<slug:key>/take", picking.take, name="take"),
    path("<int:pk>/edit/<slug:key>/numbers/<int:start>/", picking.number, name="number"),
    path("<int:pk>/edit/<slug:key>/numbers/<int:start>/settle", picking.settle_number, name="settle_number"),
    path("<int:pk>/<str:step>", views.take_step, name="step"),
]
