"""The closed tables by which a printed agency name is spelled out. Words of the body, never of a place.

A line here is a promise that the two spellings can never tell two bodies of one state apart. What needs
evidence (another place word, `Office` against `Department`, a state's name added) is no matter of spelling:
`resolve.compare` judges it.
"""

from __future__ import annotations

import re

from roster287.vocabulary.states import SHORT, SHORT_OTHERS, STATES
from roster287.vocabulary.text import folded

STATE_NAMES: dict[str, str] = {code: folded(state.name).lower() for code, state in STATES.items()}
"""Folded names of the states and territories by their two-letter codes."""

ANYWHERE: dict[str, str] = {
    "pd": "police department",
    "dept": "department",
    "dpt": "department",
    "depts": "departments",
    "dps": "department of public safety",
    "doc": "department of corrections",
    "doj": "department of justice",
    "dnr": "department of natural resources",
    "bocc": "board of county commissioners",
    "cso": "county sheriffs office",
    "isd": "independent school district",
    "boe": "board of education",
    "indep": "independent",
    "univ": "university",
    "cnty": "county",
    "twp": "township",
    "twsp": "township",
    "tp": "township",
    "boro": "borough",
    "vlg": "village",
    "pct": "precinct",
    "prec": "precinct",
    "prct": "precinct",
    "dist": "district",
    "div": "division",
    "ofc": "office",
    "off": "office",
    "atty": "attorney",
    "da": "district attorney",
    "das": "district attorneys",
    "attys": "attorneys",
    "auth": "authority",
    "hwy": "highway",
    "reg": "regional",
    "nw": "northwest",
    "sw": "southwest",
    "se": "southeast",
    "intl": "international",
    "natl": "national",
    "corr": "corrections",
    "enf": "enforcement",
    "const": "constable",
    "jud": "judicial",
    "ctr": "center",
    "ft": "fort",
    "ste": "sainte",
    "hts": "heights",
    "spgs": "springs",
    "bch": "beach",
    "jct": "junction",
    "mtn": "mountain",
    "countys": "county",
}
"""One word for one word or more, wherever it stands."""

MISPRINTS: dict[str, str] = {
    "departent": "department", "departement": "department", "deparment": "department",
    "departmant": "department", "departmet": "department", "depatment": "department",
    "deptartment": "department", "departmnet": "department", "departmen": "department",
    "polce": "police", "plice": "police", "poilce": "police", "policie": "police",
    "sherrif": "sheriff", "sherrifs": "sheriffs", "sherriff": "sheriff", "sherriffs": "sheriffs",
    "sheriif": "sheriff", "sheriifs": "sheriffs", "shefiff": "sheriff", "sheirff": "sheriff",
    "sheirffs": "sheriffs", "sherifff": "sheriff", "sherifffs": "sheriffs", "sheriffss": "sheriffs",
    "sherif": "sheriff", "sherifs": "sheriffs",
    "offic": "office", "offfice": "office", "ofice": "office", "ofifce": "office", "offce": "office",
    "constbales": "constables", "constbale": "constable", "constabels": "constables",
    "constableses": "constables", "constabless": "constables",
    "counry": "county", "couny": "county", "conty": "county", "coutny": "county", "coounty": "county",
    "countty": "county", "cuonty": "county", "couty": "county", "cunty": "county", "counyt": "county",
    "conuty": "county", "townshp": "township", "towship": "township", "parsh": "parish", "parihs": "parish",
    "distric": "district", "distict": "district", "judical": "judicial", "aggricultural": "agricultural",
    "precint": "precinct", "precicnt": "precinct", "universtiy": "university", "univeristy": "university",
    "correctons": "corrections", "aiport": "airport", "marshalls": "marshals",
}  # fmt: skip
"""Body words that a typist got wrong. None of them is the name of a place."""

STATE_SHORT: dict[str, str] = {words.lower(): code for words, code in SHORT.items()}
"""How newspapers shorten the names of states."""

