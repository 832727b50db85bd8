from django.urls import path

from taizhang.web.accounts import account_views, login_views, oidc

urlpatterns = [
    path("login/", login_views.LogIn.as_view(), name="login"),
    path("login/code/", login_views.code, name="login_code"),
    path("login/sign-on/", oidc.start, name="oidc"),
    path("login/sign-on/return/", oidc.come_back, name="oidc_return"),
    path("logout/", login_views.LogOut.as_view(), name="logout"),
    path("account/", account_views.account, name="account"),
    path("password/", account_views.ChangePassword.as_view(), name="password_change"),
    path("account/second-factor/", account_views.second_factor, name="second_factor"),
    path("account/second-factor/remove/", account_views.remove_factor, name="second_factor_remove"),
]
