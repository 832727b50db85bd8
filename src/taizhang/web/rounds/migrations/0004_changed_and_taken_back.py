"""The days of a round can be corrected, and a round of which nothing was sent can be taken back."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("rounds", "0003_reminded_whom")]
    operations = [
        migrations.AlterField(
            "roundevent", "action",
            models.CharField(
                choices=[
                    ("extend", "延期"), ("remind", "催报"), ("lock", "截止封存"), ("reopen", "重新开放"),
                    ("change", "改期"), ("take_back", "撤回"),
                ],
                max_length=10, verbose_name="操作",
            ),
        ),
    ]