STATE_SHORT_IN_TWO: dict[str, str] = {
    code: words.lower() for words, code in SHORT_OTHERS.items() if re.fullmatch(r"\w \w{2,}", words)
}
"""The same in two words, of which the second is no single letter: `W. Va.`, by code."""

IN_STATE: dict[tuple[str, str], str] = {
    ("AL", "alea"): "alabama law enforcement agency",
    ("AL", "uab"): "university of alabama birmingham",
    ("TN", "tbi"): "tennessee bureau of investigation",
    ("TN", "thp"): "tennessee highway patrol",
    ("TN", "twra"): "tennessee wildlife resources agency",
    ("FL", "fhp"): "florida highway patrol",
    ("FL", "fdle"): "florida department of law enforcement",
    ("FL", "fwc"): "florida fish and wildlife conservation commission",
    ("FL", "famu"): "florida a and m university",
    ("FL", "dhsmv"): "florida department of highway safety and motor vehicles",
    ("FL", "flhsmv"): "florida department of highway safety and motor vehicles",
    ("FL", "fdoc"): "florida department of corrections",
    ("FL", "fau"): "florida atlantic university",
    ("FL", "fgcu"): "florida gulf coast university",
    ("FL", "fiu"): "florida international university",
    ("FL", "fsu"): "florida state university",
    ("FL", "ucf"): "university of central florida",
    ("FL", "uf"): "university of florida",
    ("FL", "unf"): "university of north florida",
    ("FL", "usf"): "university of south florida",
    ("FL", "uwf"): "university of west florida",
    ("SC", "scdc"): "south carolina department of corrections",
    ("SC", "sled"): "south carolina law enforcement division",
    ("GA", "gbi"): "georgia bureau of investigation",
    ("GA", "gsp"): "georgia state patrol",
    ("GA", "marta"): "metropolitan atlanta rapid transit authority",
    ("IA", "dci"): "division of criminal investigation",
    ("KS", "kbi"): "kansas bureau of investigation",
    ("KS", "khp"): "kansas highway patrol",
    ("LA", "atc"): "alcohol and tobacco control",
    ("LA", "ldwf"): "louisiana department of wildlife and fisheries",
    ("LA", "lsp"): "louisiana state police",
    ("LA", "lsu"): "louisiana state university",
    ("LA", "par"): "parish",
    ("LA", "parrish"): "parish",
    ("MO", "mshp"): "missouri state highway patrol",
    ("NC", "sbi"): "state bureau of investigation",
    ("NC", "unc"): "university of north carolina",
    ("ND", "bci"): "bureau of criminal investigation",
    ("NV", "lvmpd"): "las vegas metropolitan police department",
    ("NY", "nypd"): "new york city police department",
    ("OK", "able"): "alcoholic beverage laws enforcement",
    ("OK", "obn"): "oklahoma bureau of narcotics",
    ("OK", "ohp"): "oklahoma highway patrol",
    ("OK", "osbi"): "oklahoma state bureau of investigation",
    ("SD", "dci"): "division of criminal investigation",
    ("TN", "ut"): "university of tennessee",
    ("TX", "dart"): "dallas area rapid transit",
    ("TX", "dfw"): "dallas fort worth",
    ("TX", "ut"): "university of texas",
    ("TX", "tabc"): "texas alcoholic beverage commission",
    ("TX", "tdcj"): "texas department of criminal justice",
    ("WY", "dci"): "division of criminal investigation",
    ("MP", "cnmi"): "northern mariana islands",
    ("MP", "nmi"): "northern mariana islands",
}
"""Abbreviations that mean one body in one state, and Louisiana's parishes misspelled after Parrish of Alabama."""

ORDINALS: dict[str, str] = {
    "first": "1", "second": "2", "third": "3", "fourth": "4", "fifth": "5", "sixth": "6", "seventh": "7",
    "eighth": "8", "ninth": "9", "tenth": "10", "eleventh": "11", "twelfth": "12", "thirteenth": "13",
    "fourteenth": "14", "fifteenth": "15", "sixteenth": "16", "seventeenth": "17", "eighteenth": "18",
    "nineteenth": "19", "twentieth": "20", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5",
    "six": "6", "seven": "7", "eight": "8", "nine": "9", "ten": "10",
}  # fmt: skip
"""Counting words; they become digits only beside one of `COUNTED`."""

