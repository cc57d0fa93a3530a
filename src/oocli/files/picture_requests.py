"""Pictures in another size than they are stored in, asked for at their addresses, several at once.

The API gives no content of them. Which addresses are opened the transport decides.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from oocli.client import Client
from oocli.client.crew import Hands
from oocli.client.picture_fetching import Picture, fetch_picture
from oocli.errors import OocliError
from oocli.paging.pace import Pace


class WantedPicture(NamedTuple):
    """A picture that is asked for.

    Attributes:
        place: its place among all files, by which the caller knows it.
        url: its address.
    """

    place: int
    url: str


class CamePicture(NamedTuple):
    """A picture that came, or did not.

    Attributes:
        place: its place among all files.
        content: its bytes; none where there is a failure.
        failure: why it did not come; None where it did.
    """

    place: int
    content: bytes
    failure: OocliError | None = None


@dataclass(frozen=True)
class PictureRequests:
    """Asks for pictures.

    Attributes:
        client: whose transport gets them.
        jobs: requests in flight at most.
    """

    client: Client
    jobs: int = 1

    def ask(
        self,
        pictures: Iterable[WantedPicture],
        *,
        goes_on: Callable[[], bool],
        meanwhile: Callable[[], None],
    ) -> Iterator[CamePicture]:
        """Return each picture as it comes, in whatever order.

        ``goes_on`` says whether to ask for more; what is asked for already comes in any case.
        ``meanwhile`` is called now and then while nothing comes.
        """
        make = partial(fetch_picture, self.client)
        hands: Hands[int, str, Picture] = Hands(make, self.jobs, now=self.client.now)
        pace = Pace(jobs=self.jobs, batch=1)
        coming = iter(pictures)
        try:
            while True:
                while goes_on() and hands.busy < pace.allowed and (wanted := next(coming, None)):
                    hands.send(wanted.place, wanted.url)
                if not hands.busy:
                    return
                back = hands.wait(meanwhile=meanwhile)
                if isinstance(back.answer, OocliError):
                    pace.note_answer(back.seconds, troubled=back.answer.retryable)
                    yield CamePicture(back.errand, b"", back.answer)
                else:
                    pace.note_answer(back.seconds, troubled=back.answer.attempts > 1)
                    yield CamePicture(back.errand, back.answer.content)
        finally:
            hands.dismiss()
