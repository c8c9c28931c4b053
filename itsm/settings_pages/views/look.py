"""The authority's own page: name, contact, colour and logo."""

from django.utils.translation import gettext as _

from itsm.people.models import Authority
from itsm.settings_pages import workflow
from itsm.settings_pages.forms.look import LookForm
from itsm.settings_pages.pages import administrators, crumbs, form_page
from itsm.web.colours import contrast_in_words


@administrators
def look(request):
    """Name, contact, colour and logo."""
    here = Authority.get()
    told = contrast_in_words(here.accent)
    form = LookForm(request.POST or None, request.FILES or None, instance=here)
    return form_page(
        request,
        form,
        _save_look,
        title=_("Name, logo and colour"),
        back="settings:look",
        template="settings/look.html",
        crumbs=crumbs(),
        contrast=told,
        has_logo=bool(here.logo),
    )


def _save_look(_authority, *, by, **values):
    return workflow.save_authority(by=by, **values)
