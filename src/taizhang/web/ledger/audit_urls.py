from django.urls import path

from taizhang.web.ledger import audit_views as views

app_name = "audit"
urlpatterns = [
    path("", views.log, name="log"),
    path("<int:pk>/", views.event, name="event"),
    path("verify/", views.verify, name="verify"),
    path("export.<str:form>", views.export, name="export"),
]
