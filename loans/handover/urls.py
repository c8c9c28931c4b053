"""Preparing, scanning out and in, signing, photos."""

from django.urls import path

from loans.handover.views import handover, scanning, tasks

STEPS = {
    "prepare": handover.prepare,
    "hand_over": handover.hand_over,
    "scan_out": scanning.scan_out,
    "undo_scan_out": scanning.undo_scan_out,
    "count_out": scanning.count_out,
    "leave_out": handover.leave_out,
    "sign_out": handover.sign_out,
    "scan_in": scanning.scan_in,
    "undo_scan_in": scanning.undo_scan_in,
    "count_in": scanning.count_in,
}
urlpatterns = [
    path("settings/preparation/", tasks.tasks, name="tasks"),
    path("settings/preparation/new/", tasks.task, name="task_new"),
    path("settings/preparation/<int:pk>/", tasks.task, name="task"),
    *(path(f"<int:number>/{step}/", view, name=step) for step, view in STEPS.items()),
    path("<int:number>/photos/<slug:act>/new/", handover.photo, name="photo_new"),
    path("<int:number>/photos/<int:pk>/", handover.show_photo, name="photo"),
    path("<int:number>/photos/<int:pk>/remove/", handover.remove_photo, name="photo_remove"),
]
