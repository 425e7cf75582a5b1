"""LibreOffice as a second reader: files by chance, all changes accepted and rejected by it, read as we read them."""

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from tests.kit.word.chance import Chance

from nemawashi.kit import word

SOFFICE = shutil.which("soffice")
SEEDS = range(1000, 1012)
LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:{root} PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "{root}.dtd">
<library:{root} xmlns:library="http://openoffice.org/2000/library" xmlns:xlink="http://www.w3.org/1999/xlink"
 {rest}</library:{root}>"""
MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Resolving" script:language="StarBasic">
Sub Everything(folder As String, many As Integer)
  Dim number As Integer
  For number = 0 To many - 1
    Single(folder &amp; "/" &amp; number, ".uno:AcceptAllTrackedChanges", "-accepted")
    Single(folder &amp; "/" &amp; number, ".uno:RejectAllTrackedChanges", "-rejected")
  Next
  StarDesktop.terminate()
End Sub
Sub Single(path As String, command As String, tail As String)
  Dim asHidden(0) As New com.sun.star.beans.PropertyValue
  Dim asWord(0) As New com.sun.star.beans.PropertyValue
  Dim noArguments()
  asHidden(0).Name = "Hidden"
  asHidden(0).Value = True
  asWord(0).Name = "FilterName"
  asWord(0).Value = "MS Word 2007 XML"
  document = StarDesktop.loadComponentFromURL(ConvertToURL(path &amp; ".docx"), "_blank", 0, asHidden())
  helper = createUnoService("com.sun.star.frame.DispatchHelper")
  helper.executeDispatch(document.CurrentController.Frame, command, "", 0, noArguments())
  document.storeToURL(ConvertToURL(path &amp; tail &amp; ".docx"), asWord())
  document.close(True)
End Sub
</script:module>"""


def _set_up(folder: Path) -> None:
    """Put the macro into a profile of LibreOffice."""
    basic = folder / "user" / "basic"
    (basic / "Standard").mkdir(parents=True, exist_ok=True)
    (basic / "Standard" / "Resolving.xba").write_text(MODULE)
    rest = 'library:name="Standard" library:readonly="false"><library:element library:name="Resolving"/>'
    (basic / "Standard" / "script.xlb").write_text(LIBRARY.format(root="library", rest=rest))
    rest = (
        '><library:library library:name="Standard" xlink:href="$(USER)/basic/Standard/script.xlb/" xlink:type="simple" '
        'library:link="false"/>'
    )
    (basic / "script.xlc").write_text(LIBRARY.format(root="libraries", rest=rest))


@pytest.fixture(scope="module")
def resolved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which LibreOffice has resolved all files, in one run; its first start makes its profile."""
    folder = tmp_path_factory.mktemp("resolved")
    for at, seed in enumerate(SEEDS):
        (folder / f"{at}.docx").write_bytes(Chance(seed).file())
    profile = tmp_path_factory.mktemp("office")
    command = [str(SOFFICE), "--headless", "--norestore", f"-env:UserInstallation={profile.as_uri()}"]
    for _ in range(2):
        _set_up(profile)
        script = f"macro:///Standard.Resolving.Everything({folder},{len(SEEDS)})"
        subprocess.run([*command, script], timeout=150, capture_output=True, check=False)
        if (folder / f"{len(SEEDS) - 1}-rejected.docx").exists():
            return folder
    pytest.skip("this LibreOffice runs no macros without a screen")


def _flat(lines: list[str]) -> list[str]:
    return [" ".join(line.split()) for line in lines]


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("answer", ["accepted", "rejected"])
def test_libreoffice_reads_the_same(resolved: Path, answer: str) -> None:
    ours, theirs = [], []
    for at in range(len(SEEDS)):
        file = word.read((resolved / f"{at}.docx").read_bytes())
        ours.append(_flat(file.accepted if answer == "accepted" else file.rejected))
        theirs.append(_flat(word.read((resolved / f"{at}-{answer}.docx").read_bytes()).accepted))

    assert ours == theirs


@pytest.mark.parametrize("seed", range(30))
def test_nothing_of_a_file_by_chance_is_left_out(seed: int) -> None:
    """Each word of it stands in one of the answers or in a change, and no element is unknown."""
    content = Chance(seed, stacked=True).file()

    file = word.read(content)

    told = " ".join([*file.accepted, *file.rejected, *(row.words for row in file.changes)]).split()
    assert _words(content) == set(told) - {"¶"}
    assert file.not_understood == ()
    assert {row.author for row in file.changes} <= {"JPN", "KAZ", "UZB"}


def _words(content: bytes) -> set[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        body = archive.read("word/document.xml").decode()
    return {said for piece in re.findall(r"<w:(?:t|delText)[^>]*>([^<]*)<", body) for said in piece.split()}
