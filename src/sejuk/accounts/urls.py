from django.contrib.auth.views import LogoutView
from django.urls import path

from sejuk.accounts import views

app_name = "accounts"
urlpatterns = [
    path("sign-in/", views.SignIn.as_view(), name="sign_in"),
    path("sign-out/", LogoutView.as_view(), name="sign_out"),
    path("me/", views.own_account, name="own_account"),
    path("me/password/", views.password_change, name="password_change"),
    path("accounts/", views.account_list, name="account_list"),
    path("accounts/new/", views.account_new, name="account_new"),
    path("accounts/<int:pk>/", views.account_detail, name="account_detail"),
    path("accounts/<int:pk>/edit/", views.account_edit, name="account_edit"),
    path(
        "accounts/<int:pk>/reset-password/",
        views.account_reset_password,
        name="account_reset_password",
    ),
    path("accounts/<int:pk>/lock/", views.account_lock, name="account_lock"),
    path("accounts/<int:pk>/unlock/", views.account_unlock, name="account_unlock"),
    path("accounts/<int:pk>/roles/new/", views.role_new, name="role_new"),
    path("roles/<int:pk>/end/", views.role_end, name="role_end"),
    path("acts/<str:code>/", views.act_list, name="act_list"),
    path("labels/", views.label_list, name="label_list"),
]
