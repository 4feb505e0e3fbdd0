'use strict';

// Draws what the attribute data-chart of an element tells, in the colours of the page.
(() => {
    const drawn = new Map();

    function colour(name) {
        return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
    }

    function number(value) {
        return typeof value === 'number' ? value.toLocaleString('en', {maximumSignificantDigits: 6}) : value;
    }

    // Bars with long names lie, so that each name has a line of its own.
    function isAcross(chart) {
        return chart.kind === 'bar' && chart.axis === 'category'
            && chart.series.some(series => series.points.some(([x]) => String(x).length > 12));
    }

    // Instants within a minute would else have marks of thousandths of a second.
    function around(chart) {
        const all = chart.axis === 'time' ? chart.series.flatMap(series => series.points.map(([x]) => x)) : [];
        const least = Math.min(...all);
        const greatest = Math.max(...all);
        return all.length > 0 && greatest - least < 60000 ? {min: least - 60000, max: greatest + 60000} : {};
    }

    function option(chart) {
        const ink = colour('--ink');
        const dim = colour('--dim');
        const line = colour('--line');
        const axis = {
            axisLine: {lineStyle: {color: line}},
            axisLabel: {color: dim, hideOverlap: true},
            splitLine: {lineStyle: {color: line}},
            nameTextStyle: {color: dim},
        };
        const many = chart.series.length > 1;
        const across = isAcross(chart);
        const position = {
            ...axis,
            type: {category: 'category', time: 'time', number: 'value'}[chart.axis],
            name: chart.x,
            nameLocation: 'middle',
            nameGap: 26,
            scale: true,
            splitLine: {show: false},
            ...(across ? {inverse: true} : {}),
            ...around(chart),
        };
        const value = {
            ...axis,
            type: 'value',
            scale: chart.kind === 'scatter' && chart.axis !== 'time',
            name: chart.y,
            nameTextStyle: {color: dim, align: 'left'},
            ...(across ? {nameLocation: 'middle', nameGap: 26, nameTextStyle: {color: dim}} : {}),
        };
        return {
            // What is written beside the axes says so.
            useUTC: true,
            animation: false,
            color: ['--work', '--good', '--warn', '--bad', '--dim'].map(colour),
            textStyle: {color: ink, fontFamily: 'system-ui, sans-serif'},
            grid: {
                left: 8,
                right: 24,
                top: across ? (many ? 36 : 8) : many ? (chart.y ? 56 : 36) : 24,
                bottom: (across ? chart.y : chart.x) ? 28 : 8,
                containLabel: true,
            },
            legend: many ? {top: 0, left: 0, type: 'scroll', textStyle: {color: ink}} : undefined,
            // Markup in a tooltip would need inline styles, which the page's policy forbids.
            tooltip: {
                trigger: chart.kind === 'scatter' ? 'item' : 'axis',
                renderMode: 'richText',
                confine: true,
                backgroundColor: colour('--card'),
                borderColor: line,
                textStyle: {color: ink},
                valueFormatter: number,
            },
            xAxis: across ? value : position,
            yAxis: across ? position : value,
            series: chart.series.map(series => ({
                name: series.name,
                type: chart.kind === 'area' ? 'line' : chart.kind,
                areaStyle: chart.kind === 'area' ? {opacity: 0.25} : undefined,
                // One upon the other: else they hide each other.
                stack: chart.kind === 'area' ? 'all' : undefined,
                showSymbol: series.points.length < 60,
                barMaxWidth: 28,
                data: across ? series.points.map(([x, y]) => [y, x]) : series.points,
            })),
        };
    }

    function draw() {
        for (const [element, chart] of drawn) {
            if (!element.isConnected) {
                chart.dispose();
                drawn.delete(element);
            }
        }
        for (const element of document.querySelectorAll('[data-chart]')) {
            const chart = JSON.parse(element.dataset.chart);
            if (isAcross(chart)) {
                const names = new Set(chart.series.flatMap(series => series.points.map(([x]) => x)));
                element.style.height = Math.max(260, (8 + 14 * chart.series.length) * names.size + 80) + 'px';
            }
            if (!drawn.has(element)) {
                drawn.set(element, echarts.init(element));
            }
            drawn.get(element).setOption(option(chart), true);
        }
    }

    window.addEventListener('resize', () => drawn.forEach(chart => chart.resize()));
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
    document.addEventListener('htmx:afterSettle', draw);
    draw();
})();
