# bash: source <(ilgpu-ae completion bash)
_ilgpu_ae() {
    local word=${COMP_WORDS[COMP_CWORD]} candidate
    COMPREPLY=()
    while IFS= read -r candidate; do
        # Options come after a dash alone, so that an empty word leaves room for files.
        [[ -z $candidate || ( -z $word && $candidate == -* ) ]] && continue
        [[ $candidate == "$word"* ]] && COMPREPLY+=("$candidate")
    done < <("${COMP_WORDS[0]}" "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)
}
complete -o default -F _ilgpu_ae ilgpu-ae
