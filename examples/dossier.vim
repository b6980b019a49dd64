" dossier.vim: ':Dossier open door' asks dossier-query and lists what it finds, each a place to jump to.
" SPDX-License-Identifier: GPL-2.0-or-later
"
" Put it into ~/.vim/plugin (for Neovim ~/.config/nvim/plugin).  The index is $DOSSIER_INDEX, else ./dossier.idx, or
" g:dossier_index.  Keys are paths as they were given when indexing, so be in the folder in which that was done.
"
" In Emacs, M-x grep with the command  dossier-query --format vimgrep open door  does the same.

function! s:Ask(words) abort
    let l:command = ['dossier-query', '--format', 'vimgrep', '-n', '50']
    if exists('g:dossier_index')
        let l:command += ['-d', g:dossier_index]
    endif
    let l:lines = systemlist(join(map(l:command + ['--', a:words], 'shellescape(v:val)')))
    if v:shell_error == 2
        echohl ErrorMsg | echomsg join(l:lines) | echohl None
        return
    endif
    call setqflist([], ' ', {'title': 'dossier: ' . a:words, 'lines': l:lines, 'efm': '%f:%l:%c:%m'})
    if empty(l:lines)
        echo 'nothing found'
    else
        copen
    endif
endfunction

command! -nargs=+ Dossier call s:Ask(<q-args>)
