"""Raw documents -> articles: pure stages, each a function from values to values."""
