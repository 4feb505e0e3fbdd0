package dev.daybreak.project.form;

import dev.daybreak.project.problem.Place;
import dev.daybreak.project.problem.Problems;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Reads YAML 1.2 into values with places. */
public final class YamlText {
    private static final int MAX_DEPTH = 50;
    private static final CoreSchema SCHEMA = new CoreSchema();
    private static final LoadSettings SETTINGS =
            LoadSettings.builder().setSchema(SCHEMA).build();

    private final Place origin;
    private final Problems problems;
    private final ScalarContents contents;

    private YamlText(String text, Place origin, Problems problems) {
        this.origin = origin;
        this.problems = problems;
        this.contents = new ScalarContents(text);
    }

    /**
     * The value of a text, or empty if it is no YAML, which is noted. An empty text is a mapping without entries.
     *
     * @param origin where the first character of the text stands in its file
     */
    public static Optional<YamlValue> parse(String text, Place origin, Problems problems) {
        YamlText reader = new YamlText(text, origin, problems);
        try {
            Optional<Node> node = new Compose(SETTINGS).composeString(text);
            return Optional.of(
                    node.map(found -> reader.value(found, 0)).orElse(new YamlValue.Mapping(List.of(), origin)));
        } catch (MarkedYamlEngineException e) {
            Place place =
                    e.getProblemMark().or(e::getContextMark).map(reader::place).orElse(origin);
            String context = e.getContext() == null ? "" : e.getContext() + ": ";
            problems.error(place, "Invalid YAML: " + context + e.getProblem() + ".", "");
        } catch (ReaderException e) {
            String character = String.format("U+%04X", e.getCodePoint());
            problems.error(
                    reader.placeOf(text, e.getPosition()),
                    "Invalid YAML: character " + character + " is not permitted.",
                    "Remove it, or write it as an escape in double quotes.");
        } catch (YamlEngineException e) {
            problems.error(origin, "Invalid YAML: " + e.getMessage(), "");
        }
        return Optional.empty();
    }

    /** What a plain scalar of that text is read as. */
    static YamlValue.Type typeOf(String text) {
        return type(SCHEMA.getScalarResolver().resolve(text, true));
    }

    private static YamlValue.Type type(Tag tag) {
        if (tag.equals(Tag.NULL)) {
            return YamlValue.Type.NULL;
        } else if (tag.equals(Tag.BOOL)) {
            return YamlValue.Type.BOOLEAN;
        } else if (tag.equals(Tag.INT)) {
            return YamlValue.Type.INTEGER;
        }
        return tag.equals(Tag.FLOAT) ? YamlValue.Type.NUMBER : YamlValue.Type.TEXT;
    }

    private YamlValue value(Node node, int depth) {
        Place place = node.getStartMark().map(this::place).orElse(origin);
        if (depth > MAX_DEPTH || node.isRecursive()) {
            String what = node.isRecursive() ? "hold themselves" : "are nested deeper than " + MAX_DEPTH + " levels";
            problems.error(place, "Invalid YAML: values " + what + ".", "");
            return new YamlValue.Scalar(YamlValue.Type.NULL, "", "", place);
        }
        if (node instanceof MappingNode mapping) {
            return mapping(mapping, place, depth);
        }
        if (node instanceof SequenceNode sequence) {
            List<YamlValue> items = new ArrayList<>();
            sequence.getValue().forEach(item -> items.add(value(item, depth + 1)));
            return new YamlValue.Sequence(items, place);
        }
        ScalarNode scalar = (ScalarNode) node;
        Optional<Place> content = contents.start(scalar).map(start -> place(start.line(), start.column()));
        return new YamlValue.Scalar(type(node.getTag()), scalar.getValue(), scalar.getValue(), place, content);
    }

    private YamlValue mapping(MappingNode mapping, Place place, int depth) {
        Map<String, YamlValue.Entry> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            Place keyPlace = tuple.getKeyNode().getStartMark().map(this::place).orElse(place);
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                problems.error(keyPlace, "Invalid key: expected text, found " + described(tuple.getKeyNode()), "");
                continue;
            }
            YamlValue.Entry entry =
                    new YamlValue.Entry(key.getValue(), keyPlace, value(tuple.getValueNode(), depth + 1));
            YamlValue.Entry first = entries.putIfAbsent(entry.key(), entry);
            if (first != null) {
                problems.error(
                        keyPlace,
                        "Invalid key '" + entry.key() + "': it stands twice, first at "
                                + first.place().line() + ":" + first.place().column(),
                        "Keep one of the two.");
            }
        }
        return new YamlValue.Mapping(List.copyOf(entries.values()), place);
    }

    private static String described(Node key) {
        return key instanceof SequenceNode ? "a list" : "keys with values; quote the value if it holds braces";
    }

    private Place place(Mark mark) {
        return place(mark.getLine(), mark.getColumn());
    }

    /** @param line and column in the text, from 0 */
    private Place place(int line, int column) {
        return new Place(origin.file(), line + origin.line(), column + (line == 0 ? origin.column() : 1));
    }

    private Place placeOf(String text, int codePoints) {
        int index = text.offsetByCodePoints(0, Math.min(codePoints, text.codePointCount(0, text.length())));
        String before = text.substring(0, index);
        int line = (int) before.chars().filter(c -> c == '\n').count();
        int column = index - (before.lastIndexOf('\n') + 1);
        return new Place(origin.file(), origin.line() + line, column + (line == 0 ? origin.column() : 1));
    }
}
