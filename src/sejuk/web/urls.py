"""The pages of the frame itself."""

from django.urls import path

from sejuk.web import views
from sejuk.web.lists import views as lists

app_name = "web"
urlpatterns = [
    path("", views.home, name="home"),
    path("settings/", views.settings, name="settings"),
    path("language/", views.language, name="language"),
    path("lists/", lists.import_list, name="import_list"),
    path("lists/<slug:kind>/new/", lists.import_new, name="import_new"),
    path(
        "lists/<slug:kind>/template.<slug:form>",
        lists.import_template,
        name="import_template",
    ),
    path(
        "lists/<slug:kind>/preview/<str:token>/",
        lists.import_preview,
        name="import_preview",
    ),
    path("areas/<str:code>/lists/<slug:kind>.<slug:form>", lists.export, name="export"),
]
