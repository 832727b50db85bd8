"""Where everything is."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path, register_converter

from taizhang.web.accounts.login_views import to_back_office
from taizhang.web.api import api
from taizhang.web.documents import FileKind
from taizhang.web.views import health, home, manage, reference

register_converter(FileKind, "file_kind")

urlpatterns = [
    path("", home, name="home"),
    path("", include("taizhang.web.accounts.urls")),
    path("manage/", manage, name="manage"),
    path("people/", include("taizhang.web.accounts.people_urls")),
    path("keys/", include("taizhang.web.accounts.key_urls")),
    path("units/", include("taizhang.web.ledger.unit_urls")),
    path("audit/", include("taizhang.web.ledger.audit_urls")),
    path("submissions/", include("taizhang.web.collection.urls")),
    path("rounds/", include("taizhang.web.rounds.urls")),
    path("intakes/", include("taizhang.web.intakes.urls")),
    path("registers/", include("taizhang.web.registers.urls")),
    path("reports/", include("taizhang.web.reports.urls")),
    path("supervision/", include("taizhang.web.supervision.urls")),
    path("papers/", include("taizhang.web.papers.urls")),
    path("catalogue/", reference, name="catalogue"),
    path("catalogue/<str:name>", reference, name="catalogue-page"),
    path("language/", include("django.conf.urls.i18n")),
    path("api/", api.urls),
    path("admin/login/", to_back_office),
    path("admin/", admin.site.urls),
    path("health", health, name="health"),
]
