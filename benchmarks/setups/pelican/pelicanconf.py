"""Pelican's settings: topics are its tags, countries its authors, since it has no taxonomies of one's own."""

SITENAME = "Benchmark Digest"
SITEURL = "https://example.org"
PATH = "content"
ARTICLE_PATHS = ["articles"]
THEME = "theme"
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
DEFAULT_CATEGORY = "news"
DELETE_OUTPUT_DIRECTORY = False
FORMATTED_FIELDS = []
MARKDOWN = {
    "extensions": ["markdown.extensions.meta", "markdown.extensions.tables", "markdown.extensions.sane_lists"],
    "output_format": "html5",
}
ARTICLE_URL = "articles/{slug}/"
ARTICLE_SAVE_AS = "articles/{slug}/index.html"
TAG_URL = "topics/{slug}/"
TAG_SAVE_AS = "topics/{slug}/index.html"
AUTHOR_URL = "countries/{slug}/"
AUTHOR_SAVE_AS = "countries/{slug}/index.html"
CATEGORY_SAVE_AS = DRAFT_SAVE_AS = DRAFT_PAGE_SAVE_AS = ""
DIRECT_TEMPLATES = ["index", "sitemap"]
SITEMAP_SAVE_AS = "sitemap.xml"
DEFAULT_PAGINATION = 20
PAGINATED_TEMPLATES = {"tag": 20, "author": 20}
PAGINATION_PATTERNS = (
    (1, "{base_name}/", "{base_name}/index.html"),
    (2, "{base_name}/page/{number}/", "{base_name}/page/{number}/index.html"),
)
FEED_DOMAIN = SITEURL
FEED_MAX_ITEMS = 20
FEED_ALL_ATOM = None
FEED_ALL_RSS = "feed.xml"
TAG_FEED_RSS = "topics/{slug}/feed.xml"
RSS_FEED_SUMMARY_ONLY = False
CATEGORY_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = TRANSLATION_FEED_ATOM = None
