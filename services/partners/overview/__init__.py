"""How each agency is doing: one call, and one page for the operator."""
