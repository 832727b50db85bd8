"""A paper can be withdrawn, and says whether it is settled whose it is."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("papers", "0003_ranges"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.AddField("paper", "settled", models.BooleanField(default=True)),
        migrations.AddField("paper", "withdrawn_at", models.DateTimeField("撤下时间", null=True)),
        migrations.AddField("paper", "withdrawn_because", models.TextField("撤下理由", blank=True, default="")),
        migrations.AddField("paper", "withdrawn_by", models.ForeignKey(
            settings.AUTH_USER_MODEL, django.db.models.deletion.PROTECT, null=True, related_name="+",
            verbose_name="撤下人",
        )),
    ]  # fmt: skip
