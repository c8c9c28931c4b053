"""Taking back, looking at it, deciding about damage, and what is still owed."""

from django.urls import path

from loans.returns.views import open_items, returns

urlpatterns = [
    path("open/", open_items.index, name="open"),
    path("open/<int:pk>/", open_items.resolve, name="resolve"),
    path("<int:number>/take_back/", returns.take_back, name="take_back"),
    path("<int:number>/sign_in/", returns.sign_in, name="sign_in"),
    path("<int:number>/inspect/", returns.inspect, name="inspect"),
    path("<int:number>/decide/<int:pk>/", returns.decide, name="decide"),
    path("<int:number>/close/", returns.close, name="close"),
]
