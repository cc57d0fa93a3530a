"""Whom oocli trusts: the system or a bundle, or those alone that the environment names."""

from pathlib import Path

import pytest

from oocli.transport.certificates import Certificates
from wire_server import CERTIFICATE


def _count(certificates: Certificates) -> int:
    """Give how many certificates were read."""
    return certificates.context.cert_store_stats()["x509_ca"]


def test_a_directory_of_hashes_is_read_when_it_is_needed(tmp_path: Path) -> None:
    """Nothing is read from it at first; the bundle is, once, when it does not do."""
    (tmp_path / "0a1b2c3d.0").write_bytes(CERTIFICATE.read_bytes())
    certificates = Certificates({}, [str(tmp_path / "nothing"), str(tmp_path)])
    assert _count(certificates) == 0
    assert (certificates.add_bundle(), certificates.add_bundle()) == (True, False)
    assert _count(certificates) > 20


def test_without_hashes_the_bundle_is_read_at_once(tmp_path: Path) -> None:
    """A directory with one file of all certificates is no directory of hashes."""
    (tmp_path / "ca-certificates.crt").write_bytes(CERTIFICATE.read_bytes())
    certificates = Certificates({}, [str(tmp_path)])
    assert _count(certificates) > 20
    assert certificates.add_bundle() is False


@pytest.mark.parametrize("variable", ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"])
def test_what_the_environment_names_is_trusted_alone(tmp_path: Path, variable: str) -> None:
    """Neither the system nor the bundle joins it."""
    (tmp_path / "0a1b2c3d.0").write_bytes(CERTIFICATE.read_bytes())
    certificates = Certificates({variable: str(CERTIFICATE)}, [str(tmp_path)])
    assert certificates.add_bundle() is False
    assert len(certificates.context.get_ca_certs()) <= 1
