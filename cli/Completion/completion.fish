# fish: ilgpu-ae completion fish | source
function __ilgpu_ae_complete
    set -l line (commandline -cp)
    ilgpu-ae "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
end
complete -c ilgpu-ae -a '(__ilgpu_ae_complete)'
