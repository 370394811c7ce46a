"""What makes a figure impossible to work out. None of these says a submitted value."""


class FiguresDoNotFit(ValueError):
    """Figures contradict each other, or lie outside what such a figure can be."""


class EmptyCells(ValueError):
    """People are in the frame of these cells and nobody answered; no weight can speak for them."""

    def __init__(self, cells: list[str]) -> None:
        super().__init__(f"Nobody answered in: {', '.join(cells)}")
        self.cells = cells


class DidNotConverge(ValueError):
    """Raking reached no weights that fit every margin."""


class CannotBeHidden(ValueError):
    """What others know already gives these cells away, whatever else is left out."""

    def __init__(self, cells: list[str]) -> None:
        super().__init__(f"Can be worked out from what is known already: {', '.join(cells)}")
        self.cells = cells
