"""When prompts are shown, what they say, and how help is asked for."""
