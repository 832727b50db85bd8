from django.urls import path, register_converter

from taizhang.web.reports import views
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
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/figures/<slug:anchor>/", views.figure, name="figure"),
    path("<int:pk>/report.<file_kind:kind>", views.download, name="download"),
    path("<int:pk>/<str:step>", views.take_step, name="step"),
]
