"""How many requests are in flight: more while answers come quickly, fewer when the server struggles."""

from oocli.paging.pace import Pace


def test_pace_rises_to_the_number_of_jobs() -> None:
    """Reading begins with two requests and adds one for each quick answer."""
    pace = Pace(jobs=4)
    allowed = [pace.allowed]
    for _ in range(4):
        pace.note_answer(0.2)
        allowed.append(pace.allowed)
    assert allowed == [2, 3, 4, 4, 4]


def test_failed_attempt_halves_what_is_allowed() -> None:
    """429, 5xx and resets are answered with half as many requests, at least one."""
    pace = Pace(jobs=8)
    pace.allowed = 8
    allowed = []
    for _ in range(4):
        pace.note_answer(0.2, troubled=True)
        allowed.append(pace.allowed)
    assert allowed == [4, 2, 1, 1]


def test_slow_answer_takes_one_request_away() -> None:
    """An answer of more than two seconds, and three times the fastest, is a sign of too much."""
    pace = Pace(jobs=4)
    for seconds in (1.0, 1.0, 2.9, 3.5):
        pace.note_answer(seconds)
    assert pace.allowed == 3


def test_an_api_that_always_takes_its_time_is_not_struggling() -> None:
    """Where every answer takes seconds, the fastest does, too: the same number is in flight as elsewhere."""
    pace = Pace(jobs=4)
    for seconds in (5.0, 4.0, 6.0):
        pace.note_answer(seconds)
    assert pace.allowed == 4
    pace.note_answer(12.5)
    assert pace.allowed == 3


def test_one_request_alone_is_not_parallel() -> None:
    """With one job and one page in it nothing runs beside anything else."""
    assert [Pace(1, 1).is_parallel, Pace(1, 2).is_parallel, Pace(2, 1).is_parallel] == [False, True, True]


def test_requests_wait_to_go_out_as_soon_as_one_comes_back() -> None:
    """One more than may be in flight, and pages enough for all of them; one job has none that waits."""
    pace = Pace(jobs=2, batch=5)
    assert (pace.allowed, pace.requests, pace.window) == (2, 3, 15)
    pace.note_answer(0.1, troubled=True)
    assert (pace.allowed, pace.requests, pace.window) == (1, 1, 5)
    assert (Pace(jobs=1, batch=5).requests, Pace(jobs=1, batch=5).window) == (1, 5)


def test_large_pages_are_asked_for_in_smaller_requests() -> None:
    """What is under way or waits is 32 MiB at most; usual pages are asked for as before."""
    pace = Pace(jobs=16, batch=50)
    pace.allowed = 16
    pace.note_size(50 * 512 * 1024, 50)
    assert (pace.requests, pace.pages, pace.window) == (17, 3, 51)
    usual = Pace()
    usual.note_size(5 * 512 * 1024, 5)
    assert usual.pages == 5


def test_one_page_is_always_asked_for() -> None:
    """However large it is."""
    pace = Pace()
    pace.note_size(1024**3, 1)
    assert pace.pages == 1
