"""The settings of lending, below /loans/settings/."""

from django.urls import path

from itsm.adapting.views import entries, lending

app_name = "lending"
urlpatterns = [
    path("", lending.index, name="index"),
    path("conditions/", lending.conditions, name="conditions"),
    path("conditions/new/", lending.condition, name="condition_new"),
    path("conditions/<int:pk>/", lending.condition, name="condition"),
    path("conditions/<int:pk>/move/", lending.move_condition, name="condition_move"),
    path("stages/", lending.stages, name="stages"),
    path("stages/new/", lending.stage, name="stage_new"),
    path("stages/<int:pk>/", lending.stage, name="stage"),
    path("stages/<int:pk>/move/", lending.move_stage, name="stage_move"),
    path("accessories/", lending.accessories, name="accessories"),
    path("accessories/new/", lending.accessory, name="accessory_new"),
    path("accessories/<int:pk>/", lending.accessory, name="accessory"),
    path("accessories/<int:pk>/move/", lending.move_accessory, name="accessory_move"),
    path("catalogue/", entries.entries, name="entries"),
    path("catalogue/<int:pk>/", entries.entry, name="entry"),
    path("catalogue/photos/<int:pk>/remove/", entries.remove_photo, name="photo_remove"),
]
