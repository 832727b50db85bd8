"""Ranges keep from where to where they go; a paper read before gets them when it is read again."""

from django.db import migrations

from taizhang.web.ledger.fields import ExactDecimalField


class Migration(migrations.Migration):

    dependencies = [("papers", "0002_read_again")]

    operations = [
        migrations.AddField("figure", "low", ExactDecimalField(max_length=40, null=True)),
        migrations.AddField("figure", "high", ExactDecimalField(max_length=40, null=True)),
    ]
