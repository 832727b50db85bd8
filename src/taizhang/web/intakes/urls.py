from django.urls import path

from taizhang.web.intakes import views

app_name = "intakes"
urlpatterns = [
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/progress", views.progress, name="progress"),
    path("<int:pk>/sound", views.take_in_sound, name="take_in_sound"),
    path("<int:pk>/outcomes.xlsx", views.outcomes, name="outcomes"),
    path("<int:pk>/marked.zip", views.marked_all, name="marked_all"),
    path("files/<int:pk>/marked", views.marked, name="marked"),
]
