"""What a page may ask of the device it is shown on: nothing, but for pages that scan."""

from functools import wraps

from csp.decorators import csp_update

NOTHING = "camera=(), microphone=(), geolocation=()"
CAMERA = "camera=(self), microphone=(), geolocation=()"


class Permissions:
    """Camera, microphone and place stay shut on every page that does not say otherwise."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", NOTHING)
        return response


def with_camera(view):
    """This page scans with the camera, and may run the decoder that reads the codes."""

    @wraps(view)
    @csp_update({"script-src": ["'wasm-unsafe-eval'"]})
    def seen(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response.headers["Permissions-Policy"] = CAMERA
        return response

    return seen
