# Completion of oocli for fish: `oocli completion install fish` sets it up.
function __oocli_complete
    set -l words (commandline --tokenize --cut-at-cursor --current-process)
    set -l current (commandline --cut-at-cursor --current-token | string replace --all --regex '["\'\\\\]' '')
    $words[1] %WORD% fish $words "$current" 2>/dev/null
end
complete --command oocli --no-files --keep-order --arguments '(__oocli_complete)'
