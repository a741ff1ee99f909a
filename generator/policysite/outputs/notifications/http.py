"""HTTP sessions with given certificates, whose connections can be shut down."""

from __future__ import annotations

import ssl
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool

from .deadline import Connections


class WebSession(requests.Session):
    """A session that verifies servers with a given TLS context and follows no redirect by itself.

    When requests follows a redirect, it reads its whole body first and does not check its target.
    """

    def __init__(self, context: ssl.SSLContext, connections: Connections) -> None:
        super().__init__()
        adapter = _Adapter(context, connections)
        self.mount("https://", adapter)
        self.mount("http://", adapter)

    def get_redirect_target(self, resp: requests.Response) -> None:
        """Hide redirects from requests."""
        del resp

    def redirect_address(self, response: requests.Response) -> str | None:
        """The address that a response redirects to, or None. Raises ValueError.

        User and password in an address are kept for the same server only.
        """
        location = super().get_redirect_target(response)
        if location is None:
            return None
        before, after = urlsplit(response.url), urlsplit(urljoin(response.url, location))
        login, at, host = before.netloc.rpartition("@")
        if at and (before.scheme, host) == (after.scheme, after.netloc):
            after = after._replace(netloc=f"{login}@{after.netloc}")
        return after.geturl()


class _Adapter(HTTPAdapter):
    def __init__(self, context: ssl.SSLContext, connections: Connections) -> None:
        self._context = context
        self._pools = _pools(connections)
        super().__init__()

    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:
        super().init_poolmanager(*arguments, **options, ssl_context=self._context)
        self.poolmanager.pool_classes_by_scheme = self._pools

    def proxy_manager_for(self, proxy: str, **options: Any) -> Any:
        manager = super().proxy_manager_for(proxy, **options, ssl_context=self._context)
        manager.pool_classes_by_scheme = self._pools
        return manager


def _pools(connections: Connections) -> dict[str, type[HTTPConnectionPool]]:
    """Connection pools whose connections can be shut down."""
    return {
        "http": _pool(HTTPConnectionPool, connections),
        "https": _pool(HTTPSConnectionPool, connections),
    }


def _pool(kind: Any, connections: Connections) -> Any:
    class Connection(kind.ConnectionCls):  # type: ignore[misc]
        def _new_conn(self) -> Any:
            return connections.watch(super()._new_conn())

    return type("Pool", (kind,), {"ConnectionCls": Connection})
