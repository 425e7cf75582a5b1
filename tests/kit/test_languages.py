"""Japanese names in Russian letters, as Russian publications print them."""

import pytest

from nemawashi.kit.languages import polivanov


@pytest.mark.parametrize(
    ("name", "russian"),
    [
        ("Yoriko Kawaguchi", "Ёрико Кавагути"),
        ("Taro Aso", "Таро Асо"),
        ("Koichiro Gemba", "Коитиро Гэмба"),
        ("Shinzo Abe", "Синдзо Абэ"),
        ("Takeshi Iwaya", "Такэси Ивая"),
        ("Junichiro Koizumi", "Дзюнитиро Коидзуми"),
        ("Sanae Takaichi", "Санаэ Такаити"),
        ("Hajime Kitaoka", "Хадзимэ Китаока"),
        ("Ryutaro Hashimoto", "Рютаро Хасимото"),
        ("Keiichi Katakami", "Кэйити Катаками"),
        ("Shun'ichi Hattori", "Сюнъити Хаттори"),
        ("Xavier", "Xavier"),
    ],
)
def test_names_are_written_after_polivanov(name: str, russian: str) -> None:
    assert polivanov(name) == russian
