from django.urls import path

from taizhang.web.rounds import views

app_name = "rounds"
urlpatterns = [
    path("", views.overview, name="list"),
    path("review/", views.review, name="review"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/export.xlsx", views.export, name="export"),
    path("<int:pk>/callbacks/", views.callbacks, name="callbacks"),
    path("<int:pk>/<str:step>/", views.take_step, name="step"),
]
