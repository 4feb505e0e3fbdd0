package dev.daybreak.models.artifact;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.Deflater;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;

/**
 * What {@code model.tar.gz} holds. The SageMaker XGBoost container loads every file at the top of the archive as a model, so
 * {@code xgboost-model} lies there alone and the rest in the folder {@code daybreak/}. The same content gives the same bytes.
 *
 * @param metrics whatever was measured, as a JSON-like value
 * @param insight empty in archives of versions that were trained before it was kept
 */
@SuppressWarnings("ArrayRecordComponent") // Megabytes, never compared.
public record ModelArtifact(
        byte[] model,
        Manifest manifest,
        Map<String, Object> metrics,
        List<GoldenRow> golden,
        Optional<Insight> insight) {
    private static final String MODEL = "xgboost-model";
    private static final String MANIFEST = "daybreak/manifest.json";
    private static final String METRICS = "daybreak/metrics.json";
    private static final String GOLDEN = "daybreak/golden.json";
    private static final String INSIGHT = "daybreak/insight.json";
    private static final int UNKNOWN_SYSTEM = 255;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            // Records are their components; methods such as isClassifier() are no fields.
            .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    public ModelArtifact {
        metrics = Map.copyOf(metrics);
        golden = List.copyOf(golden);
    }

    /** Writes the archive; a file that is there is replaced, and half a file may remain after a failure. */
    public void write(Path file) throws IOException {
        GzipParameters header = new GzipParameters();
        header.setModificationTime(0);
        header.setOperatingSystem(UNKNOWN_SYSTEM);
        header.setCompressionLevel(Deflater.BEST_SPEED);
        try (OutputStream out = Files.newOutputStream(file);
                GzipCompressorOutputStream gzip = new GzipCompressorOutputStream(out, header);
                TarArchiveOutputStream tar = new TarArchiveOutputStream(gzip, StandardCharsets.UTF_8.name())) {
            put(tar, GOLDEN, JSON.writeValueAsBytes(golden));
            if (insight.isPresent()) {
                put(tar, INSIGHT, JSON.writeValueAsBytes(insight.get()));
            }
            put(tar, MANIFEST, JSON.writeValueAsBytes(manifest));
            put(tar, METRICS, JSON.writeValueAsBytes(metrics));
            // Last, so that whoever only wants to look at the rest need not unpack it.
            put(tar, MODEL, model);
        }
    }

    private static void put(TarArchiveOutputStream tar, String name, byte[] content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(content.length);
        entry.setModTime(0);
        entry.setIds(0, 0);
        entry.setNames("", "");
        entry.setMode(TarArchiveEntry.DEFAULT_FILE_MODE);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }

    /**
     * What an archive says of its model.
     *
     * @param insight as in {@link ModelArtifact}
     */
    public record Description(Manifest manifest, Optional<Insight> insight) {}

    /** Reads an archive; one that is missing fails with {@code NOT_FOUND}, one that cannot be read with {@code BAD_SOURCE}. */
    public static ModelArtifact read(Path file) {
        return parsed(
                file,
                true,
                entries -> new ModelArtifact(
                        entry(entries, MODEL),
                        JSON.readValue(entry(entries, MANIFEST), Manifest.class),
                        JSON.readValue(entry(entries, METRICS), new TypeReference<Map<String, Object>>() {}),
                        JSON.readValue(entry(entries, GOLDEN), new TypeReference<List<GoldenRow>>() {}),
                        insight(entries)));
    }

    /** As {@link #read}, but without the model, which may be large. */
    public static Description describe(Path file) {
        return parsed(
                file,
                false,
                entries -> new Description(JSON.readValue(entry(entries, MANIFEST), Manifest.class), insight(entries)));
    }

    private static Optional<Insight> insight(Map<String, byte[]> entries) throws IOException {
        byte[] insight = entries.get(INSIGHT);
        return insight == null ? Optional.empty() : Optional.of(JSON.readValue(insight, Insight.class));
    }

    /** What becomes of the files of an archive. */
    private interface Parsing<T> {
        T of(Map<String, byte[]> entries) throws IOException;
    }

    private static <T> T parsed(Path file, boolean withModel, Parsing<T> parsing) {
        if (!Files.isRegularFile(file)) {
            throw new DaybreakException(
                    ErrorCode.NOT_FOUND,
                    "Cannot load model artifact '" + file + "': there is no such file",
                    "Train the model again, or promote a version whose artifact is there");
        }
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file));
                TarArchiveInputStream tar = new TarArchiveInputStream(new GzipCompressorInputStream(in))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                boolean isModel = entry.getName().equals(MODEL);
                if (isModel && !withModel && entries.containsKey(MANIFEST)) {
                    break;
                }
                if (!isModel || withModel) {
                    entries.put(entry.getName(), tar.readAllBytes());
                }
            }
            return parsing.of(entries);
        } catch (JsonProcessingException e) {
            throw broken(file, e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw broken(file, e.getMessage(), e);
        }
    }

    private static byte[] entry(Map<String, byte[]> entries, String name) throws IOException {
        byte[] content = entries.get(name);
        if (content == null) {
            throw new IOException("'" + name + "' is missing; it holds " + entries.keySet());
        }
        return content;
    }

    /** The failure to use an artifact. */
    public static DaybreakException broken(Path file, String why, Throwable cause) {
        return new DaybreakException(
                ErrorCode.BAD_SOURCE,
                "Cannot load model artifact '" + file + "': " + why,
                "Train the model again, or promote another version",
                cause);
    }
}
