"""A static site generator for briefing digests: raw news documents in, a checked site with feeds out."""

__version__ = "0.1.0"
