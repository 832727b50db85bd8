from django.urls import path

from taizhang.web.collection import file_views, views
from taizhang.web.filling import views as filling

app_name = "collection"
urlpatterns = [
    path("", views.overview, name="list"),
    path("rounds/new/", views.new_round, name="new_round"),
    path("upload/", file_views.upload, name="upload"),
    path("received/<int:pk>/", file_views.received, name="received"),
    path("received/<int:pk>/file", file_views.download, name="download"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/workbook", views.workbook, name="workbook"),
    path("workbooks/<str:unit>/<str:period>", views.workbooks, name="workbooks"),
    path("<int:pk>/fill/", filling.fill, name="fill"),
    path("<int:pk>/fill/save", filling.save, name="fill_save"),
    path("<int:pk>/fill/check", filling.check, name="fill_check"),
    path("received/<int:pk>/marked", file_views.marked, name="marked"),
    path("<int:pk>/<str:step>/", views.take_step, name="step"),
    path("findings/<int:pk>/explain", views.explain, name="explain"),
]
