package dev.daybreak.engine.spark.training;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * What the application is asked to do, as the program left it in a folder: {@code request.properties}, {@code training.rows} and, where
 * there is early stopping, {@code stopping.rows}.
 *
 * @param categorical one for each column of the rows: whether its values are codes of classes
 * @param rounds at most
 * @param patience rounds without improvement on the stopping rows before training ends; 0 for no early stopping
 * @param samples how many of the training rows are predicted with the model, for the program to compare
 * @param parameters of XGBoost
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Request(
        Path folder, boolean[] categorical, int rounds, int patience, int samples, Map<String, String> parameters) {
    private static final String PARAMETER = "parameter.";

    static Request read(Path folder) throws IOException {
        Properties given = new Properties();
        try (Reader reader = Files.newBufferedReader(folder.resolve("request.properties"), StandardCharsets.UTF_8)) {
            given.load(reader);
        }
        String flags = given.getProperty("categorical");
        boolean[] categorical = new boolean[flags.length()];
        for (int i = 0; i < categorical.length; i++) {
            categorical[i] = flags.charAt(i) == '1';
        }
        Map<String, String> parameters = new TreeMap<>();
        for (String name : given.stringPropertyNames()) {
            if (name.startsWith(PARAMETER)) {
                parameters.put(name.substring(PARAMETER.length()), given.getProperty(name));
            }
        }
        return new Request(
                folder,
                categorical,
                Integer.parseInt(given.getProperty("rounds")),
                Integer.parseInt(given.getProperty("patience")),
                Integer.parseInt(given.getProperty("samples")),
                parameters);
    }

    boolean stopsEarly() {
        return patience > 0;
    }

    RowsFile training() {
        return new RowsFile(folder.resolve("training.rows"), categorical.length);
    }

    RowsFile stopping() {
        return new RowsFile(folder.resolve("stopping.rows"), categorical.length);
    }
}
