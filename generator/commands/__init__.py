"""One module a command: its arguments, and what it prints. They import the rest of the generator only when they run."""
