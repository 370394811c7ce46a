"""How sure a figure is: pure arithmetic, the same for every report."""
