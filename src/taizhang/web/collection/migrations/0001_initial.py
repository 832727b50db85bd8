
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('ledger', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ReceivedFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='文件名')),
                ('sha256', models.CharField(db_index=True, max_length=64)),
                ('size', models.PositiveIntegerField(verbose_name='字节')),
                ('accepted', models.BooleanField(verbose_name='已接收')),
                ('findings', models.JSONField(default=list)),
                ('received_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='提交时间')),
                ('received_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='提交人')),
            ],
            options={
                'verbose_name': '收到的文件',
                'verbose_name_plural': '收到的文件',
                'ordering': ('-id',),
            },
        ),
        migrations.CreateModel(
            name='Round',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('period', models.CharField(max_length=12, verbose_name='报告期')),
                ('whats', models.JSONField(default=list, verbose_name='报表和台账')),
                ('due', models.DateField(verbose_name='截止日期')),
                ('opened_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.orgunit', verbose_name='机构')),
            ],
            options={
                'verbose_name': '报送批次',
                'verbose_name_plural': '报送批次',
                'ordering': ('-opened_at',),
            },
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(max_length=120, verbose_name='报表或台账')),
                ('period', models.CharField(max_length=12, verbose_name='报告期')),
                ('state', models.CharField(choices=[('awaited', '待报'), ('draft', '草稿'), ('submitted', '已报送'), ('checked', '已初审'), ('approved', '已审定'), ('returned', '已退回')], default='awaited', max_length=12, verbose_name='状态')),
                ('due', models.DateField(null=True, verbose_name='截止日期')),
                ('submitted_on', models.DateField(null=True, verbose_name='首次报送日期')),
                ('round', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='collection.round')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='ledger.orgunit', verbose_name='机构')),
            ],
            options={
                'verbose_name': '报送',
                'verbose_name_plural': '报送',
                'indexes': [models.Index(fields=['period', 'what', 'state'], name='submission_progress')],
                'constraints': [models.UniqueConstraint(fields=('unit', 'what', 'period'), name='one_submission')],
            },
        ),
        migrations.CreateModel(
            name='Version',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('cells', models.JSONField(default=list)),
                ('entered_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='collection.receivedfile')),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='collection.submission')),
            ],
            options={
                'verbose_name': '报送版本',
                'verbose_name_plural': '报送版本',
                'constraints': [models.UniqueConstraint(fields=('submission', 'number'), name='one_version_number')],
            },
        ),
        migrations.CreateModel(
            name='ReviewEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(max_length=20, verbose_name='操作')),
                ('before', models.CharField(choices=[('awaited', '待报'), ('draft', '草稿'), ('submitted', '已报送'), ('checked', '已初审'), ('approved', '已审定'), ('returned', '已退回')], max_length=12)),
                ('after', models.CharField(choices=[('awaited', '待报'), ('draft', '草稿'), ('submitted', '已报送'), ('checked', '已初审'), ('approved', '已审定'), ('returned', '已退回')], max_length=12)),
                ('note', models.TextField(blank=True, verbose_name='意见')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='collection.submission')),
                ('version', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='collection.version')),
            ],
            options={
                'verbose_name': '审核过程',
                'verbose_name_plural': '审核过程',
                'ordering': ('id',),
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('action', 'return'), _negated=True), models.Q(('note', ''), _negated=True), _connector='OR'), name='a_return_says_why')],
            },
        ),
        migrations.CreateModel(
            name='ReturnNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.CharField(max_length=200, verbose_name='位置')),
                ('text', models.TextField(verbose_name='意见')),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='collection.reviewevent')),
            ],
            options={
                'verbose_name': '退回意见',
                'verbose_name_plural': '退回意见',
            },
        ),
        migrations.CreateModel(
            name='SubmissionFinding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=120)),
                ('severity', models.CharField(max_length=10)),
                ('place', models.CharField(blank=True, max_length=200)),
                ('zh', models.TextField()),
                ('en', models.TextField()),
                ('explanation', models.TextField(blank=True, verbose_name='说明')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='collection.version')),
            ],
            options={
                'verbose_name': '核查发现',
                'verbose_name_plural': '核查发现',
                'ordering': ('id',),
            },
        ),
    ]
