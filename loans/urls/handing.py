"""Handing over, taking back, and the papers: part of the loans' addresses."""

from django.urls import path

from loans.views import handing, owed, papers, preparing, returning, scanning, swapping

STEPS = {
    "prepare": handing.prepare,
    "hand_over": handing.hand_over,
    "scan_out": scanning.scan_out,
    "undo_scan_out": scanning.undo_scan_out,
    "count_out": scanning.count_out,
    "leave_out": handing.leave_out,
    "sign_out": handing.sign_out,
    "take_back": returning.take_back,
    "scan_in": scanning.scan_in,
    "undo_scan_in": scanning.undo_scan_in,
    "count_in": scanning.count_in,
    "sign_in": returning.sign_in,
    "inspect": returning.inspect,
    "close": returning.close,
    "swap": swapping.swap,
    "report_fault": swapping.report_fault,
}
urlpatterns = [
    path("open/", owed.index, name="open"),
    path("open/<int:pk>/", owed.resolve, name="resolve"),
    path("settings/papers/", papers.texts, name="paper_texts"),
    path("settings/papers/<slug:kind>/", papers.text, name="paper_text"),
    path("settings/papers/<slug:kind>/preview/", papers.preview, name="paper_preview"),
    path("settings/preparation/", preparing.tasks, name="tasks"),
    path("settings/preparation/new/", preparing.task, name="task_new"),
    path("settings/preparation/<int:pk>/", preparing.task, name="task"),
    *(path(f"<int:number>/{step}/", view, name=step) for step, view in STEPS.items()),
    path("<int:number>/decide/<int:pk>/", returning.decide, name="decide"),
    path("<int:number>/photos/<slug:act>/new/", handing.photo, name="photo_new"),
    path("<int:number>/photos/<int:pk>/", handing.show_photo, name="photo"),
    path("<int:number>/photos/<int:pk>/remove/", handing.remove_photo, name="photo_remove"),
    path("<int:number>/papers/<int:pk>/", papers.paper, name="paper"),
    path("<int:number>/papers/<int:pk>/pdf/", papers.download, name="paper_pdf"),
]
