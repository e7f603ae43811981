"""`briefing explain`: where each part of an article's front matter comes from."""
