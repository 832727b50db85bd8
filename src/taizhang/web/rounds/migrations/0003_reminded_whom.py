"""A reminder goes to those whose turn it is: who fills, who checks or who approves."""

from django.db import migrations, models

from taizhang.web.ledger import append_only


class Migration(migrations.Migration):
    dependencies = [("rounds", "0002_only_grows")]
    operations = [
        migrations.AddField(
            "roundevent", "whom",
            models.CharField(
                choices=[("submit", "填报人"), ("check", "初审人"), ("approve", "审定人")], default="submit",
                max_length=10, verbose_name="催谁",
            ),
        ),
        migrations.RunPython(lambda apps, schema: append_only.install(schema), migrations.RunPython.noop),
    ]
