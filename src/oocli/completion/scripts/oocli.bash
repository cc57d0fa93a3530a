# Completion of oocli for bash: `oocli completion install bash` sets it up.
_oocli() {
    local candidate
    COMPREPLY=()
    while IFS= read -r candidate; do
        COMPREPLY+=("${candidate%%$'\t'*}")
    done < <("${1/#\~/$HOME}" %WORD% bash "$COMP_WORDBREAKS" "${COMP_LINE:0:COMP_POINT}" 2>/dev/null)
    case "${COMPREPLY[0]-}" in
        *[=/]) compopt -o nospace 2>/dev/null ;; # macOS's bash 3.2 has no compopt
    esac
}
complete -F _oocli oocli
