"""WSGI application; the workers of ``nemawashi serve`` call it, and any other server may."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nemawashi.project.settings")
application = get_wsgi_application()
