"""While the school has it: a spare for what broke, a fault on a slot."""

from django.urls import path

from loans.in_use import views

urlpatterns = [
    path("<int:number>/swap/", views.swap, name="swap"),
    path("<int:number>/report_fault/", views.report_fault, name="report_fault"),
]
