"""Numbers of people and companies that do not exist, with the check places they would have."""

from workflows.rules.identity import CREDIT_ALPHABET, ID_CHECKS, ID_WEIGHTS

# A region that has never been assigned.
NOWHERE = "430899"


def id_number(birth: str, order: int) -> str:
    """An identity number in the unassigned region; `birth` as yyyymmdd, odd orders are men."""
    digits = f"{NOWHERE}{birth}{order:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(digits, ID_WEIGHTS, strict=True))
    return digits + ID_CHECKS[total % 11]


def credit_code(kind: str, body: str) -> str:
    """A unified social credit code in the unassigned region: two places for the kind, nine for the body."""
    code = f"{kind}{NOWHERE}{body}"
    total = sum(CREDIT_ALPHABET.index(sign) * pow(3, place, 31) for place, sign in enumerate(code))
    return code + CREDIT_ALPHABET[-total % 31]


def phone(order: int) -> str:
    return f"1390000{order:04d}"
