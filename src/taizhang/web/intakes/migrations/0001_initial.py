
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('collection', '0002_version_key'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Intake',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='文件名')),
                ('tries', models.BooleanField(default=False, verbose_name='只检查不入库')),
                ('sent_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='提交时间')),
                ('worked_at', models.DateTimeField(null=True)),
                ('sent_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='提交人')),
            ],
            options={
                'verbose_name': '批量接收',
                'verbose_name_plural': '批量接收',
                'ordering': ('-id',),
            },
        ),
        migrations.CreateModel(
            name='IntakeFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='文件名')),
                ('sha256', models.CharField(max_length=64)),
                ('outcome', models.CharField(choices=[('waiting', '等待处理'), ('accepted', '已接收'), ('again', '重复，未再入库'), ('refused', '有错，未入库'), ('sound', '检查通过')], default='waiting', max_length=10, verbose_name='结果')),
                ('findings', models.JSONField(default=list)),
                ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='collection.receivedfile')),
                ('intake', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='intakes.intake')),
            ],
            options={
                'verbose_name': '批量接收的文件',
                'verbose_name_plural': '批量接收的文件',
                'ordering': ('id',),
                'indexes': [models.Index(fields=['intake', 'outcome'], name='intake_outcome')],
            },
        ),
    ]
