package dev.daybreak.project.load;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daybreak.project.form.Located;
import dev.daybreak.project.form.Scalars;
import dev.daybreak.project.form.Shape;
import dev.daybreak.project.form.Shapes;
import dev.daybreak.project.form.YamlValue;
import dev.daybreak.project.problem.NearestName;
import dev.daybreak.project.problem.Problems;
import dev.daybreak.project.schedule.Cron;
import dev.daybreak.project.time.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A schedule: one or several crons, or one span such as {@code every 15 minutes}, or {@code on update}. */
final class ScheduleShape implements Shape<Schedule> {
    private static final String EVERY = "every";
    private static final String ON_UPDATE = "on update";
    private static final Shape<Located<String>> TEXT = Shapes.located(Scalars.text());

    @Override
    public Optional<Schedule> read(String name, YamlValue value, Problems problems) {
        int before = problems.errors();
        List<YamlValue> items = value instanceof YamlValue.Sequence list ? list.items() : List.of(value);
        List<Cron> crons = new ArrayList<>();
        Optional<Span> every = Optional.empty();
        boolean onUpdate = false;
        for (YamlValue item : items) {
            Optional<Located<String>> text = TEXT.read(name, item, problems);
            if (text.isEmpty()) {
                continue;
            }
            String words = words(text.get());
            boolean isEvery = words.equals(EVERY) || words.startsWith(EVERY + " ");
            if (isEvery) {
                every = span(text.get(), problems);
            } else if (words.equals(ON_UPDATE)) {
                onUpdate = true;
            } else {
                cron(text.get(), problems).ifPresent(crons::add);
            }
            if (items.size() > 1 && (isEvery || words.equals(ON_UPDATE))) {
                problems.error(
                        item.place(),
                        "Invalid schedule '" + words + "': in a list of several, each must be a cron.",
                        "Say one kind only: crons, one span such as 'every 15 minutes', or 'on update'.");
            }
        }
        return problems.errors() == before ? Optional.of(new Schedule(crons, every, onUpdate)) : Optional.empty();
    }

    private static String words(Located<String> text) {
        return text.value().strip().replaceAll("\\s+", " ");
    }

    private static Optional<Span> span(Located<String> text, Problems problems) {
        String words = words(text);
        boolean isLowerCase = words.equals(words.toLowerCase(Locale.ROOT));
        Optional<Span> span =
                Span.parse(words.substring(EVERY.length())).filter(found -> found.count() > 0 && isLowerCase);
        if (span.isEmpty()) {
            problems.error(
                    text.place(),
                    "Invalid schedule '" + words + "': expected 'every' and " + Span.PERMITTED + ", at least 1.",
                    "Write for example 'every 15 minutes'.");
        }
        return span;
    }

    private static Optional<Cron> cron(Located<String> text, Problems problems) {
        return near(words(text).toLowerCase(Locale.ROOT))
                .map(near -> {
                    problems.error(
                            text.place(),
                            "Invalid schedule '" + text.value().strip() + "': expected five cron fields, one of "
                                    + String.join(", ", Cron.nicknames()) + ", 'every 15 minutes' or '" + ON_UPDATE
                                    + "'. Did you mean '" + near + "'?",
                            "");
                    return Optional.<Cron>empty();
                })
                .orElseGet(() -> CronText.check(text, problems));
    }

    /** What somebody probably meant by words that are no cron; empty if they look like one. */
    private static Optional<String> near(String words) {
        if (words.startsWith("@") || words.split(" ").length == 5) {
            return Optional.empty();
        }
        int space = words.indexOf(' ');
        String rest = space < 0 ? "" : words.substring(space + 1);
        boolean isNearEvery = NearestName.of(words.substring(0, Math.max(space, 0)), List.of(EVERY))
                .isPresent();
        if (isNearEvery && Span.parse(rest).isPresent()) {
            return Optional.of(EVERY + " " + rest);
        }
        if (Span.parse(words).isPresent()) {
            return Optional.of(EVERY + " " + words);
        }
        List<String> known = new ArrayList<>(Cron.nicknames());
        known.add(ON_UPDATE);
        return NearestName.of(words, known);
    }

    @Override
    public ObjectNode schema() {
        String cron = "(?:" + String.join("|", Cron.nicknames()) + ")|[0-9*]\\S*(?:\\s+\\S+){4}";
        String every = EVERY + "\\s+0*[1-9][0-9]*\\s*(?:minute|hour|day|week|month)s?";
        ObjectNode any = text(cron + "|" + every + "|on\\s+update");
        any.withArray("examples")
                .add("0 6 * * 1")
                .add("@daily")
                .add("every 15 minutes")
                .add(ON_UPDATE);
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.withArray("anyOf").add(any).add(list(text(cron))).add(list(any).put("maxItems", 1));
        return schema;
    }

    private static ObjectNode text(String pattern) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", "string")
                .put("pattern", "^\\s*(?:" + pattern + ")\\s*$|\\$\\{(?:env|file|var):[^}]+\\}");
    }

    private static ObjectNode list(ObjectNode item) {
        ObjectNode list = JsonNodeFactory.instance.objectNode().put("type", "array");
        list.set("items", item);
        return list;
    }
}
