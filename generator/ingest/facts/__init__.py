"""Facts read out of an article by rules, each with its sentence: numbers, figures, events, key points, stories."""
