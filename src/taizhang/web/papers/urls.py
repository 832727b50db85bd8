from django.urls import path

from taizhang.web.papers import at_once, deciding, judgements, rereadings, views, withdrawals

app_name = "papers"
urlpatterns = [
    path("", views.overview, name="list"),
    path("upload", views.upload, name="upload"),
    path("indicators", deciding.indicators, name="indicators"),
    path("observations/<int:pk>/", views.behind, name="behind"),
    path("shelf/<str:code>/", views.shelf, name="shelf"),
    path("shelf/<str:code>/shelf.xlsx", views.shelf_xlsx, name="shelf-xlsx"),
    path("<int:pk>/", views.paper, name="paper"),
    path("<int:pk>/file", views.original, name="original"),
    path("<int:pk>/unit", views.file_under, name="file-under"),
    path("<int:pk>/withdraw", withdrawals.withdraw, name="withdraw"),
    path("<int:pk>/restore", withdrawals.restore, name="restore"),
    path("<int:pk>/promises", views.promises, name="promises"),
    path("<int:pk>/read-again", rereadings.read_again, name="read-again"),
    path("<int:pk>/readings/<int:made>/", rereadings.rereading, name="rereading"),
    path("<int:pk>/memo.<file_kind:kind>", views.memo, name="memo"),
    path("<int:pk>/accept-sure", at_once.preview, name="sure"),
    path("<int:pk>/accept-sure/all", at_once.accept_sure, name="accept-sure"),
    path("<int:pk>/take-back", at_once.take_back_all, name="take-back-all"),
    path("<int:pk>/figures/<int:number>/", deciding.figure, name="figure"),
    path("<int:pk>/figures/<int:number>/correct", deciding.correct, name="correct"),
    path("<int:pk>/figures/<int:number>/<str:step>", deciding.decide, name="decide"),
    path("<int:pk>/findings/<int:number>/", judgements.finding, name="finding"),
    path("<int:pk>/findings/<int:number>/<str:action>", judgements.judge, name="judge"),
]
