"""The audit: for each raw document a page that shows, line by line, what the cleaner did with it and why."""
