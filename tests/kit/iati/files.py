"""Files of activities, made up for tests: one sound activity, and whatever is changed in it."""

from pathlib import Path

SOUND = """
<iati-activity default-currency="USD" xml:lang="en">
  <iati-identifier>{name}</iati-identifier>
  <reporting-org ref="XX-1" type="10"><narrative>Ministry of the North</narrative></reporting-org>
  <title><narrative>Roads</narrative><narrative xml:lang="ru">Дороги</narrative></title>
  <description type="1"><narrative>Roads between two towns.</narrative></description>
  <participating-org role="1" type="10" ref="XX-1"/>
  <activity-status code="2"/>
  <activity-date type="1" iso-date="2020-01-01"/>
  <activity-date type="3" iso-date="2024-12-31"/>
  <recipient-country code="KG" percentage="60"/>
  <recipient-country code="TJ" percentage="40"/>
  <sector vocabulary="1" code="21020"/>
  <budget type="1"><period-start iso-date="2020-01-01"/><period-end iso-date="2020-12-31"/>
    <value value-date="2020-01-01">1000</value></budget>
  <transaction><transaction-type code="2"/><transaction-date iso-date="2020-02-01"/>
    <value currency="JPY" value-date="2020-02-01">500000</value></transaction>
  <related-activity type="1" ref="XX-1-PARENT"/>
  <result type="1"><title><narrative>Built</narrative></title><indicator measure="1">
    <title><narrative>km</narrative></title><baseline year="2019" value="0"/>
    <period><period-start iso-date="2020-01-01"/><period-end iso-date="2020-12-31"/>
    <target value="10"/><actual value="9"/></period></indicator></result>
</iati-activity>
"""


def sound(name: str = "XX-1-ROADS", *changes: tuple[str, str]) -> str:
    words = SOUND.replace("{name}", name)
    for old, new in changes:
        assert old in words, old
        words = words.replace(old, new, 1)
    return words


def whole(*activities: str, version: str = "2.03") -> bytes:
    inside = "".join(activities)
    root = f'<iati-activities version="{version}">'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{root}{inside}</iati-activities>\n'.encode()


def written(folder: Path, content: bytes, name: str = "activities.xml") -> Path:
    file = folder / name
    file.write_bytes(content)
    return file
