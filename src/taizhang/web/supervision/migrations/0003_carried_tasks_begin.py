"""What is carried over keeps the day of its first hand-over."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("supervision", "0002_only_grows")]

    operations = [
        migrations.AddField(
            model_name="task", name="begun_on", field=models.DateField(null=True, verbose_name="首次交办日期")
        ),
    ]
