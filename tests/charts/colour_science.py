"""How different two colours look: CIECAM02, its uniform space, colour-vision deficiency. numpy only, for the tests.

Sources: Moroney et al. 2002 (CIECAM02); Luo, Cui, Li 2006 (CAM02-UCS); Machado, Oliveira, Fernandes 2009 (deficiency,
severity 1.0, applied to linear light); IEC 61966-2-1 (sRGB); WCAG 2.2 (contrast).
"""

from __future__ import annotations

import numpy as np

WHITE_D65 = np.array([95.047, 100.0, 108.883])
TO_XYZ = np.array([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]])
CAT02 = np.array([[0.7328, 0.4296, -0.1624], [-0.7036, 1.6975, 0.0061], [0.0030, 0.0136, 0.9834]])
HPE = np.array([[0.38971, 0.68898, -0.07868], [-0.22981, 1.18340, 0.04641], [0.0, 0.0, 1.0]])
DEFICIENCIES = {
    "protanopia": np.array([[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array([[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]),
}


def linear(colours: list[str]) -> np.ndarray:
    """Hex colours as linear RGB 0..1, one row each."""
    codes = np.array([[int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in colours]) / 255
    return np.where(codes <= 0.04045, codes / 12.92, ((codes + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """WCAG contrast ratio, 1..21."""
    light, dark = sorted(linear([one, other]) @ TO_XYZ[1], reverse=True)
    return float((light + 0.05) / (dark + 0.05))


def simulate(rgb: np.ndarray, deficiency: str | None) -> np.ndarray:
    """Linear RGB as somebody with the deficiency sees it; None is normal sight."""
    return rgb if deficiency is None else np.clip(rgb @ DEFICIENCIES[deficiency].T, 0, 1)


def _compress(cone: np.ndarray, adapting: float) -> np.ndarray:
    powered = np.abs(adapting * cone / 100) ** 0.42
    return np.sign(cone) * 400 * powered / (powered + 27.13) + 0.1


def cam02(
    xyz: np.ndarray, white: np.ndarray = WHITE_D65, luminance: float = 64 / np.pi / 5, background: float = 20.0
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """CIECAM02 lightness J, colourfulness M and hue angle (degrees) in an average surround."""
    c, induction, f = 0.69, 1.0, 1.0
    k = 1 / (5 * luminance + 1)
    adapting = 0.2 * k**4 * 5 * luminance + 0.1 * (1 - k**4) ** 2 * (5 * luminance) ** (1 / 3)
    degree = f * (1 - np.exp((-luminance - 42) / 92) / 3.6)
    ratio = background / white[1]
    brightness_induction = 0.725 * (1 / ratio) ** 0.2
    gain = white[1] * degree / (CAT02 @ white) + 1 - degree
    to_cones = HPE @ np.linalg.inv(CAT02)

    def responses(points: np.ndarray) -> np.ndarray:
        return _compress((points @ CAT02.T * gain) @ to_cones.T, adapting)

    def achromatic(r: np.ndarray) -> np.ndarray:
        return (2 * r[..., 0] + r[..., 1] + r[..., 2] / 20 - 0.305) * brightness_induction

    seen = responses(xyz)
    red, green, blue = seen[..., 0], seen[..., 1], seen[..., 2]
    a, b = red - 12 * green / 11 + blue / 11, (red + green - 2 * blue) / 9
    hue = np.degrees(np.arctan2(b, a)) % 360
    lightness = 100 * (achromatic(seen) / achromatic(responses(white))) ** (c * (1.48 + np.sqrt(ratio)))
    eccentricity = (np.cos(np.radians(hue) + 2) + 3.8) / 4
    t = 50000 / 13 * induction * brightness_induction * eccentricity * np.hypot(a, b) / (red + green + 1.05 * blue)
    chroma = t**0.9 * np.sqrt(lightness / 100) * (1.64 - 0.29**ratio) ** 0.73
    return lightness, chroma * adapting**0.25, hue


def ucs(rgb: np.ndarray) -> np.ndarray:
    """CAM02-UCS coordinates J', a', b' of linear RGB: distances are seen differences."""
    lightness, colourfulness, hue = cam02(100 * rgb @ TO_XYZ.T)
    jp = 1.7 * lightness / (1 + 0.007 * lightness)
    mp = np.log1p(0.0228 * colourfulness) / 0.0228
    return np.stack([jp, mp * np.cos(np.radians(hue)), mp * np.sin(np.radians(hue))], axis=-1)


def closest(colours: list[str], deficiency: str | None = None) -> tuple[float, str, str]:
    """The smallest CAM02-UCS difference among the colours, and between which two."""
    points = ucs(simulate(linear(colours), deficiency))
    gaps = np.linalg.norm(points[:, None] - points[None], axis=-1)
    np.fill_diagonal(gaps, np.inf)
    i, j = np.unravel_index(np.argmin(gaps), gaps.shape)
    return float(gaps[i, j]), colours[i], colours[j]
