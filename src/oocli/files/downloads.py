"""Download files into a directory, each with its own outcome.

What is there already is not fetched. Links become shortcuts and are never followed; a picture in another
size comes from its address, if that may be opened; where the API gives no more than addresses, the outcome
says so. Source: apidoc.onoffice.de, "Files".
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from oocli.disk.whole_file import remove_left_parts
from oocli.errors import AddressRefused, OocliError
from oocli.files import FileOutcome, find_end
from oocli.files.content_requests import Came, ContentRequests, Wanted
from oocli.files.file_contents import decode
from oocli.files.file_keeper import Keeper, Placed, explain_address, explain_size, tell
from oocli.files.picture_requests import CamePicture, PictureRequests, WantedPicture
from oocli.terminal.interrupts import held_back

_MISSING = 3  # exit code


@dataclass
class Downloader:
    """Fetches files and has them kept.

    Attributes:
        requests: asks for contents.
        pictures: asks for pictures in another size.
        keeper: keeps them.
        watch: is told which file is done, and now and then nothing, while it waits.
    """

    requests: ContentRequests
    pictures: PictureRequests
    keeper: Keeper
    watch: Callable[[FileOutcome | None], None] = lambda outcome: None
    _done: list[FileOutcome] = field(default_factory=list, init=False)

    @property
    def end(self) -> OocliError | None:
        """The failure that would meet every other file, too; None while it makes sense to go on."""
        last = self._done[-1].failure if self._done else None
        return None if last is not None and last.exit_code == _MISSING else find_end(self._done)

    def note(self, outcome: FileOutcome) -> FileOutcome:
        """Take notice of what became of something else, as of a list of files, and give it back."""
        self._done.append(outcome)
        return outcome

    def download(self, files: Sequence[Placed]) -> Iterator[FileOutcome]:
        """Return the outcome of each file, with the elements ``path``, ``bytes``, ``type`` and ``url``.

        They come in the order of the files, whatever is there first.
        """
        remove_left_parts([self.keeper.folder / placed.place for placed in files])
        self.watch(None)
        settled: dict[int, FileOutcome] = {}
        next_one = 0
        for place, outcome in self._work(files):
            settled[place] = self.note(outcome)
            self.watch(outcome)
            while next_one in settled:
                with held_back():
                    yield settled.pop(next_one)
                next_one += 1
        for place in range(next_one, len(files)):
            missed = tell(files[place].file, "skipped", failure=self.end)
            yield settled.get(place, missed)

    def _work(self, files: Sequence[Placed]) -> Iterator[tuple[int, FileOutcome]]:
        """Return the place of each file that is done, with its outcome, as soon as it is."""
        at_once: list[tuple[int, FileOutcome]] = []

        def list_wanted(*, resized: bool) -> Iterator[int]:
            for place, placed in enumerate(files):
                if bool(placed.scale) is not resized:
                    continue
                outcome = self._settle_here(placed)
                if outcome is None:
                    yield place
                else:
                    at_once.append((place, outcome))

        contents = self.requests.ask(
            (Wanted(place, files[place].file) for place in list_wanted(resized=False)),
            goes_on=lambda: self.end is None,
            meanwhile=lambda: self.watch(None),
        )
        for came in contents:
            yield from _drain(at_once)
            yield came.place, self._keep(files[came.place], came)
        pictures = self.pictures.ask(
            (WantedPicture(place, files[place].address) for place in list_wanted(resized=True)),
            goes_on=lambda: self.end is None,
            meanwhile=lambda: self.watch(None),
        )
        for picture in pictures:
            yield from _drain(at_once)
            yield picture.place, self._keep_picture(files[picture.place], picture)
        yield from _drain(at_once)

    def _settle_here(self, placed: Placed) -> FileOutcome | None:
        """Do what there is to do for a file without its content; None where that is needed."""
        if not placed.file.url:
            return self.keeper.find_present(placed)
        if not self.requests.call.response.get("binary"):
            return tell(placed.file, "skipped", failure=explain_address(placed.file))
        return self.keeper.keep_link(placed)

    def _keep(self, placed: Placed, came: Came) -> FileOutcome:
        """Have a file written that came."""
        if came.failure is not None:
            return tell(placed.file, "error", failure=came.failure)
        return self.keeper.keep(placed, decode(came.content), told=placed.file.size)

    def _keep_picture(self, placed: Placed, came: CamePicture) -> FileOutcome:
        """Have a picture written that came in another size."""
        if isinstance(came.failure, AddressRefused):
            failure = explain_size(placed.file, came.failure)
            return tell(placed.file, "skipped", url=placed.address, failure=failure)
        if came.failure is not None:
            return tell(placed.file, "error", url=placed.address, failure=came.failure)
        return self.keeper.keep(placed, [came.content], told=None)


def _drain(outcomes: list[tuple[int, FileOutcome]]) -> Iterator[tuple[int, FileOutcome]]:
    while outcomes:
        yield outcomes.pop(0)
