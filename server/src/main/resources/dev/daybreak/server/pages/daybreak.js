'use strict';

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
})();
