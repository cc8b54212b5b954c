# zsh: source <(ilgpu-ae completion zsh)
_ilgpu_ae() {
    local -a candidates
    candidates=("${(@f)$(${words[1]} "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)}")
    candidates=(${candidates:#})
    # Options come after a dash alone, so that an empty word leaves room for files.
    [[ -z ${words[CURRENT]} ]] && candidates=(${candidates:#-*})
    (( $#candidates )) && compadd -- $candidates || _files
}
compdef _ilgpu_ae ilgpu-ae
