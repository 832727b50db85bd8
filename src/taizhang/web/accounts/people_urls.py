from django.urls import path

from taizhang.web.accounts import people_views, person_views

app_name = "people"
urlpatterns = [
    path("", people_views.overview, name="list"),
    path("add/", people_views.add, name="add"),
    path("export.xlsx", people_views.export, name="export"),
    path("import/", people_views.take_in, name="import"),
    path("<int:pk>/", person_views.detail, name="detail"),
    path("<int:pk>/<str:step>/", person_views.take_step, name="step"),
    path("roles/<int:pk>/end/", person_views.end_role, name="end_role"),
]
