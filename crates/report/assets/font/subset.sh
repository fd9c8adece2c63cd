#!/bin/sh
# Makes the two embedded fonts from DejaVu 2.37 (https://dejavu-fonts.github.io), as shipped in the crate `dejavu` 2.37.0.
# usage: subset.sh <folder with DejaVuSans.ttf and DejaVuSans-Bold.ttf>     needs: pip install fonttools==4.68.0
set -eu
here=$(dirname "$0")
# Basic Latin, Latin-1, Latin Extended-A, Greek, Cyrillic, Latin Extended Additional; dashes, quotes, bullet, ellipsis, per
# mille, euro, arrows, minus, approximately, not equal, at most, at least, triangles, squares, circles
latin=U+0020-007E,U+00A0-017F,U+0218-021B
world=U+0386-03CE,U+0401-045F,U+1E80-1E85,U+1EA0-1EF9
signs=U+2009,U+2013-2014,U+2018-201E,U+2022,U+2026,U+202F,U+2030,U+20AC,U+2190-2193,U+2212,U+2248,U+2260,U+2264-2265,U+25A0-25A1,U+25B2,U+25BC,U+25C6,U+25CB,U+25CF
for face in DejaVuSans DejaVuSans-Bold; do
  SOURCE_DATE_EPOCH=0 pyftsubset "$1/$face.ttf" --output-file="$here/$face-subset.ttf" --unicodes="$latin,$world,$signs" \
    --layout-features=kern --no-hinting --no-notdef-outline --name-IDs=0,1,2,3,4,5,6,13,14 --drop-tables+=FFTM,GDEF
done
