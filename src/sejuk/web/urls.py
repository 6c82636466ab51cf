"""The pages of the frame itself."""

from django.urls import path

from sejuk.web import views

app_name = "web"
urlpatterns = [
    path("", views.home, name="home"),
    path("settings/", views.settings, name="settings"),
    path("language/", views.language, name="language"),
]
