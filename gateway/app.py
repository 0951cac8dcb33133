"""The gateway's WSGI app: ``gunicorn 'gateway.app:create_app()'``."""

from __future__ import annotations

import os
from importlib import import_module

from flask import Flask
from flask_wtf.csrf import CSRFProtect
from jinja2 import StrictUndefined
from prometheus_client import CollectorRegistry
from werkzeug.middleware.proxy_fix import ProxyFix

from chassis.client import Client
from chassis.clock import Clock, utc_now
from chassis.logs import configure_logging, get_logger
from chassis.request_log import register_requests
from gateway import (
    assets,
    contact,
    crowding,
    devices,
    errors,
    formats,
    forms,
    health,
    i18n,
    navigation,
    openapi,
    passkeys,
    sessions,
    words,
)
from gateway.api_proxy import LARGEST, ApiProxy
from gateway.crowding import Crowding
from gateway.mechanism import permissions
from gateway.security import YEAR, register_security
from gateway.settings import GatewaySettings

log = get_logger(__name__)

PAGES = (
    "sign_in.views",
    "sign_in.passkeys",
    "sign_in.oidc",
    "sign_in.passwords",
    "language.views",
    "home.views",
    "customers.parts",
    "checks.entry",
    "cases.parts",
    "cases.satisfaction",
    "case_files.views",
    "reports.views",
    "tiers.views",
    "imports.views",
    "lists.parts",
    "staff.parts",
    "tokens.views",
    "reviews.views",
    "own.factors",
    "notices.views",
    "audit.views",
    "state.views",
)


def create_app(settings: GatewaySettings | None = None, clock: Clock = utc_now) -> Flask:
    """The app, from the environment unless settings are given."""
    settings = settings or GatewaySettings.from_env(os.environ)
    configure_logging("gateway", settings.log_level)
    app = Flask("gateway", root_path=os.path.dirname(__file__))
    https = settings.public_url.startswith("https://")
    if https and not settings.proxies:
        # Somebody ends TLS in front of us: all people would share the address of that proxy.
        log.warning("proxies_not_told", detail="PUBLIC_URL is https and PROXIES is 0: nobody's own address is known")
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=LARGEST,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        SEND_FILE_MAX_AGE_DEFAULT=YEAR,
        SESSION_COOKIE_NAME="guanxi",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=https,
        WTF_CSRF_TIME_LIMIT=None,
    )
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True, "undefined": StrictUndefined}
    registry = CollectorRegistry()
    urls = settings.urls
    edge = {"X-Edge-Key": settings.edge_key} if settings.edge_key else {}
    clients = {
        service: Client(service, url, connections=settings.calls_at_once, at_once=settings.calls_at_once, always=edge)
        for service, url in urls.items()
    }
    app.extensions.update(clients=clients, settings=settings, clock=clock)
    register_requests(app, __name__, "page", silent={"static", "healthz", "metrics"})
    crowding.register_crowding(app)
    contact.register_contact(app, settings, clock)
    health.register_health(app, urls, registry, token=settings.metrics_token)
    sessions.register_sessions(app)
    csrf = CSRFProtect(app)
    i18n.register_languages(app, settings.time_zone)
    words.register_words(app)
    formats.register_formats(app)
    devices.register_devices(app)
    passkeys.register_passkeys(app)
    assets.register_assets(app)
    errors.register_errors(app)
    openapi.register_openapi(app, clients)
    app.add_template_global(navigation.sections)
    app.add_template_global(forms.new_key)
    permissions.register_scopes(app)
    app.jinja_env.globals["OIDC_NAME"] = settings.oidc_name
    for name in PAGES:
        app.register_blueprint(import_module(f"gateway.pages.{name}").page)
    for name in ("password", "satisfaction"):
        csrf.exempt(app.blueprints[name])  # they check for themselves: their pages name no referrer
    register_security(app, https=https)
    app.wsgi_app = Crowding(ApiProxy(app.wsgi_app, clients, registry))  # type: ignore[method-assign]
    if settings.proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies, x_host=settings.proxies
        )
    return app