TENS: dict[str, int] = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
"""The first word of an ordinal of two (`twenty third`)."""

ROMAN: dict[str, str] = {
    "i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8", "ix": "9", "x": "10",
    "xi": "11", "xii": "12", "xiii": "13", "xiv": "14", "xv": "15", "xvi": "16", "xvii": "17", "xviii": "18",
    "xix": "19", "xx": "20",
}  # fmt: skip
"""Roman numbers; they are numbers only after one of `COUNTED`."""

COUNTED: frozenset[str] = frozenset({"ward", "district", "precinct", "judicial", "circuit", "region", "zone"})
"""What a number or an ordinal word may count."""

BEARINGS: dict[str, str] = {"n": "north", "s": "south", "e": "east", "w": "west"}
"""What a letter at the head of a name stands for."""

DIRECTIONS: dict[str, str] = {**BEARINGS, "so": "south", "no": "north"}
"""Spelled out where they begin a name and a longer word follows."""

NOTES: frozenset[str] = frozenset(
    {"active", "addendum", "amended", "amendment", "approved", "canceled", "cancelled", "corrected", "ended", "expired"}
    | {"inactive", "jem", "moa", "new", "pending", "reinstated", "renewal", "renewed", "rescinded", "revised", "signed"}
    | {"suspended", "terminated", "tfm", "updated", "withdrawn", "wso"}
)
"""What ICE sets in parentheses or after a dash behind a name: it says something of the agreement, not of the agency."""

MODEL_NOTES: frozenset[str] = frozenset(
    {"task force model", "jail enforcement", "jail enforcement model", "hybrid model", "tribal task force model"}
    | {"warrant service", "warrant service officer", "warrant service officer model", "warrant service model"}
)
"""The names of the models, which may stand there too; `Task Force` alone may be a body."""

