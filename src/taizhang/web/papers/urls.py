from django.urls import path

from taizhang.web.papers import views

app_name = "papers"
urlpatterns = [
    path("", views.overview, name="list"),
    path("upload", views.upload, name="upload"),
    path("<int:pk>/", views.paper, name="paper"),
    path("<int:pk>/file", views.original, name="original"),
]
