package dev.daybreak.server.iceberg;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.apache.iceberg.exceptions.BadRequestException;
import org.apache.iceberg.rest.RESTSerializers;

/** Requests and answers as Iceberg's protocol writes them. Thread-safe. */
final class IcebergJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .visibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
            .build();

    static {
        RESTSerializers.registerAll(MAPPER);
    }

    private IcebergJson() {}

    static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Cannot write " + value.getClass().getName(), e);
        }
    }

    /** @throws BadRequestException if the text is not one */
    static <T> T read(String text, Class<T> type) {
        JavaType java = MAPPER.constructType(type);
        try {
            T value = MAPPER.readValue(text, java);
            if (value == null) {
                throw new BadRequestException("Invalid body: it is empty; expected a %s", type.getSimpleName());
            }
            return value;
        } catch (JsonProcessingException e) {
            throw new BadRequestException(
                    e, "Invalid body: it is no %s: %s", type.getSimpleName(), e.getOriginalMessage());
        } catch (IllegalArgumentException e) {
            throw new BadRequestException(e, "Invalid body: it is no %s: %s", type.getSimpleName(), e.getMessage());
        }
    }
}
