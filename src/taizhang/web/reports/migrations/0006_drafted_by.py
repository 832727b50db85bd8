import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def name_drafters(apps, schema_editor):
    """Who drafted a report is in the audit log; `written_by` was overwritten by whoever changed it."""
    reports, people = apps.get_model("reports", "Report"), apps.get_model("accounts", "Person")
    events = apps.get_model("ledger", "AuditEvent").objects.filter(action="report.write", object_type="report")
    drafted = dict(events.order_by("-id").values_list("object_id", "person"))  # the first of each stays
    by_name = dict(people.objects.filter(username__in=set(drafted.values())).values_list("username", "pk"))
    for report in reports.objects.only("pk", "written_by_id"):
        drafter = by_name.get(drafted.get(str(report.pk)), report.written_by_id)
        reports.objects.filter(pk=report.pk).update(drafted_by_id=drafter)


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_people_at_home'),
        ('ledger', '0003_successions'),
        ('reports', '0005_causes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='report',
            name='drafted_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='拟稿人'),
        ),
        migrations.RunPython(name_drafters, migrations.RunPython.noop),
    ]
