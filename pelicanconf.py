# SPDX-License-Identifier: AGPL-3.0-or-later
"""How Pelican builds this site. What the site says is in content/, what it is called and who owns it in policy.toml.

`python -m plugins publish` builds with these settings and seals the result; `python -m pelican` alone builds into
build/site, to look at. Only names in CAPITALS are settings, and one that nobody reads stops the publish.
"""

from pathlib import Path

from jinja2 import StrictUndefined

from plugins import assets, claims, feeds, files, listings, reader, signals, site, sitemap
from plugins.dates import french_date, iso_date

PATH = "content"
OUTPUT_PATH = "build/site"
THEME = "theme"
POLICY = str(Path(__file__).resolve().with_name("policy.toml"))
PRODUCTION = False

# Modules, not names: Pelican goes on without a plugin whose name it cannot import. They run in this order.
PLUGINS = [site, reader, assets, files, listings, claims, feeds, sitemap, signals]

TIMEZONE = "Europe/Paris"
LOCALE = ["C"]  # dates are written by plugins.dates: the machine's locale changes nothing
DEFAULT_CATEGORY = "Divers"

# URLs: no .html, no trailing slash. The reader gives each article, service and page its own from its path.
HOME_URL = ""
HOME_SAVE_AS = "index.html"
BLOG_URL = "blog"
BLOG_SAVE_AS = "blog.html"
SERVICES_URL = "services"
SERVICES_SAVE_AS = "services.html"
CATEGORY_URL = "blog/categorie/{slug}"
CATEGORY_SAVE_AS = "blog/categorie/{slug}.html"
PAGINATED_TEMPLATES = {"blog": 10, "category": 10}
PAGINATION_PATTERNS = [
    (1, "{url}", "{save_as}"),
    (2, "{base_name}/page/{number}", "{base_name}/page/{number}.html"),
]

# Pelican's pages that this site does not have, and its feeds: plugins.feeds writes the one there is.
DIRECT_TEMPLATES = ["home", "404"]  # plugins.listings adds what this content calls for
TAG_SAVE_AS = ""
AUTHOR_SAVE_AS = ""
DRAFT_SAVE_AS = ""
DRAFT_PAGE_SAVE_AS = ""
FEED_ALL_ATOM = None
CATEGORY_FEED_ATOM = None
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None
TRANSLATION_FEED_ATOM = None

# plugins.files and plugins.assets copy what is published, and nothing else.
STATIC_PATHS: list[str] = []
THEME_STATIC_PATHS: list[str] = []

JINJA_ENVIRONMENT = {
    "autoescape": True,
    "undefined": StrictUndefined,
    "trim_blocks": True,
    "lstrip_blocks": True,
    "keep_trailing_newline": True,
    "extensions": [],
}
JINJA_FILTERS = {"french_date": french_date, "iso_date": iso_date}
