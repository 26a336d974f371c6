# SPDX-License-Identifier: MIT
"""policy.toml, read once and checked whole: the rules that the build and the server both obey."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from middleware.agents import load_directory
from middleware.crawler_policy import CrawlerPolicy, read_crawler_policy
from middleware.header_policy import HeaderChange, HeaderPolicy, change_headers, default_headers
from middleware.header_table import read_headers
from middleware.limit_policy import LimitPolicy, read_limit_policy
from middleware.metrics_policy import MetricsPolicy, read_metrics_policy
from middleware.path_policy import PathRule, read_paths
from middleware.report_policy import ReportPolicy, read_report_policy, report_url
from middleware.server_policy import ServerPolicy, read_server_policy
from middleware.signal_policy import SignalPolicy, read_signal_policy
from middleware.signals import signal_headers
from middleware.site_policy import PLACEHOLDER, SitePolicy, is_placeholder, read_owner, read_site
from middleware.table import Table

__all__ = ["PLACEHOLDER", "Policy", "PolicyError", "SitePolicy", "is_placeholder", "load_policy"]

# Cache-Control by class of answer (RFC 9111, RFC 8246 for immutable). no-transform: an edge that rewrites HTML would
# break the hashes. No `public`: with a lifetime it only lets shared caches keep what a password opened (RFC 9111, 3.5).
CACHE_DEFAULTS: Mapping[str, str] = MappingProxyType(
    {
        "page": "no-cache, no-transform",
        "asset": "max-age=31536000, immutable",
        "media": "max-age=86400",
        "feed": "max-age=600",
        "signal": "max-age=3600",
    }
)


class PolicyError(ValueError):
    """The policy cannot be obeyed. `faults` holds a sentence for each mistake, `str()` all of them."""

    def __init__(self, path: Path, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(f"{path}: {fault}" for fault in self.faults))


@dataclass(frozen=True, slots=True)
class Policy:
    """The rules of the house. `headers`: the site's own; `change`: what [headers] made of the defaults."""

    site: SitePolicy
    owner: Mapping[str, str]
    headers: HeaderPolicy
    change: HeaderChange
    paths: tuple[PathRule, ...]
    cache: Mapping[str, str]
    crawlers: CrawlerPolicy
    signals: SignalPolicy
    reports: ReportPolicy
    server: ServerPolicy
    limits: LimitPolicy
    metrics: MetricsPolicy


def load_policy(path: Path) -> Policy:
    """Read and check the policy at `path`. Raises PolicyError with every fault at once."""
    try:
        values = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise PolicyError(path, [f"cannot be read ({error.strerror}): check the path given as POLICY="]) from error
    except UnicodeDecodeError as error:
        raise PolicyError(path, ["is not UTF-8: save it as UTF-8"]) from error
    except tomllib.TOMLDecodeError as error:
        raise PolicyError(path, [f"is not TOML: {error}"]) from error
    table = Table(values)
    policy = _read(table)
    if table.faults:
        raise PolicyError(path, table.faults)
    return policy


def _read(table: Table) -> Policy:
    site, change = read_site(table.table("site")), read_headers(table.table("headers"))
    paths = read_paths(table.tables("paths"))
    is_watched = any(each.report_only is not None for each in (change, *(rule.change for rule in paths)))
    reports = read_report_policy(table.table("reports"), is_needed=is_watched)
    crawlers = read_crawler_policy(table.table("crawlers"), load_directory().tokens)
    signals = read_signal_policy(table.table("signals"), crawlers)
    policy = Policy(
        site=site,
        owner=read_owner(table.table("owner")),
        headers=replace(
            change_headers(default_headers(), change),
            report_url=report_url(reports, site.url),
            signals=signal_headers(signals, site.url),
        ),
        change=change,
        paths=paths,
        cache=_read_cache(table.table("cache")),
        crawlers=crawlers,
        signals=signals,
        reports=reports,
        server=read_server_policy(table.table("server")),
        limits=read_limit_policy(table.table("limits")),
        metrics=read_metrics_policy(table.table("metrics")),
    )
    table.close()
    return policy


def _read_cache(table: Table) -> Mapping[str, str]:
    cache = {name: table.text(name, default) for name, default in CACHE_DEFAULTS.items()}
    for name, value in cache.items():
        if not value.isascii() or not value.isprintable():
            table.fault(name, "not a header value", f"write ASCII text, such as {CACHE_DEFAULTS[name]!r}")
    table.close()
    return cache
