"""Pictures and papers of a device: put there, handed out, taken away."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from assets import rules
from assets.devices.forms.steps import FileForm
from assets.devices.workflow import files
from assets.models import DeviceFile
from assets.pages import device_or_404
from itsm.files.downloads import send_file
from itsm.guards.once import only_once
from itsm.workflow import require


def index(request, pk):
    """All pictures and papers of the device, for whoever sees its details."""
    device = device_or_404(request, pk)
    if not rules.can_see_details(request.user, device):
        raise Http404
    files = DeviceFile.objects.filter(device=device)
    context = {"device": device, "files": files, "may_step": rules.can_step(request.user, device)}
    return render(
        request,
        "assets/devices/_files.html" if request.htmx else "assets/devices/files.html",
        context,
    )


def add(request, pk):
    """A picture or paper for the device."""
    device = device_or_404(request, pk)
    require(rules.can_step, request.user, device)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        only_once(request, lambda: _keep(device, form, request.user))
        messages.success(request, _("Added."))
        return redirect("devices:show", pk)
    template = "assets/devices/_file.html" if request.htmx else "assets/devices/file.html"
    return render(request, template, {"form": form, "device": device})


def remove(request, pk, file):
    """Take a picture or paper away, after a look at which one."""
    device = device_or_404(request, pk)
    require(rules.can_step, request.user, device)
    kept = get_object_or_404(DeviceFile.objects.filter(device=device), pk=file)
    if request.method == "POST":
        files.remove_file(kept, by=request.user)
        messages.success(request, _("Removed."))
        return redirect("devices:show", pk)
    template = (
        "assets/devices/_file_remove.html" if request.htmx else "assets/devices/file_remove.html"
    )
    return render(request, template, {"file": kept, "device": device})


def download(request, pk, file):
    """A picture or paper, for whoever sees the device's details."""
    device = device_or_404(request, pk)
    seen = DeviceFile.objects.filter(device=device)
    if not rules.can_see_details(request.user, device):
        seen = seen.none()
    kept = get_object_or_404(seen, pk=file)
    return send_file(kept.file, name=kept.name, kind=kept.kind, inline_picture=kept.is_picture)


def _keep(device, form, user):
    return files.add_file(device, by=user, accepted=form.cleaned_data["file"]).pk
