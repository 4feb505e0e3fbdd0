package dev.daybreak.cli.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.problem.Problem;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a command says. Results go to standard output, progress and failures to standard error; with JSON, standard output
 * gets exactly one document.
 */
public final class Output {
    private final boolean json;
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;

    public Output(boolean json) {
        this.json = json;
    }

    public boolean isJson() {
        return json;
    }

    /** A line of the result, for people; nothing with JSON. */
    public void line(String text) {
        if (!json) {
            out.println(text);
        }
    }

    /** A line that is not part of the result: progress, or a note. */
    public void note(String text) {
        (json ? err : out).println(text);
    }

    /** The result as a document: maps, lists, texts, numbers, booleans and null. Nothing without JSON. */
    public void document(Map<String, ?> document) {
        if (json) {
            print(document);
        }
    }

    /** An object of a document, with its fields in this order: name, value, name, value... A value may be null. */
    public static Map<String, Object> fields(Object... namesAndValues) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return fields;
    }

    private void print(Map<String, ?> document) {
        try {
            out.println(new ObjectMapper()
                    .configure(SerializationFeature.INDENT_OUTPUT, false)
                    .writeValueAsString(document));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Results are plain values", e);
        }
    }

    /** A failure: on standard error for people, as the one document with JSON. */
    public void error(DaybreakException error) {
        if (json) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("code", error.code().name());
            fields.put("message", error.getMessage());
            fields.put("place", error.place().map(Place::toString).orElse(null));
            fields.put("mend", error.mend());
            print(Map.of("error", fields));
        } else {
            err.println(
                    text(error.getMessage(), error.place().map(Place::toString).orElse(""), error.mend()));
        }
    }

    /** The form of every failure: the message, then the place and the mend, each on a line of its own. */
    public static String text(String message, String place, String mend) {
        StringBuilder text = new StringBuilder(message);
        for (String part : List.of(place, mend)) {
            if (!part.isEmpty()) {
                text.append("\n  ").append(part.replace("\n", "\n  "));
            }
        }
        return text.toString();
    }

    public void trace(Exception exception) {
        StringWriter text = new StringWriter();
        exception.printStackTrace(new PrintWriter(text, true));
        err.println(text);
    }

    /** Problems of project files, one after the other, on standard error. */
    public void problems(List<Problem> problems) {
        for (Problem problem : problems) {
            String kind = problem.isError() ? "error" : "warning";
            err.println(problem.place() + ": " + kind + ": " + text(problem.message(), "", problem.mend()));
        }
    }

    /** Problems as JSON values. */
    public static List<Map<String, Object>> values(List<Problem> problems) {
        List<Map<String, Object>> values = new ArrayList<>();
        for (Problem problem : problems) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("file", problem.place().file());
            fields.put("line", problem.place().line());
            fields.put("column", problem.place().column());
            fields.put("severity", problem.isError() ? "error" : "warning");
            fields.put("message", problem.message());
            fields.put("mend", problem.mend());
            values.add(fields);
        }
        return values;
    }
}
