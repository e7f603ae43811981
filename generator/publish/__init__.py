"""Content -> site: pure stages that never import one another, nor anything that reads or writes files."""
