# SPDX-License-Identifier: AGPL-3.0-or-later
"""The settings of a release for the public: the same site, and nothing left to fill in.

With PRODUCTION, `python -m plugins publish --production` wants an https address and refuses placeholders.
"""

from pelicanconf import *  # noqa: F403

PRODUCTION = True
