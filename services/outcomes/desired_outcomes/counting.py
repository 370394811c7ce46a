"""Which desired outcomes a result is derived from. Pure; see decision record 0026."""


def counts_towards_result(*, negotiated: bool, no_longer_wanted: bool, judged: bool) -> bool:
    """Tell whether a derived result waits for, and rests on, the verdict on a desired outcome.

    What was negotiated stands beside the original, which goes on counting: else agreeing to less
    would make the result better. Of what the adult no longer wants nobody can say whether it came
    about, so nobody is waited for; a verdict that was given on it counts like any other.
    """
    return not negotiated and (judged or not no_longer_wanted)
