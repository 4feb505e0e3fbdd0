package dev.daybreak.project.form;

import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Finds where in a YAML text the characters of a scalar stand, if they stand there as they are. */
final class ScalarContents {
    private final List<String> lines;

    ScalarContents(String yaml) {
        this.lines = yaml.lines().toList();
    }

    /** A place in the text; the first line and column are 0. */
    record Start(int line, int column) {}

    Optional<Start> start(ScalarNode scalar) {
        return scalar.getStartMark()
                .map(mark -> begins(mark, scalar.getScalarStyle()))
                .filter(start -> stands(scalar.getValue(), start));
    }

    /** Behind the quote, or in the line below the mark of a block, where its first line begins. */
    private Start begins(Mark mark, ScalarStyle style) {
        if (style == ScalarStyle.LITERAL || style == ScalarStyle.FOLDED) {
            int line = mark.getLine() + 1;
            String first = line < lines.size() ? lines.get(line) : "";
            return new Start(line, first.length() - first.stripLeading().length());
        }
        boolean quoted = style == ScalarStyle.SINGLE_QUOTED || style == ScalarStyle.DOUBLE_QUOTED;
        return new Start(mark.getLine(), mark.getColumn() + (quoted ? 1 : 0));
    }

    private boolean stands(String value, Start start) {
        List<String> parts = value.lines().toList();
        for (int i = 0; i < parts.size(); i++) {
            int line = start.line() + i;
            boolean same = line < lines.size() && lines.get(line).startsWith(parts.get(i), start.column());
            if (!same && !parts.get(i).isEmpty()) {
                return false;
            }
        }
        return true;
    }
}
