# SPDX-License-Identifier: AGPL-3.0-or-later
"""One run of Pelican, in this process, with nothing it says lost: content and theme in, a folder of files out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pelican import Pelican
from pelican.generators import PelicanTemplateNotFound
from pelican.settings import read_settings

from plugins.faults import Fault, FaultsError
from plugins.front_matter import shown_path
from plugins.own_locale import own_locale
from plugins.own_signals import own_signals
from plugins.strictness import LoudBuildError, strict_logs, unknown_settings
from plugins.template_errors import template_fault


def run_pelican(conf: Path, overrides: dict[str, Any]) -> list[Fault]:
    """Build the site of settings file `conf`, with `overrides` over its settings. Returns what deserves a look.

    Raises FaultsError for what the content or a template gets wrong, LoudBuildError for all else Pelican complains of.
    """
    with strict_logs() as listener, own_signals(), own_locale():
        settings = read_settings(str(conf), override=overrides)
        if unknown := unknown_settings(settings):
            raise LoudBuildError(f"{conf.name}: nobody reads the setting {', '.join(unknown)}: correct its spelling")
        try:
            Pelican(settings).run()
        except PelicanTemplateNotFound as error:
            raise LoudBuildError(f"{error}: the theme lacks a template") from error
        except Exception as error:
            if fault := template_fault(error, Path(settings["THEME"])):
                raise FaultsError([fault]) from error
            raise
    content = Path(settings["PATH"])
    return [_undescribed(picture, Path(file), content) for picture, file in sorted(listener.undescribed)]


def _undescribed(picture: str, file: Path, content: Path) -> Fault:
    remedy = "describe it between the brackets of ![](), unless it only decorates"
    return Fault(shown_path(file, content), 1, picture, "a picture without a description", remedy)
