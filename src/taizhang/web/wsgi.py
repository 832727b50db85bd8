"""What a WSGI server runs."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "taizhang.web.settings")
application = get_wsgi_application()

from taizhang.web.intakes.running import go_on  # noqa: E402 - models can be imported only now

go_on()