BODIES: tuple[tuple[str, str], ...] = (
    ("commissioners", r"(?:board of )?(?:county )?commissioners|(?:board of )?county commission\b|commissioners court"),
    (
        "school_district",
        r"(?:independent |consolidated )*school (?:district|board|corporation|system)\b.*|cisd\b.*|school police.*"
        r"|board of education\b.*|(?:public )?schools\b.*",
    ),
    (
        "campus_police",
        r"(?:district )?board of trustees(?: of)?|campus police(?: department)?"
        r"|(?:(?<=university )|(?<=college ))"
        r"(?:police department|department of police|police|department of public safety|public safety)",
    ),
    ("fire_marshal", r"(?:office of )?(?:state )?fire marshal(?:s office)?"),
    ("attorney_general", r"office of attorney general|attorney generals? office|attorney general"),
    (
        "prosecutor",
        r"(?:office of )?(?:criminal )?district attorneys?(?: office)?|(?<=county )attorneys?(?: office)?"
        r"|(?:office of )?states? attorneys?(?: office)?|commonwealths? attorneys?(?: office)?"
        r"|prosecut\w+(?: attorneys?)?(?: office)?|solicitors? office",
    ),
    ("sheriff", r"sheriffs? (?:office|department)|office of sheriff|sheriffs?\b"),
    ("constable", r"office of constable|(?:state )?constable(?: office)?"),
    ("marshal", r"marshals? office|office of marshal|marshals?\b"),
    ("highway_patrol", r"(?:state )?highway (?:state |safety )?patrol|division of highway patrol"),
    ("state_police", r"state police(?: department)?|department of state police|state patrol|state troopers"),
    ("national_guard", r"(?:army |air )?national guard|state guard|military department"),
    (
        "wildlife",
        r"fish and wildlife.*|(?:department of )?wildlife.*|game and fish.*|marine resources.*"
        r"|(?:department of )?natural resources.*|(?:parks|game) (?:and|commission).*",
    ),
    (
        "port_airport",
        r"(?:international )?airport(?: authority)?(?: police| department| of| public| safety)*"
        r"|port authority(?: police| department)*|port of\b",
    ),
    (
        "special_police",
        r"(?:(?:area )?rapid )?(?:transit|housing|hospital|medical center|railroad|railway|park district)"
        r"(?: authority| district| system)*(?: police| public safety)(?: department)?",
    ),
    (
        "jail",
        r"(?:regional |district |adult )*(?:jail|prison|detention (?:center|facility|department))"
        r"(?: authority| board| commission)?"
        r"|(?:department|division) of detention(?: facilities| services)?"
        r"|criminal justice authority|correctional (?:facility|center)|corrections center",
    ),
    (
        "corrections",
        r"(?:department|division) of (?:public safety and |community )?corrections?(?: and rehabilitation)?"
        r"|corrections?(?: and rehabilitation)?(?: department| division| bureau)?"
        r"|department of correctional services",
    ),
    (
        "tribal_police",
        r"(?:tribal|tribe|nation|(?<=[a-z] )(?<!of )pueblo|pueblo(?= of )|rancheria)"
        r"(?: (?:lighthorse|tribal|police|department|law|enforcement|public|safety|of))*",
    ),
    (
        "investigation",
        r"bureau of (?:investigation|narcotics|criminal)\w*.*|division of criminal investigations?"
        r"|law enforcement division|department of law enforcement|crime information center",
    ),
    (
        "public_safety",
        r"(?:department|division|office) of (?:public )?safety"
        r"(?: and (?:corrections|security|homeland security))?|public safety(?: department)?",
    ),
    (
        "police",
        r"(?:department|division|bureau) of police"
        r"|(?:regional |special |metropolitan |metro |municipal )*police"
        r"(?: services?| safety)*(?: departments?| authority| force| bureau| office| commission)?",
    ),
    ("task_force", r"(?:drug |narcotics |crimes? )*task force"),
    (
        "state_department",
        r"department of .*|office of .*|division of .*|commission\b|commission of .*|bureau of .*"
        r"|alcohol\w* .*control|gaming control.*",
    ),
    ("law_enforcement", r"law enforcement(?: department| agency| services?)?"),
)
"""Kinds of body and the words that name them in a folded name, in the order in which they are tried."""

BODY_WORDS: frozenset[str] = frozenset({
    "police", "department", "sheriff", "sheriffs", "office", "county", "township", "constable", "public", "safety",
    "corrections", "commissioners", "commission", "authority", "detention", "center", "university",
    "college", "district", "precinct",
})  # fmt: skip
"""Words of bodies that no place is called after; a word that is nearly one of them is taken for it, at need."""

PLAIN_WORDS: tuple[str, ...] = ("township", "borough", "village", "university", "college", "attorney", "general")
"""Words of bodies and areas that no word of a place is a slip away from, but for their own plurals (The Villages)."""

TITLE_WORDS: frozenset[str] = BODY_WORDS | {
    "enforcement", "investigation", "wildlife", "resources", "natural", "bureau", "division", "agency", "patrol",
    "conservation", "highway", "emergency", "management", "criminal", "justice", "beverage", "environmental",
    "protection", "financial", "services", "agriculture", "transportation", "marshal", "attorney", "attorneys",
    "general", "generals",
}  # fmt: skip
"""The same of a body of the state: behind the state's name no place is to be expected."""

AREAS: frozenset[str] = frozenset({"county", "parish", "township", "borough", "village", "city", "town"})
"""The word beside a place that says what kind of place it is."""

AFTER_STATE: frozenset[str] = frozenset({
    "department", "state", "division", "office", "highway", "national", "bureau", "attorney", "military",
    "fish", "law", "alcohol", "gaming", "marine", "commission", "board", "game", "wildlife", "army", "air",
    "capitol", "public", "parks", "lottery", "fire", "liquor", "alcoholic",
})  # fmt: skip
"""A state's name before one of these names a body of the state, before others a place or a school."""
