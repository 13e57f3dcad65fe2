# Completion of dirac for fish. Now: dirac completion fish | source
# Always: dirac completion fish > ~/.config/fish/completions/dirac.fish
function __dirac_suggestions
    set -l words (commandline -opc)
    set -l word (commandline -ct)
    set -l lines ($words[1] complete -- $words[2..-1] "$word" 2>/dev/null)
    switch "$lines[1]"
        case :files
            __fish_complete_path (string replace -r '^--[^=]*=' '' -- "$word")
        case :directories
            __fish_complete_directories (string replace -r '^--[^=]*=' '' -- "$word")
        case '*'
            printf '%s\n' $lines
    end
end
complete -c dirac -f -a '(__dirac_suggestions)'
