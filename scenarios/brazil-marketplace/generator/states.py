"""The 27 zones, Brazil's states and its federal district: the centre of each to a whole degree."""

STATES = {
    # state: (latitude, longitude)
    "AC": (-9, -70),
    "AL": (-10, -37),
    "AM": (-4, -65),
    "AP": (1, -52),
    "BA": (-12, -42),
    "CE": (-5, -40),
    "DF": (-16, -48),
    "ES": (-20, -41),
    "GO": (-16, -50),
    "MA": (-5, -45),
    "MG": (-18, -45),
    "MS": (-20, -55),
    "MT": (-13, -56),
    "PA": (-4, -53),
    "PB": (-7, -37),
    "PE": (-8, -38),
    "PI": (-7, -43),
    "PR": (-25, -52),
    "RJ": (-22, -43),
    "RN": (-6, -37),
    "RO": (-11, -63),
    "RR": (2, -61),
    "RS": (-30, -53),
    "SC": (-27, -50),
    "SE": (-11, -37),
    "SP": (-22, -49),
    "TO": (-10, -48),
}

ORIGIN_CENTRES = {
    # seller region: centre of its sellers' states, weighted by orders, to a whole degree
    "sp": (-22, -49),
    "southeast": (-19, -44),
    "south": (-26, -51),
    "elsewhere": (-14, -47),
}
