"""Papers of a loan, and the words they are written with."""

from django.urls import path

from loans.papers import views

urlpatterns = [
    path("settings/papers/", views.texts, name="paper_texts"),
    path("settings/papers/<slug:kind>/", views.text, name="paper_text"),
    path("settings/papers/<slug:kind>/preview/", views.preview, name="paper_preview"),
    path("<int:number>/papers/<int:pk>/", views.paper, name="paper"),
    path("<int:number>/papers/<int:pk>/pdf/", views.download, name="paper_pdf"),
]
