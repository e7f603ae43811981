"""Nikola's settings: topics and countries are both its tags, since it has no taxonomies of one's own.

So there is a feed for each country as well: Nikola makes one for every tag.
"""

BLOG_TITLE = "Benchmark Digest"
BLOG_AUTHOR = "Nobody"
BLOG_EMAIL = "nobody@example.org"
BLOG_DESCRIPTION = "Made-up articles for the benchmarks."
SITE_URL = "https://example.org/"
DEFAULT_LANG = "en"
TRANSLATIONS = {DEFAULT_LANG: ""}
NAVIGATION_LINKS = {DEFAULT_LANG: ()}
TIMEZONE = "UTC"
THEME = "bench"
POSTS = (("content/articles/*.md", "articles", "post.tmpl"),)
PAGES = ()
COMPILERS = {"markdown": [".md"]}
MARKDOWN_EXTENSIONS = ["markdown.extensions.tables", "markdown.extensions.sane_lists"]
PRETTY_URLS = True
STRIP_INDEXES = True
TAG_PATH = "topics"
TAG_PAGES_ARE_INDEXES = True
INDEX_DISPLAY_POST_COUNT = 20
INDEXES_STATIC = True
FEED_LENGTH = 20
FEED_TEASERS = False
GENERATE_ATOM = False
GENERATE_RSS = True
COPY_SOURCES = False
SHOW_SOURCELINK = False
USE_BUNDLES = False
USE_CDN = False
ENABLE_AUTHOR_PAGES = False
WARN_ABOUT_TAG_METADATA = False
CREATE_MONTHLY_ARCHIVE = CREATE_SINGLE_ARCHIVE = CREATE_DAILY_ARCHIVE = CREATE_FULL_ARCHIVES = False
DISABLED_PLUGINS = [
    *("classify_archive", "classify_categories", "classify_sections", "classify_authors", "classify_page_index"),
    *("render_galleries", "render_listings", "gallery", "scale_images", "robots", "redirect", "render_sources"),
]
