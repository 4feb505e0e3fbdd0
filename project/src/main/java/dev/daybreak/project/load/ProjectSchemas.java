package dev.daybreak.project.load;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daybreak.project.form.Form;
import dev.daybreak.project.form.Shape;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * JSON Schemas (draft 2020-12) of the files of a project, for editors. They are made from the forms that the loader reads
 * with; {@code dev/daybreak/project/schemas/NAME.schema.json} on the class path holds the same.
 */
public final class ProjectSchemas {
    private ProjectSchemas() {}

    /**
     * The schemas by name: {@code project}, {@code source}, {@code table}, {@code model}, {@code pipeline}, {@code test},
     * {@code dashboard}.
     */
    public static Map<String, ObjectNode> all() {
        Map<String, ObjectNode> schemas = new LinkedHashMap<>();
        Map<String, String> titles = Map.of(
                "project", "daybreak.yaml",
                "source", "sources/NAME.yaml",
                "table", "the header of assets/NAMESPACE/NAME.sql",
                "model", "models/NAME.yaml",
                "pipeline", "pipelines/NAME.yaml",
                "test", "tests/NAME.yaml",
                "dashboard", "dashboards/NAME.yaml");
        Map<String, Shape<?>> shapes = new LinkedHashMap<>(forms());
        shapes.put("test", UnitTestForm.SHAPE);
        shapes.forEach((name, shape) -> {
            ObjectNode schema = JsonNodeFactory.instance.objectNode();
            schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
            schema.put("$id", "urn:daybreak:project:" + SettingsForm.NEWEST_VERSION + ":" + name);
            schema.put("title", titles.get(name));
            schema.setAll(shape.schema());
            schemas.put(name, schema);
        });
        return Collections.unmodifiableMap(schemas);
    }

    static Map<String, Form> forms() {
        Map<String, Form> forms = new LinkedHashMap<>();
        forms.put("project", SettingsForm.FORM);
        forms.put("source", SourceForm.FORM);
        forms.put("table", TableForm.FORM);
        forms.put("model", ModelForm.FORM);
        forms.put("pipeline", PipelineForm.FORM);
        forms.put("test", UnitTestForm.FORM);
        forms.put("dashboard", DashboardForm.FORM);
        return forms;
    }
}
