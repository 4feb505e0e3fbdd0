'use strict';

// One key searches, another opens a list of what there is and what can be done. The server says what; pages are known from the navigation.
(() => {
    const palette = document.getElementById('palette');
    const input = document.getElementById('palette-input');
    const options = document.getElementById('palette-options');
    const count = document.getElementById('palette-count');
    const opener = document.getElementById('palette-open');

    function all() {
        return Array.from(options.querySelectorAll('[role=option]'));
    }

    function chosen() {
        return options.querySelector('[aria-selected=true]');
    }

    function choose(option) {
        for (const other of all()) {
            other.setAttribute('aria-selected', String(other === option));
        }
        if (option) {
            input.setAttribute('aria-activedescendant', option.id);
            option.scrollIntoView({block: 'nearest'});
        } else {
            input.removeAttribute('aria-activedescendant');
        }
    }

    function move(steps) {
        const list = all();
        if (list.length > 0) {
            const at = list.indexOf(chosen());
            choose(list[at < 0 && steps < 0 ? list.length - 1 : (at + steps + list.length) % list.length]);
        }
    }

    function page(link) {
        const option = document.createElement('li');
        const kind = document.createElement('small');
        option.setAttribute('role', 'option');
        option.dataset.address = link.getAttribute('href');
        kind.textContent = 'go';
        option.append(link.textContent.trim(), ' ', kind);
        return option;
    }

    // What came from the server, after the pages whose names fit.
    function show() {
        const words = input.value.trim().toLowerCase().split(/\s+/);
        const links = Array.from(document.querySelectorAll('header nav a'));
        const fitting = links.filter(link => words.every(word => link.textContent.toLowerCase().includes(word)));
        options.prepend(...fitting.map(page));
        const list = all();
        list.forEach((option, number) => { option.id = 'palette-option-' + number; });
        count.textContent = list.length === 0 ? 'Nothing fits.' : list.length + (list.length === 1 ? ' suggestion' : ' suggestions');
        choose(list[0]);
    }

    function open() {
        if (!palette.open) {
            palette.showModal();
            input.select();
            input.dispatchEvent(new Event('suggest'));
        }
    }

    function go(option) {
        if (option) {
            palette.close();
            location.assign(option.dataset.address);
        }
    }

    function isWriting(element) {
        return element.isContentEditable || element.matches('input, textarea, select');
    }

    document.addEventListener('keydown', event => {
        if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'k') {
            event.preventDefault();
            open();
        } else if (event.key === '/' && !event.ctrlKey && !event.metaKey && !event.altKey && !palette.open && !isWriting(event.target)) {
            event.preventDefault();
            document.getElementById('search').focus();
        }
    });

    input.addEventListener('keydown', event => {
        const moves = {ArrowDown: 1, ArrowUp: -1, PageDown: 5, PageUp: -5};
        if (event.isComposing) {
            return;
        }
        if (event.key in moves) {
            event.preventDefault();
            move(moves[event.key]);
        } else if (event.key === 'Enter') {
            event.preventDefault();
            go(chosen());
        }
    });

    options.addEventListener('click', event => go(event.target.closest('[role=option]')));
    options.addEventListener('htmx:afterSwap', show);
    palette.addEventListener('click', event => {
        if (event.target === palette) {
            palette.close();
        }
    });
    opener.addEventListener('click', open);
    opener.hidden = false;
})();
