package dev.daybreak.pipelines.code;

import java.util.Map;

/**
 * The classes of one file in {@code pipelines/}.
 *
 * @param type the name of the class that the file is named after
 * @param file relative to the project
 * @param hash of the file's text
 * @param classes by name; also those of other files that it uses
 */
record CompiledPipeline(String type, String file, String hash, Map<String, byte[]> classes) {
    CompiledPipeline {
        classes = Map.copyOf(classes);
    }
}
