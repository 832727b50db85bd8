"""A round of which nothing was sent can be taken back."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("collection", "0004_days_of_each_turn")]
    operations = [
        migrations.AlterField(
            "round", "state",
            models.CharField(
                choices=[("open", "进行中"), ("locked", "已封存"), ("taken_back", "已撤回")], default="open",
                max_length=10, verbose_name="状态",
            ),
        ),
    ]
