package dev.daybreak.quality;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.SpecVersionDetector;
import com.networknt.schema.resource.DisallowSchemaLoader;

/** That each text is JSON which a JSON Schema allows. A class of its own, so that only those who ask for it load what it needs. */
final class JsonSchemaRule {
    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonSchemaRule() {}

    static Measurement measure(Subject subject, Arguments arguments) {
        Field field = subject.field(arguments.text("column")).requireText();
        JsonNode written = JSON.valueToTree(arguments.map("json_schema"));
        SpecVersion.VersionFlag version =
                SpecVersionDetector.detectOptionalVersion(written, false).orElse(SpecVersion.VersionFlag.V202012);
        // Nothing is fetched: a schema that refers to another place cannot be evaluated.
        JsonSchema schema = JsonSchemaFactory.getInstance(
                        version,
                        builder -> builder.schemaLoaders(loaders -> loaders.add(DisallowSchemaLoader.getInstance())))
                .getSchema(written);
        Mostly mostly = Mostly.of(arguments, "'" + field.name() + "' must be JSON that its schema allows");
        return DistinctTexts.measure(subject, field, value -> meets(schema, value), mostly);
    }

    private static boolean meets(JsonSchema schema, String value) {
        try {
            JSON.readTree(value);
            return schema.validate(value, InputFormat.JSON).isEmpty();
        } catch (JsonProcessingException e) {
            return false;
        }
    }
}
