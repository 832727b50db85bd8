from django.urls import path

from taizhang.web.supervision import handing_out, plan_views, task_views, views

app_name = "supervision"
urlpatterns = [
    path("", views.index, name="index"),
    path("board/", views.show_board, name="board"),
    path("head/", views.head, name="head"),
    path("mine/", views.mine, name="mine"),
    path("projects/", views.show_projects, name="projects"),
    path("ranking/", views.show_ranking, name="ranking"),
    path("rules/", views.rules, name="rules"),
    path("indicators", views.indicators, name="indicators"),
    path("board.xlsx", handing_out.board_sheet, name="board_sheet"),
    path("circular.<file_kind:kind>", handing_out.circular, name="circular"),
    path("tasks/<int:pk>/urge.<file_kind:kind>", handing_out.urge, name="urge"),
    path("units/<int:pk>/urge.<file_kind:kind>", handing_out.urge_unit, name="urge_unit"),
    path("calendar/", handing_out.subscribe, name="calendar"),
    path("calendar/<str:key>.ics", handing_out.subscribed, name="subscribed"),
    path("tasks/<int:pk>/", task_views.detail, name="task"),
    path("tasks/<int:pk>/report", task_views.report, name="report"),
    path("tasks/<int:pk>/edit", task_views.edit, name="edit"),
    path("tasks/<int:pk>/extension", task_views.ask, name="ask"),
    path("tasks/<int:pk>/<str:action>", task_views.step, name="step"),
    path("extensions/<int:pk>", task_views.decide, name="decide"),
    path("evidence/<int:pk>", task_views.evidence, name="evidence"),
    path("measurements/<int:pk>/", task_views.measurement, name="measurement"),
    path("measure", plan_views.take_measure, name="measure"),
    path("plans/", plan_views.overview, name="plans"),
    path("plans/new", plan_views.new, name="new_plan"),
    path("plans/<int:pk>/", plan_views.detail, name="plan"),
    path("plans/<int:pk>/tasks/new", plan_views.new_task, name="new_task"),
    path("plans/<int:pk>/sheet.xlsx", plan_views.sheet, name="sheet"),
    path("plans/<int:pk>/sheet", plan_views.take_sheet, name="take_sheet"),
    path("plans/<int:pk>/papers/<int:paper>/", plan_views.offers, name="offers"),
    path("plans/<int:pk>/papers/<int:paper>/<str:origin>", plan_views.offer, name="offer"),
    path("plans/<int:pk>/carry/<int:before>", plan_views.carry, name="carry"),
]
