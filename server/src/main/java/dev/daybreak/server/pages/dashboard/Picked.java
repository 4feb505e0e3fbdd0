package dev.daybreak.server.pages.dashboard;

import dev.daybreak.project.Settings;
import dev.daybreak.project.dashboard.Dashboard;
import dev.daybreak.project.dashboard.Parameter;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.project.time.TimeText;
import dev.daybreak.server.pages.Pages;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What somebody picked on a dashboard.
 *
 * @param values of its parameters, each of its type
 * @param interval empty if the dashboard is not about time
 * @param texts as an address says them, by name
 */
record Picked(Map<String, Object> values, Optional<DataInterval> interval, Map<String, String> texts) {
    /**
     * Reads what was picked; the rest is as the dashboard has it.
     *
     * @param said the text of a name, null if nothing is said
     * @param now the time, for a dashboard of a project that goes on
     * @throws DaybreakException {@code WRONG_USE} if a value does not fit
     */
    static Picked of(Dashboard dashboard, Settings settings, Instant now, UnaryOperator<String> said) {
        Map<String, Object> values = new LinkedHashMap<>();
        Map<String, String> texts = new LinkedHashMap<>();
        for (Parameter parameter : dashboard.parameters()) {
            Object value = value(parameter, said.apply(parameter.name()));
            values.put(parameter.name(), value);
            texts.put(parameter.name(), value.toString());
        }
        Optional<DataInterval> interval = dashboard.last().map(last -> {
            ZoneId zone = settings.zone();
            Instant end = time("end", said, zone).orElseGet(() -> settings.end().orElse(endOfDay(now, zone)));
            Instant start = time("start", said, zone).orElseGet(() -> last.before(end, zone));
            if (!start.isBefore(end) || !DataInterval.ALL.contains(start) || !DataInterval.ALL.contains(end)) {
                throw wrong("end", String.valueOf(said.apply("end")), "a time after the start");
            }
            texts.put("start", text(start, zone));
            texts.put("end", text(end, zone));
            return new DataInterval(start, end);
        });
        return new Picked(values, interval, texts);
    }

    private static Object value(Parameter parameter, String said) {
        if (said == null) {
            return parameter.fallback();
        }
        return parameter.picked(said).orElseThrow(() -> wrong(parameter.name(), said, parameter.permitted()));
    }

    private static Optional<Instant> time(String name, UnaryOperator<String> said, ZoneId zone) {
        String text = said.apply(name);
        if (text == null || text.isBlank()) {
            return Optional.empty();
        }
        return Optional.of(TimeText.parse(text, zone).orElseThrow(() -> wrong(name, text, TimeText.PERMITTED)));
    }

    private static DaybreakException wrong(String name, String said, String permitted) {
        return new DaybreakException(
                ErrorCode.WRONG_USE, "Invalid value '" + said + "' of '" + name + "': expected " + permitted + ".", "");
    }

    private static Instant endOfDay(Instant now, ZoneId zone) {
        return LocalDate.ofInstant(now, zone).plusDays(1).atStartOfDay(zone).toInstant();
    }

    private static String text(Instant at, ZoneId zone) {
        LocalDate date = LocalDate.ofInstant(at, zone);
        return date.atStartOfDay(zone).toInstant().equals(at) ? date.toString() : at.toString();
    }

    /** What an address says after its question mark; empty if there is nothing to pick. */
    String query() {
        String query = texts.entrySet().stream()
                .map(said -> said.getKey() + "=" + Pages.encoded(said.getValue()))
                .collect(Collectors.joining("&"));
        return query.isEmpty() ? "" : "?" + query;
    }
}
