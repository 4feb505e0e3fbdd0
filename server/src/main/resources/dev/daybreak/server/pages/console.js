'use strict';

// Suggests names of tables and columns while a query is written, and runs it by Ctrl-Enter.
(() => {
    const text = document.getElementById('sql');
    const form = text.form;
    const outcome = document.getElementById('outcome');
    const most = 12;
    let names = null;
    let asked = null;
    let found = [];
    let chosen = -1;

    const list = document.createElement('ul');
    list.id = 'suggestions';
    list.className = 'suggestions';
    list.setAttribute('role', 'listbox');
    list.setAttribute('aria-label', 'Names');
    list.hidden = true;
    text.after(list);
    const told = document.createElement('span');
    told.className = 'hidden';
    told.setAttribute('role', 'status');
    list.after(told);
    text.setAttribute('aria-autocomplete', 'list');
    text.setAttribute('aria-haspopup', 'listbox');
    text.setAttribute('aria-controls', list.id);

    async function load() {
        const environment = form.elements.env ? form.elements.env.value : '';
        if (asked === environment) {
            return;
        }
        asked = environment;
        try {
            const answer = await fetch(text.dataset.names + '?env=' + encodeURIComponent(environment));
            names = answer.ok ? (await answer.json()).tables : null;
        } catch (away) {
            names = null;
            asked = null;
        }
    }

    function word() {
        const before = text.value.slice(0, text.selectionStart);
        return /[A-Za-z_][\w.]*$/.exec(before)?.[0] ?? '';
    }

    function suggestions(part) {
        const small = part.toLowerCase();
        const last = small.slice(small.lastIndexOf('.') + 1);
        const all = text.value.toLowerCase();
        const tables = names.filter(table => table.name.startsWith(small) || table.name.split('.')[1].startsWith(small));
        const columns = new Map();
        for (const table of names.filter(table => all.includes(table.name))) {
            for (const column of table.columns) {
                if (column.toLowerCase().startsWith(last) && column.toLowerCase() !== last && !columns.has(column)) {
                    columns.set(column, {put: part.slice(0, part.length - last.length) + column, words: column, from: table.name});
                }
            }
        }
        const others = tables.filter(table => table.name !== small).map(table => ({put: table.name, words: table.name, from: 'table'}));
        return [...columns.values(), ...others].slice(0, most);
    }

    function show() {
        list.replaceChildren(...found.map((suggestion, i) => {
            const item = document.createElement('li');
            item.id = 'suggestion-' + i;
            item.setAttribute('role', 'option');
            item.setAttribute('aria-selected', String(i === chosen));
            item.append(suggestion.words, ' ');
            const from = document.createElement('small');
            from.textContent = suggestion.from;
            item.append(from);
            item.addEventListener('mousedown', event => {
                event.preventDefault();
                take(i);
            });
            return item;
        }));
        list.hidden = found.length === 0;
        if (chosen >= 0) {
            text.setAttribute('aria-activedescendant', 'suggestion-' + chosen);
            list.children[chosen].scrollIntoView({block: 'nearest'});
        } else {
            text.removeAttribute('aria-activedescendant');
        }
    }

    function close() {
        found = [];
        chosen = -1;
        show();
        told.textContent = '';
    }

    function look() {
        const part = word();
        found = names && part.length > 1 ? suggestions(part) : [];
        chosen = -1;
        show();
        told.textContent = found.length === 0 ? '' : found.length + (found.length === 1 ? ' name' : ' names');
    }

    function take(i) {
        const at = text.selectionStart;
        const begin = at - word().length;
        text.setRangeText(found[i].put, begin, at, 'end');
        close();
        text.focus();
    }

    text.addEventListener('focus', load);
    text.addEventListener('input', async () => {
        await load();
        look();
    });
    text.addEventListener('blur', close);
    text.addEventListener('keydown', event => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            close();
            form.requestSubmit();
        } else if (found.length === 0) {
            return;
        } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
            event.preventDefault();
            const step = event.key === 'ArrowDown' ? 1 : -1;
            chosen = (chosen + step + found.length + (chosen < 0 && step < 0 ? 1 : 0)) % found.length;
            show();
        } else if ((event.key === 'Enter' || event.key === 'Tab') && chosen >= 0) {
            event.preventDefault();
            take(chosen);
        } else if (event.key === 'Escape') {
            event.preventDefault();
            close();
        }
    });

    document.addEventListener('htmx:beforeRequest', () => {
        outcome.setAttribute('aria-busy', 'true');
        form.querySelector('button').disabled = true;
    });
    document.addEventListener('htmx:afterRequest', event => {
        outcome.removeAttribute('aria-busy');
        form.querySelector('button').disabled = false;
        if (!event.detail.successful) {
            const words = document.createElement('p');
            words.className = 'error';
            words.textContent = event.detail.xhr.status === 0
                ? 'The server does not answer.'
                : 'The server refused it. Load the page again; you may have to sign in.';
            outcome.replaceChildren(words);
        }
    });
})();
