"""The settings of devices, below /settings/."""

from django.urls import path

from assets.settings_pages.views import catalogue, categories, numbers

urlpatterns = [
    path("categories/", categories.categories, name="categories"),
    path("categories/new/", categories.category, name="category_new"),
    path("categories/<int:pk>/", categories.category, name="category"),
    path("categories/<int:pk>/move/", categories.move_category, name="category_move"),
    path("categories/<int:pk>/tiles/", categories.tiles, name="tiles"),
    path("categories/<int:category>/tiles/new/", categories.new_tile, name="tile_new"),
    path("tiles/", categories.tiles, name="general_tiles"),
    path("tiles/new/", categories.new_tile, name="general_tile_new"),
    path("tiles/<int:pk>/", categories.tile, name="tile"),
    path("tiles/<int:pk>/move/", categories.move_tile, name="tile_move"),
    path("models/", catalogue.models, name="models"),
    path("models/new/", catalogue.model, name="model_new"),
    path("models/<int:pk>/", catalogue.model, name="model"),
    path("manufacturers/", catalogue.manufacturers, name="manufacturers"),
    path("manufacturers/new/", catalogue.manufacturer, name="manufacturer_new"),
    path("manufacturers/<int:pk>/", catalogue.manufacturer, name="manufacturer"),
    path("funding/", catalogue.funding_sources, name="funding"),
    path("funding/new/", catalogue.funding_source, name="funding_source_new"),
    path("funding/<int:pk>/", catalogue.funding_source, name="funding_source"),
    path("numbers/", numbers.numbers, name="numbers"),
    path("numbers/example/", numbers.number_example, name="number_example"),
]
