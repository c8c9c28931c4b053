"""Static files under names that carry a hash of what is in them."""

import logging

from whitenoise.storage import CompressedManifestStaticFilesStorage

log = logging.getLogger("itsm.web")


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Where `prepare` was not run (or not to its end), pages come without their look instead of
    not at all: above all the page that says that something is broken."""

    def stored_name(self, name):
        try:
            return super().stored_name(name)
        except ValueError:
            log.error("%s is not collected: run `manage.py prepare`", name)
            return name
