from django.urls import path

from taizhang.web.ledger import unit_views as views

app_name = "units"
urlpatterns = [
    path("", views.tree, name="tree"),
    path("open/", views.open_new, name="open"),
    path("merge/", views.merge, name="merge"),
    path("import/", views.take_in, name="import"),
    path("export.xlsx", views.export, name="export"),
    path("<str:code>/", views.detail, name="detail"),
    path("<str:code>/<str:step>/", views.change, name="change"),
]
