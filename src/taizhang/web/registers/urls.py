from django.urls import path

from taizhang.web.registers import proposal_views, record_views, twin_views, views

app_name = "registers"
urlpatterns = [
    path("", views.overview, name="list"),
    path("behind/<int:pk>/", views.behind, name="behind"),
    path("imports/<int:pk>/", proposal_views.proposal, name="proposal"),
    path("imports/<int:pk>/marked", proposal_views.marked, name="marked"),
    path("records/<int:pk>/", record_views.detail, name="record"),
    path("records/<int:pk>/edit/", record_views.edit, name="edit"),
    path("records/<int:pk>/unmask", record_views.unmask, name="unmask"),
    path("records/<int:pk>/export", record_views.download, name="export_record"),
    path("records/<int:pk>/add/<str:child>/", record_views.add_below, name="add_below"),
    path("records/<int:pk>/step/<str:step>/", record_views.take_step, name="step"),
    path("twins/<int:pk>/", twin_views.settle, name="settle"),
    path("<str:code>/", views.register, name="register"),
    path("<str:code>/add/", record_views.add, name="add"),
    path("<str:code>/ended/", views.ended, name="ended"),
    path("<str:code>/figures/", views.figures, name="figures"),
    path("<str:code>/export", views.download, name="export"),
    path("<str:code>/import/", proposal_views.send, name="import"),
    path("<str:code>/report/<int:pk>/", views.report, name="report"),
    path("<str:code>/twins/", twin_views.pairs, name="twins"),
]
