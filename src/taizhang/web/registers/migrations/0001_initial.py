
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('collection', '0001_initial'),
        ('ledger', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Record',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('register', models.CharField(max_length=120, verbose_name='台账')),
                ('key', models.CharField(max_length=64)),
                ('place', models.CharField(blank=True, max_length=80, verbose_name='位置')),
                ('fields', models.JSONField(default=dict)),
                ('sealed', models.BinaryField(default=bytes)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.orgunit', verbose_name='机构')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='records', to='collection.version')),
            ],
            options={
                'verbose_name': '记录',
                'verbose_name_plural': '记录',
                'ordering': ('id',),
                'indexes': [models.Index(fields=['register', 'unit', 'key'], name='record_key')],
            },
        ),
    ]
