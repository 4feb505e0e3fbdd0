'use strict';

// A page that nobody looks at holds no stream: browsers keep pages that were left ready for the way back, and have
// six connections for all pages of a host together, so that the seventh page would wait without end.
(() => {
    const create = htmx.createEventSource;
    const streams = new Set();

    htmx.createEventSource = url => {
        const stream = create(url);
        if (document.hidden) {
            stream.close();
        } else {
            streams.add(stream);
        }
        return stream;
    };

    function pause() {
        streams.forEach(stream => stream.close());
        streams.clear();
    }

    function resume() {
        if (streams.size === 0 && !document.hidden) {
            for (const element of document.querySelectorAll('[sse-connect]')) {
                htmx.trigger(element, 'htmx:afterProcessNode');
            }
        }
    }

    addEventListener('pagehide', pause);
    addEventListener('pageshow', event => event.persisted && resume());
    document.addEventListener('visibilitychange', () => (document.hidden ? pause() : resume()));
})();

// Keeps "3 minutes ago" true while a page stays open.
(() => {
    const units = [['day', 86400], ['hour', 3600], ['minute', 60], ['second', 1]];

    function words(seconds) {
        const size = Math.abs(seconds);
        if (size < 1) {
            return 'now';
        }
        const [name, length] = units.find(([unit, length]) => unit === 'second' || size >= 2 * length);
        const count = Math.floor(size / length);
        const text = count + ' ' + name + (count === 1 ? '' : 's');
        return seconds < 0 ? 'in ' + text : text + ' ago';
    }

    function tell() {
        for (const time of document.querySelectorAll('time[datetime]')) {
            time.textContent = words((Date.now() - Date.parse(time.dateTime)) / 1000);
        }
    }

    setInterval(tell, 5000);

    // If the stream has to be asked for anew, it goes on after what was seen last.
    document.addEventListener('htmx:sseMessage', event => {
        const stream = new URL(event.target.getAttribute('sse-connect'), location.href);
        stream.searchParams.set('seen', event.detail.lastEventId);
        event.target.setAttribute('sse-connect', stream.pathname + stream.search);
    });
})();

// Adds to times in the project's zone what they are where the browser is.
(() => {
    const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const clock = {hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: here};

    function added(element, text) {
        const span = document.createElement('span');
        span.className = 'here';
        span.textContent = text;
        element.append(span);
        element.dataset.told = 'true';
    }

    function tell() {
        for (const zone of document.querySelectorAll('[data-zone]:not([data-told])')) {
            const differs = here && zone.dataset.zone !== here;
            added(zone, differs ? '; in brackets in ' + here + ', where this browser is' : ', where this browser is, too');
        }
        for (const time of document.querySelectorAll('.clock[data-at]:not([data-told])')) {
            const at = new Date(time.dataset.at);
            const local = at.toLocaleTimeString('en-GB', clock);
            const shown = /\d{2}:\d{2}/.exec(time.textContent);
            if (shown && shown[0] !== local) {
                const day = at.toLocaleDateString('en-GB', {weekday: 'short', timeZone: here});
                added(time, ' (' + day + ' ' + local + ')');
            }
        }
    }

    document.addEventListener('htmx:afterSettle', tell);
    tell();
})();

// What is scrolled stays where it is when the page changes by itself.
(() => {
    let kept = new Map();

    document.addEventListener('htmx:sseBeforeMessage', () => {
        kept = new Map([...document.querySelectorAll('[data-keep]')]
            .map(region => [region.dataset.keep, [region.scrollLeft, region.scrollTop]]));
    });
    document.addEventListener('htmx:afterSettle', () => {
        for (const region of document.querySelectorAll('[data-keep]')) {
            const [left, top] = kept.get(region.dataset.keep) || [0, 0];
            region.scrollTo(left, top);
        }
    });
})();

// A drawing that is larger than its frame shows first what is marked in it.
(() => {
    const marked = document.querySelector('.canvas .marked');
    const canvas = marked && marked.closest('.canvas');
    if (canvas) {
        const outer = canvas.getBoundingClientRect();
        const inner = marked.getBoundingClientRect();
        canvas.scrollTo(
            inner.left - outer.left - (outer.width - inner.width) / 2,
            inner.top - outer.top - (outer.height - inner.height) / 2);
    }
})();
