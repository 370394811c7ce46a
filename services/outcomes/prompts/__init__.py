"""Practice prompts: what this case may need next, why, on what that rests, and who might do it."""
