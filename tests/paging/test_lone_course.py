"""The course of a reading that one answer ends."""

from oocli.errors import CannotWalk
from oocli.paging.lone_course import LoneCourse
from oocli.paging.span_protocol import Settled

RECORDS = ({"id": 7, "type": "estate", "elements": {}}, {"id": 7, "type": "estate", "elements": {}})


def test_it_has_one_way_which_is_the_action_itself() -> None:
    """No span stands for it."""
    assert list(LoneCourse().list_ways()) == [None]


def test_it_takes_all_that_comes() -> None:
    """A record that the API gives twice in one answer is given twice."""
    assert LoneCourse().take(Settled(RECORDS)) == RECORDS


def test_it_remembers_what_the_api_withholds() -> None:
    """Only a page that has a gap adds one."""
    course = LoneCourse()
    course.take(Settled((), gap="too many"))
    course.take(Settled(RECORDS))
    assert course.gaps == ["too many"]


def test_it_cannot_give_up_its_way() -> None:
    """So every refusal is reported."""
    assert not LoneCourse().give_up(CannotWalk("refused"))
