# ask.bash FILE WORD...: what a completion offers for the last word, a line each, as bash would ask it.
# SPDX-License-Identifier: GPL-2.0-or-later
source "$1" || exit 2
shift
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
"_${1//-/_}" 2> /dev/null
printf '%s\n' "${COMPREPLY[@]}"
