#!/bin/sh
# Makes the font files of this folder out of the full fonts:
#   sh subset.sh NotoSerifSC_400Regular.ttf NotoSerifSC_900Black.ttf NotoSansSC_500Medium.ttf LXGWWenKai-Regular.ttf
# Needs pyftsubset and Python's fontTools (Debian: fonttools, python3-fonttools).
# The same fonts and the same fontTools give the same bytes.
set -eu
[ $# -eq 4 ] || { sed -n '2,5s/^# //p' "$0"; exit 2; }
here=$(dirname "$0")
python=${PYTHON:-python3}
lists=$(mktemp)
trap 'rm -f "$lists"' EXIT

# One glyph per character and nothing else: the typesetter sets every
# character by itself, and hinting would only help on old screens.
cut() { # SOURCE TARGET LIST…
  source=$1 target=$2
  shift 2
  (cd "$here" && cat "$@" >"$lists")
  pyftsubset "$source" --output-file="$here/$target" --text-file="$lists" \
    --no-hinting --desubroutinize --layout-features='' --notdef-outline --legacy-cmap \
    --drop-tables+=GSUB,GPOS,GDEF,BASE,vhea,vmtx,VORG,DSIG,STAT,meta,FFTM,kern \
    --name-IDs=0,1,2,3,4,5,6,13,14
}

cut "$1" song.ttf characters.txt
cut "$2" title.ttf characters.txt
cut "$3" hei.ttf characters.txt traditional.txt
cut "$4" kai.ttf characters.txt
cut "$4" rare.ttf rare.txt

# The licence reserves the names of this font for its unchanged form.
"$python" "$here/names.py" rename "$here/kai.ttf" "ZWGK Kai" Regular
"$python" "$here/names.py" rename "$here/rare.ttf" "ZWGK Kai Rare" Regular
"$python" "$here/names.py" rare "$here/rare.ttf" "$here/rare.txt"
