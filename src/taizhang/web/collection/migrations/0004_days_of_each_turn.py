"""Checking and approving have their days too; what was done before is dated by its review."""

from django.db import migrations, models
from django.db.models import OuterRef, Subquery
from django.db.models.functions import TruncDate


def date_what_was_done(apps, schema):
    reviews = apps.get_model("collection", "ReviewEvent").objects.order_by("pk").annotate(day=TruncDate("at"))
    submissions = apps.get_model("collection", "Submission").objects
    for action, field in (("check", "checked_on"), ("approve", "approved_on")):
        first = reviews.filter(submission=OuterRef("pk"), action=action).values("day")[:1]
        submissions.filter(state__in=("checked", "approved", "returned")).update(**{field: Subquery(first)})


class Migration(migrations.Migration):
    dependencies = [("collection", "0003_locked_rounds")]
    operations = [
        migrations.AddField(
            "round", "approve_due", models.DateField(null=True, verbose_name="审定截止日期"),
        ),
        migrations.AddField(
            "submission", "checked_on", models.DateField(null=True, verbose_name="首次初审日期"),
        ),
        migrations.AddField(
            "submission", "approved_on", models.DateField(null=True, verbose_name="首次审定日期"),
        ),
        migrations.RunPython(date_what_was_done, migrations.RunPython.noop),
    ]
