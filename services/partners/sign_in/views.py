"""What the sign-in page offers."""

from shared.http.inputs import View


class WayInView(View):
    """One way to sign in: at a provider, or, in a demonstration, as somebody of the story."""

    key: str
    name: str
    detail: str | None = None
