from django.urls import path

from taizhang.web.accounts import key_views as views

app_name = "keys"
urlpatterns = [
    path("", views.own, name="own"),
    path("all/", views.everybodys, name="all"),
    path("<int:pk>/end/", views.end, name="end"),
]
