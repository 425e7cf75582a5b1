"""What a delegation takes away to hold against this server later: the head of the log, signed."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from nemawashi.access.requests import Request
from nemawashi.project.keeping import checkpoints


@login_required
@require_safe
@never_cache
def checkpoint(request: Request) -> HttpResponse:
    """For those who are shown the head: a signed note of it, which tells nothing of what is drafted."""
    if not request.viewer.sees_dialogue:
        raise Http404
    answer = HttpResponse(checkpoints.current(), content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="checkpoint.txt"'
    return answer
