"""Signatures of parties under a PDF: PAdES B-B, one field a party, one after another. Needs the extra ``sign`` (pyHanko).

The key of a party never comes to a server: this runs where the key is. What is told of a signature is pyHanko's bottom
line (the words are whole, the certificate leads to one that is trusted, and nothing was added since but other
signatures), because a file to which a page was added keeps a signature that is intact in itself.
"""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from nemawashi.kit.faults import Fault

_PARTY = re.compile(r"[A-Z][A-Z0-9]{1,9}")
WHOLE, EARLIER, BROKEN = "whole", "earlier", "broken"


class SigningError(Fault):
    """Nothing was signed, or nothing can be told; the message is a sentence for the reader."""


@dataclass(frozen=True, slots=True)
class Signature:
    """``covers``: whole, the file as it is; earlier, as it was before others signed; broken, something else was added.

    ``is_good`` is pyHanko's bottom line. ``is_trusted``: the certificate leads to one of those that were named.
    """

    party: str
    subject: str
    at: str
    is_good: bool
    is_whole: bool
    covers: str
    is_trusted: bool


def signed(raw: bytes, *, key: Path, passphrase: str, party: str) -> bytes:
    """The file with the party's signature added behind it. Every byte that was there stays.

    Raises ``SigningError`` for a wrong passphrase, a party that signed already, and a file whose signatures are broken.
    """
    if not _PARTY.fullmatch(party):
        raise SigningError(f"“{party}” is not the code of a party, such as KAZ")
    hanko = _hanko()
    before = signatures(raw)
    if any(row.party == party for row in before):
        raise SigningError(f"{party} has signed this file already")
    if any(row.covers == BROKEN or not row.is_whole for row in before):
        raise SigningError("a signature that stands under this file is broken; nothing was added")
    signer = hanko.signers.SimpleSigner.load_pkcs12(str(key), passphrase=passphrase.encode())
    if signer is None:
        raise SigningError(f"{key.name}: no key and certificate could be read; is the passphrase right?")
    try:
        writer = hanko.IncrementalPdfFileWriter(io.BytesIO(raw), strict=False)
        about = hanko.signers.PdfSignatureMetadata(
            field_name=party, md_algorithm="sha256", subfilter=hanko.fields.SigSeedSubFilter.PADES, name=party
        )
        made = hanko.signers.PdfSigner(about, signer=signer, new_field_spec=hanko.fields.SigFieldSpec(party)).sign_pdf(
            writer
        )
    except hanko.faults as fault:
        raise SigningError(f"the file could not be signed: {fault}") from fault
    return bytes(made.getvalue())


def signatures(raw: bytes, *, trust: Sequence[Path] = ()) -> list[Signature]:
    """What each signature under the file is worth, in the order of signing; none under a file that nobody signed.

    Without ``trust`` each certificate is taken as it stands: then the reader has to know whose it is.
    """
    if raw.startswith(b"%PDF-") and b"/ByteRange" not in raw:  # which bytes are signed stands in clear in every file
        return []
    hanko = _hanko()
    try:
        reader = hanko.PdfFileReader(io.BytesIO(raw), strict=False)
        rows = list(reader.embedded_regular_signatures)
    except (*hanko.faults, ValueError, KeyError, TypeError) as fault:
        raise SigningError(f"this is no PDF that can be read: {fault}") from fault
    try:
        roots = [root for path in trust for root in hanko.load_certs_from_pemder([str(path)])]
    except (OSError, ValueError) as fault:
        raise SigningError(f"a certificate that was named as trusted cannot be read: {fault}") from fault
    return [_signature(hanko, row, roots) for row in rows]


def _signature(hanko: Any, row: Any, roots: list[Any]) -> Signature:
    own = roots or [row.signer_cert, *row.other_embedded_certs]
    context = hanko.ValidationContext(trust_roots=own, allow_fetching=False)
    try:
        status = hanko.validate_pdf_signature(row, signer_validation_context=context)
    except (*hanko.faults, ValueError) as fault:
        return Signature(str(row.field_name), f"cannot be read: {fault}", "", False, False, BROKEN, False)
    level = hanko.SignatureCoverageLevel
    is_whole = bool(status.intact and status.valid)
    covers = BROKEN
    if is_whole and status.coverage == level.ENTIRE_FILE:
        covers = WHOLE
    elif is_whole and status.coverage == level.ENTIRE_REVISION and status.docmdp_ok and _is_only_signed(hanko, status):
        covers = EARLIER
    is_good = bool(status.bottom_line) and covers != BROKEN
    at = row.self_reported_timestamp
    return Signature(
        party=str(row.field_name),
        subject=str(row.signer_cert.subject.human_friendly),
        at=at.isoformat() if at else "",
        is_good=is_good,
        is_whole=is_whole,
        covers=covers,
        is_trusted=bool(roots) and bool(status.trusted),
    )


def _is_only_signed(hanko: Any, status: Any) -> bool:
    """Whether what was added since is signatures, or what archives add to signatures: no page, note or word."""
    level = hanko.ModificationLevel
    return status.modification_level in (level.NONE, level.LTA_UPDATES, level.FORM_FILLING)


def _hanko() -> Any:
    """The parts of pyHanko that are needed. Raises ``SigningError`` where the extra is missing."""
    try:
        from pyhanko.keys import load_certs_from_pemder  # noqa: PLC0415  an extra
        from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: PLC0415
        from pyhanko.pdf_utils.misc import PdfError  # noqa: PLC0415
        from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: PLC0415
        from pyhanko.sign import fields, signers  # noqa: PLC0415
        from pyhanko.sign.diff_analysis import ModificationLevel  # noqa: PLC0415
        from pyhanko.sign.general import SigningError as Refused  # noqa: PLC0415
        from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature  # noqa: PLC0415
        from pyhanko.sign.validation.errors import SignatureValidationError  # noqa: PLC0415
        from pyhanko_certvalidator import ValidationContext  # noqa: PLC0415
    except ImportError as fault:
        raise SigningError("signatures need pyHanko: pip install 'nemawashi[sign]'") from fault
    return SimpleNamespace(
        load_certs_from_pemder=load_certs_from_pemder,
        IncrementalPdfFileWriter=IncrementalPdfFileWriter,
        PdfFileReader=PdfFileReader,
        fields=fields,
        signers=signers,
        ModificationLevel=ModificationLevel,
        SignatureCoverageLevel=SignatureCoverageLevel,
        validate_pdf_signature=validate_pdf_signature,
        ValidationContext=ValidationContext,
        faults=(PdfError, Refused, SignatureValidationError),
    )
