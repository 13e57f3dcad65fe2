#compdef dirac
# Completion of dirac for zsh. Now: source <(dirac completion zsh)
# Always: dirac completion zsh > a file _dirac in a folder of $fpath
_dirac() {
  local line word
  local -a suggestions
  for line in "${(@f)$("${(Q)words[1]/#\~/$HOME}" complete -- "${(@Q)words[2,CURRENT]}" 2>/dev/null)}"; do
    case $line in
      '') ;;
      :files) _files; return ;;
      :directories) _files -/; return ;;
      *)
        word=${line%%$'\t'*}
        suggestions+=("${word//:/\\:}${${line#"$word"}/$'\t'/:}")
        ;;
    esac
  done
  _describe -V dirac suggestions
}
if [ "${funcstack[1]}" = _dirac ]; then _dirac "$@"; else compdef _dirac dirac; fi
