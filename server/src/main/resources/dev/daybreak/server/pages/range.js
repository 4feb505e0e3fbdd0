'use strict';

// Dragging over the squares of an asset's partitions chooses the range of a backfill, as the two dates of the form beside them do.
(() => {
    let first = null;

    function dates() {
        const form = document.getElementById('range');
        return form ? [form.elements.start, form.elements.end] : null;
    }

    function cell(event) {
        return event.target.closest ? event.target.closest('.heat [data-from]') : null;
    }

    function mark() {
        const range = dates();
        for (const square of document.querySelectorAll('.heat [data-from]')) {
            const isChosen = range && range[0].value && range[1].value
                && square.dataset.from >= range[0].value && square.dataset.from < range[1].value;
            square.classList.toggle('chosen', Boolean(isChosen));
        }
    }

    function choose(last) {
        const range = dates();
        if (!range || !first || !last) {
            return;
        }
        const [from, until] = first.from <= last.from ? [first, last] : [last, first];
        range[0].value = from.from;
        range[1].value = until.until;
        mark();
    }

    function stretch(square) {
        return square && {from: square.dataset.from, until: square.dataset.until};
    }

    document.addEventListener('pointerdown', event => {
        first = event.button === 0 ? stretch(cell(event)) : null;
        if (first && event.pointerType !== 'touch') {
            event.preventDefault();
        }
        choose(first);
    });
    document.addEventListener('pointermove', event => {
        if (first) {
            choose(stretch(cell(event)));
        }
    });
    document.addEventListener('pointerup', () => {
        first = null;
    });
    document.addEventListener('pointercancel', () => {
        first = null;
    });
    document.addEventListener('input', event => {
        if (event.target.closest && event.target.closest('#range')) {
            mark();
        }
    });
    // The squares are made anew when something has changed.
    document.addEventListener('htmx:afterSettle', mark);
    mark();
})();
