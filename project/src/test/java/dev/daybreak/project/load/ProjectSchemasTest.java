package dev.daybreak.project.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.daybreak.project.form.Shapes;
import dev.daybreak.project.form.Substitution;
import dev.daybreak.project.form.YamlText;
import dev.daybreak.project.form.YamlValue;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.problem.Problems;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The published schemas say what the loader does. */
class ProjectSchemasTest {
    private static final Path PUBLISHED =
            Path.of(System.getProperty("root.dir"), "project/src/main/resources/dev/daybreak/project/schemas");
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final String EXAMPLES =
            """
            project, daybreak.yaml
            source, sources/clicks.yaml
            source, sources/users.yaml
            table, assets/features/user_days.sql
            model, models/click_model.yaml
            pipeline, pipelines/weekly_retrain.yaml
            test, tests/user_days.yaml
            dashboard, dashboards/engagement.yaml
            """;

    /** With -Dschemas.write=true the files are written anew instead. */
    @ParameterizedTest
    @ValueSource(strings = {"project", "source", "table", "model", "pipeline", "test", "dashboard"})
    void publishedSchemaIsWhatTheFormsSay(String name) throws IOException {
        Path file = PUBLISHED.resolve(name + ".schema.json");
        String text = JSON.writeValueAsString(ProjectSchemas.all().get(name)) + "\n";
        if (Boolean.getBoolean("schemas.write")) {
            Files.createDirectories(PUBLISHED);
            Files.writeString(file, text);
        }

        assertThat(file).as("run this test with -Dschemas.write=true").hasContent(text);
    }

    @ParameterizedTest
    @CsvSource(textBlock = EXAMPLES)
    void examplesFit(String name, String example) {
        JsonNode sample = sample(example);

        assertThat(schema(name).validate(sample)).isEmpty();
        assertThat(fits(name, sample)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(textBlock = EXAMPLES)
    void unknownKeysAreRefusedByBothOrNone(String name, String example) {
        JsonSchema schema = schema(name);
        JsonNode sample = sample(example);
        List<ObjectNode> objects = objects(sample, new ArrayList<>());

        objects.get(0).put("unknown_key", 1);
        assertThat(schema.validate(sample)).isNotEmpty();
        for (ObjectNode object : objects) {
            object.put("unknown_key", 1);
            assertThat(schema.validate(sample).isEmpty()).as("%s", sample).isEqualTo(fits(name, sample));
            object.remove("unknown_key");
        }
    }

    /** The loader may refuse more, since it looks across keys and files; what the schema refuses, it refuses too. */
    @ParameterizedTest
    @CsvSource(textBlock = EXAMPLES)
    void whatTheSchemaRefusesTheLoaderRefuses(String name, String example) {
        JsonSchema schema = schema(name);
        JsonNode sample = sample(example);
        List<String> wrong = List.of("null", "[]", "{}", "-7", "true", "\"?\"", "[[]]");

        for (ObjectNode object : objects(sample, new ArrayList<>())) {
            for (String key : keys(object)) {
                JsonNode before = object.get(key);
                for (String value : wrong) {
                    object.set(key, parse(value));
                    boolean isRefused = !schema.validate(sample).isEmpty();
                    assertThat(isRefused && fits(name, sample))
                            .as("%s: %s", key, value)
                            .isFalse();
                }
                object.remove(key);
                boolean isRefused = !schema.validate(sample).isEmpty();
                assertThat(isRefused && fits(name, sample))
                        .as("without %s", key)
                        .isFalse();
                object.set(key, before);
            }
        }
    }

    private static List<String> keys(ObjectNode object) {
        List<String> keys = new ArrayList<>();
        object.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    private static JsonSchema schema(String name) {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(ProjectSchemas.all().get(name));
    }

    private static JsonNode sample(String example) {
        String text = Manual.examples().get(example);
        String yaml = example.endsWith(".sql")
                ? SqlFile.cut(text, example, new Problems()).orElseThrow().header()
                : text;
        YamlValue value =
                YamlText.parse(yaml, new Place(example, 1, 1), new Problems()).orElseThrow();
        return JSON.valueToTree(Shapes.plain(value));
    }

    private static boolean fits(String name, JsonNode sample) {
        Problems problems = new Problems();
        Substitution substitution =
                new Substitution(Path.of("."), variable -> "https://x.org", Map.of("data", "/data"));
        boolean isRead = YamlText.parse(sample.toString(), new Place(name, 1, 1), problems)
                .map(value -> substitution.fill(value, problems))
                .flatMap(value -> ProjectSchemas.forms().get(name).read(name, value, problems))
                .isPresent();
        assertThat(isRead).isEqualTo(problems.errors() == 0);
        return isRead;
    }

    private static List<ObjectNode> objects(JsonNode node, List<ObjectNode> found) {
        if (node instanceof ObjectNode object) {
            found.add(object);
        }
        if (node instanceof ObjectNode || node instanceof ArrayNode) {
            node.forEach(child -> objects(child, found));
        }
        return found;
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
